using System.Diagnostics;
using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tallydesk.Identity;
using Tallydesk.Pages;
using Tallydesk.Refusals;

namespace Tallydesk.Problems;

/// <summary>An answer that says why something was not done (RFC 9457), or a page that says it to who reads pages. The trace id goes into a header only, so that equal problems have equal bodies.</summary>
internal sealed class Problem : IResult
{
    /// <summary>The response header with the id under which logs and traces know the request.</summary>
    public const string TraceHeader = "Trace-Id";

    /// <summary>The sentence about all that is absent or another's.</summary>
    public const string NothingToSee = "Not found. It may not exist, or you may not have access to it.";

    private const string ContentType = "application/problem+json";
    private const string RetryAfterSeconds = "1";
    private readonly ProblemDetails details;

    private Problem(ProblemKind kind, string? detail)
    {
        details = new()
        {
            Type = "urn:tallydesk:problem:" + kind.Code,
            Title = kind.Title,
            Status = kind.Status,
            Detail = detail,
            Extensions = { ["code"] = kind.Code },
        };
    }

    /// <summary>What is said of all that is absent or another's: always the same bytes.</summary>
    public static Problem NotFound { get; } = Of(ProblemKind.NotFound, NothingToSee);

    /// <summary>A problem of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="detail">One sentence for a person, or null.</param>
    public static Problem Of(ProblemKind kind, string? detail = null) => new(kind, detail);

    /// <summary>A problem of a status that came without a body.</summary>
    public static Problem OfStatus(int status) =>
        status == StatusCodes.Status404NotFound ? NotFound : Of(ProblemKind.OfStatus(status));

    /// <summary>A field that is malformed.</summary>
    /// <param name="field">Its name as the client wrote it.</param>
    /// <param name="detail">What is wrong with it.</param>
    public static Problem OfField(string field, string detail) =>
        new(ProblemKind.InvalidField, detail) { details = { Extensions = { ["field"] = field } } };

    /// <summary>A refusal, with its numbers as members of the problem.</summary>
    public static Problem Of(Refusal refusal)
    {
        if (refusal.Code == RefusalCode.NotFound)
        {
            return NotFound;
        }

        var problem = new Problem(ProblemKind.Of(refusal.Code), refusal.Detail);
        foreach (var fact in refusal.Facts)
        {
            problem.details.Extensions[fact.Name] = fact.Number is { } number ? number : fact.Text;
        }

        return problem;
    }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = details.Status ?? StatusCodes.Status500InternalServerError;
        response.Headers[TraceHeader] = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier;
        if (
            response.Headers.RetryAfter.Count == 0
            && response.StatusCode is StatusCodes.Status429TooManyRequests or >= StatusCodes.Status503ServiceUnavailable
        )
        {
            response.Headers.RetryAfter = RetryAfterSeconds;
        }

        return IsForReader(httpContext.Request)
            ? Page(response).ExecuteAsync(httpContext)
            : response.WriteAsJsonAsync(details, options: null, ContentType, httpContext.RequestAborted);
    }

    /// <summary>A browser that opens a page, or sends a form of one, says that it reads HTML; programs ask for anything.</summary>
    private static bool IsForReader(HttpRequest request) =>
        !SchemeChoice.IsForPrograms(request.Path)
        && request
            .GetTypedHeaders()
            .Accept.Any(type => type.MediaType == MediaTypeNames.Text.Html && type.Quality != 0);

    /// <summary>Whether the detail speaks of parameters and headers, which no reader sends by hand.</summary>
    private bool IsForPrograms =>
        details.Status == StatusCodes.Status429TooManyRequests
        || details.Extensions["code"] as string == ProblemKind.MalformedRequest.Code;

    /// <summary>The problem as a page for people, without retry instructions for programs.</summary>
    private RazorComponentResult<FailurePage> Page(HttpResponse response) =>
        new(
            new
            {
                Status = response.StatusCode,
                Detail = IsForPrograms ? null : details.Detail,
                Trace = response.Headers[TraceHeader].ToString(),
            }
        )
        {
            StatusCode = response.StatusCode,
        };
}
