using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tallydesk.Journal;

/// <summary>
/// Chains the rows of one audit trail: each row's link is SHA-256 over the previous link and the complete row, so that nobody
/// changes, removes or inserts a row without every later link giving it away.
/// </summary>
public sealed class AuditChain : IDisposable
{
    private const int Absent = -1;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Begins the link of a row.</summary>
    /// <param name="before">The link of the row before; empty for the first.</param>
    public AuditChain(ReadOnlySpan<byte> before) => Add(before);

    /// <summary>Adds a column.</summary>
    public AuditChain Add(long? number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number ?? 0);
        AddLength(number is null ? Absent : bytes.Length);
        hash.AppendData(bytes);
        return this;
    }

    /// <summary>Adds a column.</summary>
    public AuditChain Add(string? text)
    {
        if (text is null)
        {
            AddLength(Absent);
            return this;
        }

        return Add(Encoding.UTF8.GetBytes(text).AsSpan());
    }

    /// <summary>Adds a column.</summary>
    public AuditChain Add(ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is null)
        {
            AddLength(Absent);
            return this;
        }

        return Add(bytes.Value.Span);
    }

    /// <summary>Adds a column.</summary>
    public AuditChain Add(ReadOnlySpan<byte> bytes)
    {
        AddLength(bytes.Length);
        hash.AppendData(bytes);
        return this;
    }

    /// <summary>The row's link: 32 bytes.</summary>
    public byte[] Link() => hash.GetHashAndReset();

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    // Each column is preceded by its length, so that no text can move from one column into the next unseen.
    private void AddLength(int length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        hash.AppendData(bytes);
    }
}
