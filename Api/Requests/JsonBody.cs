using System.Text.Json;

namespace Tallydesk.Requests;

/// <summary>Reads a body whose fields are not all the framework's to judge, such as a whole policy document.</summary>
internal static class JsonBody
{
    /// <summary>The body's JSON object. It belongs to the caller's request; a repeated field is still in it.</summary>
    /// <exception cref="BadHttpRequestException">The body is not JSON (415), or not a valid JSON object (400).</exception>
    public static async Task<JsonElement> ReadObjectAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw new BadHttpRequestException(
                "The request body must be JSON.",
                StatusCodes.Status415UnsupportedMediaType
            );
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(
                request.Body,
                new() { MaxDepth = ApiJson.Depth },
                request.HttpContext.RequestAborted
            );
            var body = document.RootElement.Clone();
            return body.ValueKind == JsonValueKind.Object ? body : throw Malformed(inner: null);
        }
        catch (JsonException broken)
        {
            throw Malformed(broken);
        }
    }

    private static BadHttpRequestException Malformed(JsonException? inner) =>
        new("The request body must be a valid JSON object.", StatusCodes.Status400BadRequest, inner!);
}
