using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tallydesk.Webhooks;

/// <summary>
/// Proves to a receiver that a message is authentic and recent: an HMAC-SHA256 over its id, its timestamp and its
/// body, as Standard Webhooks (standardwebhooks.com) describes it.
/// </summary>
/// <param name="Current">The secret: <c>whsec_</c> and 32 bytes in base 64.</param>
/// <param name="Former">The one before, which signs as well until its receiver knows the new one.</param>
/// <param name="FormerUntil">Until when it does.</param>
public sealed record WebhookSecrets(string Current, string? Former = null, DateTimeOffset? FormerUntil = null)
{
    private const string Prefix = "whsec_";
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>The command that made the current secret, whose repeat is answered with it; null where that was not kept.</summary>
    public string? Command { get; init; }

    /// <summary>A secret of chance.</summary>
    /// <param name="command">The command that makes it, if any.</param>
    public static WebhookSecrets Make(string? command = null) =>
        new(Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))) { Command = command };

    /// <summary>A new secret; the one so far signs as well for a day.</summary>
    /// <param name="now">The current time.</param>
    /// <param name="command">The command that makes it, if any.</param>
    public WebhookSecrets Renew(DateTimeOffset now, string? command = null) =>
        Make(command) with
        {
            Former = Current,
            FormerUntil = now + Grace,
        };

    /// <summary>The header <c>webhook-signature</c>: a signature by each secret that holds, parted by blanks.</summary>
    /// <param name="id">The event's id.</param>
    /// <param name="at">When the message is sent.</param>
    /// <param name="body">The message's bytes.</param>
    public string Sign(string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        ImmutableArray<string> secrets = Former is not null && at < FormerUntil ? [Current, Former] : [Current];
        var signatures = new List<string>();
        foreach (var secret in secrets)
        {
            using var hash = IncrementalHash.CreateHMAC(
                HashAlgorithmName.SHA256,
                Convert.FromBase64String(secret[Prefix.Length..])
            );
            hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{SecondsOf(at)}."));
            hash.AppendData(body);
            signatures.Add("v1," + Convert.ToBase64String(hash.GetHashAndReset()));
        }

        return string.Join(' ', signatures);
    }

    /// <summary>The header <c>webhook-timestamp</c>.</summary>
    public static string SecondsOf(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
