using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Tallydesk.Webhooks;

/// <summary>Tells one webhook of one event, once. Nothing of the answer but its status and <c>Retry-After</c> is looked at.</summary>
public sealed class WebhookCaller(WebhookTargets targets, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly HttpClient client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = targets.ConnectAsync,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            UseCookies = false,
            // A proxy would be given the name and look it up again.
            UseProxy = false,
        }
    )
    {
        Timeout = Patience,
    };

    /// <summary>Calls.</summary>
    public async Task<CallOutcome> CallAsync(
        Uri url,
        WebhookSecrets secrets,
        DueDelivery delivery,
        CancellationToken cancellation
    )
    {
        var body = Encoding.UTF8.GetBytes(delivery.Body);
        var now = time.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.ParseAdd("Tallydesk");
        request.Headers.Add("webhook-id", delivery.Event);
        request.Headers.Add("webhook-timestamp", WebhookSecrets.SecondsOf(now));
        request.Headers.Add("webhook-signature", secrets.Sign(delivery.Event, now, body));
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.IsSuccessStatusCode
                ? new((int)answer.StatusCode, null, null)
                : new(
                    (int)answer.StatusCode,
                    $"The server responded with {Words(answer)}.",
                    WaitOf(answer.Headers.RetryAfter, now)
                );
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return new(null, Why(e), null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static string Words(HttpResponseMessage answer) =>
        answer.StatusCode is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode}; redirects are not followed")
            : ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);

    private static TimeSpan? WaitOf(RetryConditionHeaderValue? after, DateTimeOffset now) =>
        after?.Delta ?? (after?.Date is { } date ? date - now : null);

    // What a stranger's machine says is not repeated; which step failed is enough to begin with.
    private static string Why(Exception failure) =>
        failure is OperationCanceledException
            ? "The request timed out."
            : failure.GetBaseException() switch
            {
                UnauthorizedAccessException refused => refused.Message,
                AuthenticationException => "The server's certificate is not valid.",
                SocketException
                {
                    SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
                } => "The host name could not be resolved.",
                SocketException => "The server could not be reached.",
                _ => "The server's response was not valid HTTP.",
            };
}

/// <summary>How a call went.</summary>
/// <param name="Status">The answer's HTTP status; null for no answer.</param>
/// <param name="Failure">Why the event did not arrive; null when it did.</param>
/// <param name="RetryAfter">How long the receiver asks to be left alone.</param>
public sealed record CallOutcome(int? Status, string? Failure, TimeSpan? RetryAfter);
