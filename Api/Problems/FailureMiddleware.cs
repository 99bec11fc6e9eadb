using System.Text.Json;
using Tallydesk.Requests;

namespace Tallydesk.Problems;

/// <summary>Turns what could not be answered into a problem: a malformed request, a failure of database or cluster, or a bug.</summary>
internal sealed partial class FailureMiddleware(RequestDelegate next, ILogger<FailureMiddleware> log)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone.
            http.Abort();
        }
        catch (Exception failure) when (!http.Response.HasStarted)
        {
            if (TransientFailure.KindOf(failure) is { } kind)
            {
                LogTransient(log, failure, http.Request.Method, http.GetEndpoint()?.DisplayName, kind.Code);
            }
            else if (failure is not (BadHttpRequestException or InvalidFieldException))
            {
                LogFailure(log, failure, http.Request.Method, http.GetEndpoint()?.DisplayName);
            }

            // What was said of a success does not hold: all but the echoed key.
            var key = http.Response.Headers[Command.KeyHeader];
            http.Response.Clear();
            http.Response.Headers[Command.KeyHeader] = key;
            await (BodyLimit.IsExceededIn(failure) ? BodyLimit.Refuse(http) : Of(failure, http.Request)).ExecuteAsync(
                http
            );
        }
    }

    private static Problem Of(Exception failure, HttpRequest request) =>
        failure switch
        {
            InvalidFieldException invalid => Problem.OfField(invalid.Field, invalid.Message),
            BadHttpRequestException { InnerException: JsonException json } => OfJson(json),
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } when request.HasJsonContentType() =>
                Problem.Of(ProblemKind.MalformedJson, "The request body must be a valid JSON object."),
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } => Problem.Of(
                ProblemKind.MalformedRequest,
                "A parameter is missing or invalid."
            ),
            BadHttpRequestException bad => Problem.OfStatus(bad.StatusCode),
            _ => TransientFailure.KindOf(failure) is { } kind
                ? Problem.Of(kind, Retry(kind))
                : Problem.Of(ProblemKind.InternalError),
        };

    private static string Retry(ProblemKind kind) =>
        kind == ProblemKind.OutcomeUnknown
            ? "The request timed out, so its outcome is unknown. Retry with the same Idempotency-Key to get the result."
            : "Tallydesk is temporarily unavailable. Retry shortly with the same Idempotency-Key.";

    private static Problem OfJson(JsonException json)
    {
        // A syntax error is wrapped once more than a value that does not fit its field.
        var field = JsonField.NameOf(json);
        return field.Length == 0 || json.InnerException is JsonException
            ? Problem.Of(ProblemKind.MalformedJson, "The request body must be a valid JSON object.")
            : Problem.OfField(field, JsonField.DetailOf(json, field));
    }

    [LoggerMessage(1001, LogLevel.Error, "{Method} {Endpoint} failed.")]
    private static partial void LogFailure(ILogger log, Exception failure, string method, string? endpoint);

    [LoggerMessage(1010, LogLevel.Warning, "{Method} {Endpoint} was answered with {Code}.")]
    private static partial void LogTransient(
        ILogger log,
        Exception failure,
        string method,
        string? endpoint,
        string code
    );
}
