using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Tallydesk.Requests;

/// <summary>A JSON body that is made whole first, so that it goes out in one piece with its length, and not in chunks.</summary>
/// <param name="status">The status.</param>
/// <param name="body">What the JSON is made from.</param>
/// <param name="location">Where the new thing is found, or null.</param>
internal sealed class JsonAnswer<TBody>(int status, TBody body, string? location = null) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, options);
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        if (location is not null)
        {
            response.Headers.Location = HeaderUrl.Of(location);
        }

        return response.BodyWriter.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
    }
}
