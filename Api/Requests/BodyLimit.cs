using Microsoft.AspNetCore.Http.Features;
using Tallydesk.Display;
using Tallydesk.Problems;

namespace Tallydesk.Requests;

/// <summary>The response to a request body that is larger than the endpoint allows.</summary>
internal static class BodyLimit
{
    /// <summary>Whether reading a body failed because of its size, however deep the web server's own word of it lies.</summary>
    public static bool IsExceededIn(Exception? failure) =>
        failure is not null
        && (
            failure is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }
            || IsExceededIn(failure.InnerException)
        );

    /// <summary>
    /// Says what the limit is. The rest of the body is read and thrown away, as long as the web server reads for nothing: a
    /// sender whose connection breaks while sending sees no answer.
    /// </summary>
    public static Problem Refuse(HttpContext http)
    {
        var detail = DetailOf(http);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        return Problem.Of(ProblemKind.OfStatus(StatusCodes.Status413PayloadTooLarge), detail);
    }

    /// <summary>The limit in words; a form with files says how many it takes.</summary>
    private static string DetailOf(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<FilesOfForm>() is { } files)
        {
            return $"A message can have up to {Words.Count(files.Most, "file")} of {Words.Bytes(files.Largest)} each, and "
                + "yours is larger. Go back and remove some files. Your text is still there.";
        }

        var limit = http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        return limit is { } most
            ? $"The request body is larger than the limit of {Words.Bytes(most)}."
            : "The request body is larger than the limit for this request.";
    }
}

/// <summary>Marks an endpoint whose form takes files.</summary>
/// <param name="Most">How many.</param>
/// <param name="Largest">The bytes of the largest.</param>
internal sealed record FilesOfForm(int Most, long Largest);
