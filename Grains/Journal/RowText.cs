using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Tallydesk.Journal;

/// <summary>What people wrote in a row, kept beside it.</summary>
/// <param name="Salt">Random bytes that are removed with the text, so that nobody can guess it from the hash.</param>
/// <param name="Json">The texts as JSON.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.row-text")]
public sealed record RowText(ReadOnlyMemory<byte> Salt, string Json)
{
    /// <summary>How many bytes a salt has.</summary>
    public const int SaltLength = 16;

    /// <summary>The hash in the row: SHA-256 over salt and text.</summary>
    public byte[] Digest() => Digest(Salt.Span, Encoding.UTF8.GetBytes(Json));

    /// <summary>SHA-256 over a salt and a content.</summary>
    public static byte[] Digest(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(content);
        return hash.GetHashAndReset();
    }
}

/// <summary>The texts of a row in the order of its marks, those of the body first.</summary>
/// <param name="Texts">The texts.</param>
/// <param name="ContentHash">The content's hash of the row's command, which a text could be guessed from; null without a command.</param>
internal sealed record RowTexts(ImmutableArray<string> Texts, byte[]? ContentHash)
{
    /// <summary>As it is stored.</summary>
    public string Write() => StateJson.Write(this);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static RowTexts Read(string json) => StateJson.Read<RowTexts>(json);
}
