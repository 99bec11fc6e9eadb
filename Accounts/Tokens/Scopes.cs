using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.Metadata;

namespace Tallydesk.Identity;

/// <summary>Marks an endpoint that only reads, although its method is POST.</summary>
internal sealed class ReadsOnly;

/// <summary>
/// What a token may do below its role: <c>tickets:read</c>, <c>tickets:write</c> and so on. The area is the tag under which
/// the interface's description lists an endpoint, the rest whether it changes something; write includes read. An endpoint
/// without a tag is closed to tokens with scopes.
/// </summary>
public static class Scopes
{
    private const string Read = "read";
    private const string Write = "write";

    private static readonly ImmutableArray<string> Areas =
    [
        "audit",
        "background",
        "batches",
        "chats",
        "credits",
        "customers",
        "enquiries",
        "licenses",
        "me",
        "policy",
        "queues",
        "quotes",
        "replies",
        "reports",
        "tickets",
        "tokens",
        "users",
        "webhooks",
    ];

    /// <summary>Every scope there is, in the order of their names.</summary>
    public static ImmutableArray<string> All { get; } =
    [.. Areas.SelectMany(area => (string[])[$"{area}:{Read}", $"{area}:{Write}"])];

    /// <summary>The scope that an endpoint needs; null for one that is closed to tokens with scopes.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="method">The request's method.</param>
    public static string? NeededBy(Endpoint endpoint, string method)
    {
        var area = endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags is [var tag, ..]
            ? tag.ToLowerInvariant()
            : null;
        if (area is null || !Areas.Contains(area))
        {
            return null;
        }

        var reads =
            HttpMethods.IsGet(method)
            || HttpMethods.IsHead(method)
            || HttpMethods.IsConnect(method)
            || endpoint.Metadata.GetMetadata<ReadsOnly>() is not null;
        return $"{area}:{(reads ? Read : Write)}";
    }

    /// <summary>Whether scopes allow what a scope names.</summary>
    /// <param name="held">The scopes held; null for all that the role may.</param>
    /// <param name="needed">The scope that is needed; null for none that could be held.</param>
    public static bool Allow(ImmutableArray<string>? held, string? needed) =>
        held is not { } scopes
        || (needed is not null && (scopes.Contains(needed) || scopes.Contains(needed.Replace(Read, Write))));

    /// <summary>The scope of reading an area.</summary>
    public static string ReadOf(string area) => $"{area}:{Read}";

    /// <summary>The scope of acts in an area.</summary>
    public static string WriteTo(string area) => $"{area}:{Write}";

    /// <summary>Marks an endpoint that only reads, although its method is POST.</summary>
    public static TBuilder ReadsOnly<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ReadsOnly());
}
