using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Tallydesk.Identity;

/// <summary>Derives grain keys from command ids.</summary>
public static class KeyHash
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Characters = 26;
    private static readonly SearchValues<char> Known = SearchValues.Create(Alphabet);

    /// <summary>Whether a text has the form of such a key.</summary>
    /// <param name="prefix">The entity's prefix.</param>
    /// <param name="text">The text to check.</param>
    public static bool IsOne(string prefix, string? text) =>
        text is not null
        && text.Length == prefix.Length + Characters
        && text.StartsWith(prefix, StringComparison.Ordinal)
        && !text.AsSpan(prefix.Length).ContainsAnyExcept(Known);

    /// <summary>A prefix followed by 26 base-32 characters (130 bits) of the text's SHA-256.</summary>
    /// <param name="prefix">The entity's prefix; it prevents the key from parsing as a hexadecimal number.</param>
    /// <param name="text">The text to hash.</param>
    public static string Of(string prefix, string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return string.Create(
            prefix.Length + Characters,
            (prefix, hash),
            static (key, made) =>
            {
                made.prefix.CopyTo(key);
                for (var i = 0; i < Characters; i++)
                {
                    var bit = i * 5;
                    var window = (made.hash[bit / 8] << 8) | made.hash[(bit / 8) + 1];
                    key[made.prefix.Length + i] = Alphabet[(window >> (11 - (bit % 8))) & 31];
                }
            }
        );
    }
}
