using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Tallydesk.Amounts;
using Tallydesk.Identity;

namespace Tallydesk.Requests;

/// <summary>The OpenAPI document of <c>/v1</c>: what the endpoints don't say by their types.</summary>
internal static class ApiDocument
{
    /// <summary>The document's name, also in its address <c>/openapi/v1.json</c>.</summary>
    public const string Name = "v1";

    private const string Scheme = "bearer";
    private static readonly string[] Texts = ["DateTimeOffset", "TimeSpan", "TimeOnly"];

    /// <summary>Sets the document up.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description =>
            description.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) == true;
        options.CreateSchemaReferenceId = type =>
            (Nullable.GetUnderlyingType(type.Type) ?? type.Type) is var bare
            && (IsTextId(bare) || bare == typeof(CreditAmount))
                ? null
                : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddDocumentTransformer((document, _, _) => Describe(document));
        options.AddOperationTransformer((operation, context, _) => Describe(operation, context));
        options.AddSchemaTransformer((schema, context, _) => Describe(schema, context));
    }

    private static Task Describe(OpenApiDocument document)
    {
        document.Info = new()
        {
            Title = "Tallydesk",
            Version = Name,
            Description = "A help desk for software vendors whose support is metered in credits.",
        };
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Scheme },
        };
        return Task.CompletedTask;
    }

    private static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (!metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        }

        if (metadata.OfType<CommandMetadata>().Any())
        {
            Add(
                operation,
                ParameterLocation.Header,
                Command.KeyHeader,
                Text("A unique key that makes retries of this request safe.")
            );
            Add(operation, ParameterLocation.Header, "If-Match", Text("The ETag of the version you last read."));
        }

        if (metadata.OfType<PageRequestMetadata>().Any())
        {
            Add(operation, ParameterLocation.Query, "limit", PageRequest.LimitSchema);
            Add(operation, ParameterLocation.Query, "after", Text("The value of next from the previous page."));
        }

        return Task.CompletedTask;
    }

    /// <summary>Types with a text form of their own are strings; whole numbers are numbers only, because they are read strictly.</summary>
    private static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (PlainType(type) is { } plain)
        {
            schema.Type = type == context.JsonTypeInfo.Type ? plain : plain | JsonSchemaType.Null;
            schema.Format = plain == JsonSchemaType.Integer ? "int64" : schema.Format;
        }

        if (type == typeof(ProblemDetails))
        {
            DescribeProblem(schema);
        }

        // A choice that may be absent is null or one of the words, and the words are the same everywhere.
        schema.Enum = schema.Enum is { } words
            ? [.. words.Where(word => word is JsonValue && word.GetValueKind() == JsonValueKind.String)]
            : null;
        schema.Required?.ExceptWith(
            context.JsonTypeInfo.Properties.Where(IsNullable).Select(property => property.Name)
        );
        if (ApiFields.Lists(type))
        {
            schema.Required = context
                .JsonTypeInfo.Properties.Where(property => !IsNullable(property))
                .Select(property => property.Name)
                .ToHashSet();
        }

        return Task.CompletedTask;
    }

    /// <summary>A problem has a code, of a malformed field its name, and often the numbers it is about.</summary>
    private static void DescribeProblem(OpenApiSchema schema)
    {
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        schema.Properties["code"] = Text("A machine-readable error code.");
        schema.Properties["field"] = Text("The name of the invalid field.");
        schema.Required = new HashSet<string>(["type", "title", "status", "detail", "code"], StringComparer.Ordinal);
        schema.AdditionalPropertiesAllowed = true;
        schema.AdditionalProperties = new OpenApiSchema();
    }

    /// <summary>Null is as good as absent, both in what is sent and in what is answered.</summary>
    private static bool IsNullable(JsonPropertyInfo property) =>
        property.IsGetNullable || Nullable.GetUnderlyingType(property.PropertyType) is not null;

    /// <summary>The JSON type of a value that a converter of its own reads and writes; null of all others.</summary>
    private static JsonSchemaType? PlainType(Type type) =>
        type == typeof(CreditAmount) ? JsonSchemaType.Integer
        : Texts.Contains(type.Name) || IsTextId(type) ? JsonSchemaType.String
        : null;

    private static bool IsTextId(Type type) =>
        type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(ITextId<>));

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String, Description = description };

    private static void Add(OpenApiOperation operation, ParameterLocation location, string name, OpenApiSchema schema)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(
            new OpenApiParameter
            {
                Name = name,
                In = location,
                Schema = schema,
            }
        );
    }
}
