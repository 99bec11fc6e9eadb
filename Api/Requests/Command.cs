using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Metadata;
using Tallydesk.Identity;

namespace Tallydesk.Requests;

/// <summary>
/// A request that changes something: who makes it, and under which command id. The id is the <c>Idempotency-Key</c>,
/// scoped to caller and route, so that equal keys of different callers or routes never collide. Visitors are distinguished by
/// their address.
/// </summary>
/// <param name="Context">The notice to the grain.</param>
/// <param name="Key">The key as the caller sent it, or the one made for it; echoed in the answer.</param>
internal sealed record Command(CommandContext Context, string Key) : IEndpointParameterMetadataProvider
{
    /// <summary>The header that names a change over its retries.</summary>
    public const string KeyHeader = "Idempotency-Key";

    /// <summary>Who sends the command.</summary>
    public Actor Actor => Context.Actor;

    /// <summary>Takes the command from the request.</summary>
    /// <exception cref="InvalidFieldException"><c>Idempotency-Key</c> or <c>If-Match</c> is malformed.</exception>
    public static async ValueTask<Command?> BindAsync(HttpContext http)
    {
        var key = ReadKey(http.Request);
        http.Response.Headers[KeyHeader] = key;
        var actor = ActorClaims.ActorOf(http);
        return new(new(actor, await IdOfAsync(actor, http, key), ReadExpectedVersion(http.Request)), key);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new CommandMetadata());

    /// <summary>Whether a text is a valid idempotency key. HTTP trims spaces around header values, so a key has none.</summary>
    public static bool IsKey(string? text) =>
        text is { Length: > 0 and <= CommandIds.LongestKey }
        && text[0] != ' '
        && text[^1] != ' '
        && text.All(c => c is >= ' ' and <= '~');

    private static string ReadKey(HttpRequest request)
    {
        var sent = request.Headers[KeyHeader];
        return sent.Count switch
        {
            0 => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            1 when IsKey(sent[0]) => sent[0]!,
            _ => throw new InvalidFieldException(
                KeyHeader,
                $"{KeyHeader} must be sent once and have 1 to {CommandIds.LongestKey} printable ASCII characters."
            ),
        };
    }

    private static async Task<CommandId> IdOfAsync(Actor actor, HttpContext http, string key)
    {
        var (sent, own) = (PathIds.Sent(http.Request), PathIds.Own(http));
        return sent != own && IdOf(actor, http, sent, key) is var id && await PathIds.IsRecordedAsync(http, id)
            ? id
            : IdOf(actor, http, own, key);
    }

    private static CommandId IdOf(Actor actor, HttpContext http, string ids, string key)
    {
        // The route with its ids, not the path: letter case and escapes of a path do not make another route.
        var route = ((RouteEndpoint)http.GetEndpoint()!).RoutePattern.RawText;
        var caller = http.User.Proof() is null ? VisitorAddress.Of(http) : actor.Id;
        return CommandIds.Of(caller, $"{http.Request.Method} {route}", ids, key);
    }

    private static long? ReadExpectedVersion(HttpRequest request)
    {
        var sent = request.Headers.IfMatch;
        if (sent.Count == 0 || sent == "*")
        {
            return null;
        }

        var digits = sent.ToString().AsSpan().Trim('"');
        return long.TryParse(digits, NumberStyles.None, provider: null, out var version)
            ? version
            : throw new InvalidFieldException("If-Match", "If-Match must be the ETag of one version, such as \"7\".");
    }
}

/// <summary>Marks an endpoint that takes an <c>Idempotency-Key</c> and an <c>If-Match</c>.</summary>
internal sealed class CommandMetadata;
