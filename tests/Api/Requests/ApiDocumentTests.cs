using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Tallydesk.Tests.Requests;

[Collection(DeskTests.Name)]
public sealed class ApiDocumentTests(DeskHost desk)
{
    [Fact]
    public async Task The_document_lists_every_route_and_method()
    {
        var document = await ReadAsync();
        var listed = document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name} {path.Name}"));
        var mapped = desk
            .Endpoints.Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal))
            .SelectMany(endpoint =>
                endpoint
                    .Metadata.GetRequiredMetadata<IHttpMethodMetadata>()
                    .HttpMethods.Select(method =>
                        $"{method.ToLowerInvariant()} {endpoint.RoutePattern.RawText!.TrimEnd('/').Replace(":long", "")}"
                    )
            );
        Assert.Equal(mapped.Order(), listed.Order());
    }

    [Fact]
    public async Task Choices_are_camel_case_texts_and_credits_whole_numbers()
    {
        var schemas = (await ReadAsync()).GetProperty("components").GetProperty("schemas");
        var roles = schemas.GetProperty("Role").GetProperty("enum").EnumerateArray().Select(role => role.GetString());
        Assert.Contains("customer", roles);
        var balance = schemas.GetProperty("AccountView").GetProperty("properties").GetProperty("balance");
        Assert.Equal("integer", balance.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Every_answer_is_of_a_known_schema()
    {
        var document = await ReadAsync();
        var operations = document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (path.Name, method.Value)));
        foreach (var (path, operation) in operations)
        {
            var answers = operation.GetProperty("responses").EnumerateObject().ToList();
            Assert.Contains(answers, answer => answer.Name.StartsWith('4'));
            Assert.All(
                answers.Where(answer => answer.Name.StartsWith('4')),
                answer =>
                    Assert.True(
                        answer.Value.GetProperty("content").TryGetProperty("application/problem+json", out _),
                        path
                    )
            );
        }
    }

    private async Task<JsonElement> ReadAsync() =>
        (await desk.Client(token: null).GetAsync("/openapi/v1.json")).Must(HttpStatusCode.OK).Json;
}
