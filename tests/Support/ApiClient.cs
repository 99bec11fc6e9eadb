using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Tallydesk.Tests.Support;

/// <summary>What the interface answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body as it came.</param>
/// <param name="Headers">All headers, of the body too.</param>
public sealed record ApiAnswer(HttpStatusCode Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>A problem's code; null in any other answer.</summary>
    public string? Code =>
        Headers.GetValueOrDefault("Content-Type") == "application/problem+json"
            ? Json.GetProperty("code").GetString()
            : null;

    /// <summary>A text of the body.</summary>
    public string Text(string name) =>
        Json.GetProperty(name).GetString() ?? throw new InvalidOperationException($"{name} is null.");

    /// <summary>A whole number of the body.</summary>
    public long Number(string name) => Json.GetProperty(name).GetInt64();

    /// <summary>This answer, which must be of a status.</summary>
    /// <exception cref="InvalidOperationException">It is of another; the message shows the body.</exception>
    public ApiAnswer Must(HttpStatusCode status) =>
        Status == status
            ? this
            : throw new InvalidOperationException($"{(int)Status} instead of {(int)status}: {Body}");
}

/// <summary>
/// A program that calls <c>/v1</c> with a token. It gives every command a key, and repeats a request until the answer is
/// definite, as a well-behaved program does.
/// </summary>
/// <param name="http">A client whose base address is the desk's.</param>
/// <param name="token">The token; null for a visitor.</param>
public sealed class ApiClient(HttpClient http, string? token)
{
    private static long commands;

    /// <summary>The token; null for a visitor.</summary>
    public string? Token => token;

    /// <summary>The same desk with another token.</summary>
    public ApiClient As(string? other) => new(http, other);

    /// <summary>GET.</summary>
    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, body: null);

    /// <summary>POST of a JSON text.</summary>
    /// <param name="path">The path below the desk's address.</param>
    /// <param name="body">The JSON; null for no body.</param>
    /// <param name="key">The idempotency key; one of its own when absent.</param>
    /// <param name="ifMatch">The version that is expected, if any.</param>
    public Task<ApiAnswer> PostAsync(string path, string? body = null, string? key = null, string? ifMatch = null) =>
        SendAsync(HttpMethod.Post, path, body, key, ifMatch);

    /// <summary>Any request.</summary>
    public async Task<ApiAnswer> SendAsync(
        HttpMethod method,
        string path,
        string? body,
        string? key = null,
        string? ifMatch = null,
        string contentType = "application/json"
    )
    {
        return await SendAsync(method, path, Content, key, ifMatch);

        HttpContent? Content() => body is null ? null : new StringContent(body, Encoding.UTF8, contentType);
    }

    /// <summary>POST of bytes.</summary>
    public async Task<ApiAnswer> SendBytesAsync(string path, byte[] bytes, string contentType, string? key = null)
    {
        return await SendAsync(HttpMethod.Post, path, Content, key, ifMatch: null);

        ByteArrayContent Content()
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            return content;
        }
    }

    private async Task<ApiAnswer> SendAsync(
        HttpMethod method,
        string path,
        Func<HttpContent?> content,
        string? key,
        string? ifMatch
    )
    {
        var since = Stopwatch.GetTimestamp();
        key ??=
            method == HttpMethod.Get ? null : $"once-{Interlocked.Increment(ref commands)}-{Path.GetRandomFileName()}";
        while (true)
        {
            var answer = await SendOnceAsync(method, path, content(), key, ifMatch);
            if (!IsIndefinite(answer) || Stopwatch.GetElapsedTime(since) > Eventually.Bound)
            {
                return answer;
            }

            await Task.Delay(Eventually.Pause);
        }
    }

    private static bool IsIndefinite(ApiAnswer answer) =>
        answer.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private async Task<ApiAnswer> SendOnceAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        string? key,
        string? ifMatch
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var response = await http.SendAsync(request);
        var headers = response
            .Headers.Concat(response.Content.Headers)
            .ToDictionary(
                header => header.Key,
                header => string.Join(",", header.Value),
                StringComparer.OrdinalIgnoreCase
            );
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }
}
