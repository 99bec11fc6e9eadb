using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Tallydesk.Identity;

/// <summary>A bearer token as it is kept. Its text is shown once and never stored.</summary>
/// <param name="Id">Names the token, and its bearer in the history: 1 to 32 lower-case letters and digits.</param>
/// <param name="Hash">SHA-256 of the whole text. The text has 256 random bits, so a fast hash keeps it secret.</param>
/// <param name="Name">The bearer's name, 1 to 200 characters.</param>
/// <param name="Role">The bearer's role.</param>
/// <param name="Customer">The customer that a <see cref="Role.Customer"/> belongs to; null for all other roles.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="RevokedAt">Since when it no longer holds; null while it does.</param>
public sealed record Token(
    string Id,
    byte[] Hash,
    string Name,
    Role Role,
    CustomerId? Customer,
    DateTimeOffset CreatedAt,
    DateTimeOffset? RevokedAt = null
)
{
    /// <summary>What it may do below its role (<see cref="Identity.Scopes"/>); null for all of it.</summary>
    public ImmutableArray<string>? Scopes { get; init; }

    /// <summary>When it ends by itself; null when it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The person or token whose own it is, and for whom it acts; null for a token of its own.</summary>
    public string? Owner { get; init; }

    /// <summary>What it was created with: the token, or the person behind the session; null for Tallydesk itself.</summary>
    public string? Maker { get; init; }

    /// <summary>When it was last used, to the minute; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Whether it holds, as far as it goes itself.</summary>
    public bool HoldsAt(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);

    private const string Prefix = "tdk_";
    private const int LongestId = 32;

    /// <summary>The actor that the bearer is.</summary>
    public Actor Actor => new(Id, Name, Role, Customer);

    /// <summary>The text of a token: <c>tdk_</c>, the id, <c>_</c>, and the secret in hexadecimal digits.</summary>
    /// <param name="id">The token's id.</param>
    /// <param name="secret">32 random bytes.</param>
    public static string TextOf(string id, ReadOnlySpan<byte> secret) =>
        $"{Prefix}{id}_{Convert.ToHexStringLower(secret)}";

    /// <summary>The id of a token's text. A text of another form, which an operator may have chosen, is named by its hash.</summary>
    public static string IdOf(string text)
    {
        var rest = text.StartsWith(Prefix, StringComparison.Ordinal) ? text.AsSpan(Prefix.Length) : default;
        var length = rest.IndexOf('_');
        return length is > 0 and <= LongestId && !rest[..length].ContainsAnyExcept(IdCharacters)
            ? rest[..length].ToString()
            : KeyHash.Of("", text);
    }

    /// <summary>The hash under which a text is kept.</summary>
    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether a text is this token's. Takes as long for a near miss as for a hit.</summary>
    public bool IsProvedBy(string text) => CryptographicOperations.FixedTimeEquals(Hash, HashOf(text));

    private static System.Buffers.SearchValues<char> IdCharacters { get; } =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
}
