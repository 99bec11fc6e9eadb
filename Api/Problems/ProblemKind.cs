using System.Text;
using System.Text.Json;
using Tallydesk.Refusals;

namespace Tallydesk.Problems;

/// <summary>A kind of problem as clients see it (RFC 9457).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The stable code, snake_case.</param>
/// <param name="Title">The kind in a few words; the same for every problem of the kind.</param>
internal sealed record ProblemKind(int Status, string Code, string Title)
{
    /// <summary>Doesn't exist, or the caller can't see it; indistinguishable.</summary>
    public static ProblemKind NotFound { get; } = Of(RefusalCode.NotFound);

    /// <summary>The caller's to see, not their role's to do.</summary>
    public static ProblemKind Forbidden { get; } = Of(RefusalCode.Forbidden);

    /// <summary>The caller's role may do it, and their token lacks the scope.</summary>
    public static ProblemKind InsufficientScope { get; } = Of(StatusCodes.Status403Forbidden, "insufficient_scope");

    /// <summary>A field, parameter or header is malformed.</summary>
    public static ProblemKind InvalidField { get; } = Of(RefusalCode.InvalidField);

    /// <summary>The body is not a JSON object.</summary>
    public static ProblemKind MalformedJson { get; } = Of(StatusCodes.Status400BadRequest, "malformed_json");

    /// <summary>The request is malformed in another way.</summary>
    public static ProblemKind MalformedRequest { get; } = Of(StatusCodes.Status400BadRequest, "malformed_request");

    /// <summary>No token, or none that holds.</summary>
    public static ProblemKind Unauthenticated { get; } = Of(StatusCodes.Status401Unauthorized, "unauthenticated");

    /// <summary>The database or the cluster can't be reached; a repeat with the same key is safe.</summary>
    public static ProblemKind Unavailable { get; } = Of(StatusCodes.Status503ServiceUnavailable, "unavailable");

    /// <summary>The answer was lost: the change may be on disk or not.</summary>
    public static ProblemKind OutcomeUnknown { get; } = Of(StatusCodes.Status504GatewayTimeout, "outcome_unknown");

    /// <summary>A bug.</summary>
    public static ProblemKind InternalError { get; } = Of(StatusCodes.Status500InternalServerError, "internal_error");

    /// <summary>The kind of a refusal.</summary>
    public static ProblemKind Of(RefusalCode code) => Of(RefusalStatus.Of(code), SnakeCase(code.ToString()));

    /// <summary>The kind of a status that came without a body, such as 405 from routing.</summary>
    public static ProblemKind OfStatus(int status) =>
        status switch
        {
            StatusCodes.Status400BadRequest => MalformedRequest,
            StatusCodes.Status401Unauthorized => Unauthenticated,
            StatusCodes.Status403Forbidden => Forbidden,
            StatusCodes.Status404NotFound => NotFound,
            StatusCodes.Status405MethodNotAllowed => Of(status, "method_not_allowed"),
            StatusCodes.Status413PayloadTooLarge => Of(status, "payload_too_large"),
            StatusCodes.Status415UnsupportedMediaType => Of(status, "unsupported_media_type"),
            StatusCodes.Status429TooManyRequests => Of(status, "too_many_requests"),
            StatusCodes.Status503ServiceUnavailable => Unavailable,
            StatusCodes.Status504GatewayTimeout => OutcomeUnknown,
            < 500 => Of(status, "malformed_request"),
            _ => InternalError,
        };

    private static ProblemKind Of(int status, string code) => new(status, code, TitleOf(code));

    private static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static string TitleOf(string code)
    {
        var title = new StringBuilder(code).Replace('_', ' ').Replace("json", "JSON");
        title[0] = char.ToUpperInvariant(title[0]);
        return title.ToString();
    }
}
