using System.Security.Cryptography;
using Tallydesk.Identity;

namespace Tallydesk.Sessions;

/// <summary>A session that signing in on a page began. Its secret is in the cookie alone.</summary>
/// <param name="Id"><c>ses-</c> and a hash of the secret.</param>
/// <param name="Person">The person who signed in; null for a token's session.</param>
/// <param name="Token">The token that signed in; null for a person's session.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="SeenAt">When it was last used, to five minutes.</param>
/// <param name="EndsAt">When it ends by itself.</param>
/// <param name="EndedAt">When it was ended; null while it was not.</param>
/// <param name="Address">Where it was begun from.</param>
/// <param name="Agent">By which browser, as it calls itself, at most 200 characters.</param>
/// <param name="IsStrong">Whether it was started in a way that needs no second factor, such as single sign-on.</param>
/// <param name="ProvedAt">When the person last authenticated in it; at the earliest, at its start.</param>
public sealed record Session(
    string Id,
    string? Person,
    string? Token,
    DateTimeOffset CreatedAt,
    DateTimeOffset SeenAt,
    DateTimeOffset EndsAt,
    DateTimeOffset? EndedAt,
    string Address,
    string Agent,
    bool IsStrong,
    DateTimeOffset ProvedAt
)
{
    /// <summary>How long a session lasts without being used.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>How long a session lasts at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>How long an authentication allows creating tokens and removing credentials.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    private const string Prefix = "ses-";
    private const int SecretBytes = 32;

    /// <summary>Whether it still holds.</summary>
    public bool HoldsAt(DateTimeOffset now) => EndedAt is null && now < EndsAt;

    /// <summary>A secret of 256 random bits.</summary>
    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The id of the session with a secret.</summary>
    public static string IdOf(string secret) => KeyHash.Of(Prefix, secret);
}
