using Microsoft.Extensions.Options;

namespace Tallydesk.Webhooks;

/// <summary>Where webhooks may lead. Section <c>Webhooks</c> of the settings.</summary>
public sealed class WebhookOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Webhooks";

    /// <summary>
    /// Hosts within one's own network that webhooks may lead to, each with its port, such as <c>shop.internal:8080</c>; there
    /// plain HTTP is taken too. All others are reached over HTTPS at public addresses alone.
    /// </summary>
    public IList<string> Internal { get; } = [];
}

/// <summary>Finds the first wrong host and names its key.</summary>
internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, WebhookOptions options) =>
        options.Internal.Any(host => !IsHostAndPort(host))
            ? ValidateOptionsResult.Fail(
                "Webhooks:Internal must name each host with its port, such as shop.internal:8080."
            )
            : ValidateOptionsResult.Success;

    private static bool IsHostAndPort(string host) =>
        Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var uri)
        && host.EndsWith($":{uri.Port}", StringComparison.Ordinal)
        && uri.UserInfo.Length == 0;
}
