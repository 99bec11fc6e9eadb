using System.Security.Cryptography;
using System.Text;

namespace Tallydesk.Attachments;

/// <summary>A file on its way in: its bytes lie in a temporary file that goes with it.</summary>
internal sealed class ReceivedFile : IAsyncDisposable
{
    private const int BufferSize = 1 << 16;
    private readonly FileStream file;

    private ReceivedFile(FileStream file) => this.file = file;

    /// <summary>How many bytes it has.</summary>
    public long Size { get; private set; }

    /// <summary>SHA-256 of the bytes, in hexadecimal digits.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>What it is; null for what can't be attached.</summary>
    public string? Type { get; private set; }

    /// <summary>The bytes, from the beginning.</summary>
    public Stream Content
    {
        get
        {
            file.Position = 0;
            return file;
        }
    }

    /// <summary>Takes a file in.</summary>
    /// <param name="body">Where it comes from.</param>
    /// <param name="largest">The most bytes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The file; null when it is larger.</returns>
    public static async Task<ReceivedFile?> ReadAsync(Stream body, long largest, CancellationToken cancellation)
    {
        var path = Path.Combine(Path.GetTempPath(), $"tallydesk-{Path.GetRandomFileName()}");
        var received = new ReceivedFile(
            new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose)
        );
        if (await received.TakeAsync(body, largest, cancellation))
        {
            return received;
        }

        await received.DisposeAsync();
        return null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => file.DisposeAsync();

    private async Task<bool> TakeAsync(Stream body, long largest, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var head = new MemoryStream();
        var text = new Utf8Check();
        var buffer = new byte[BufferSize];
        for (int count; (count = await body.ReadAsync(buffer, cancellation)) > 0; )
        {
            Size += count;
            if (Size > largest)
            {
                return false;
            }

            hash.AppendData(buffer, 0, count);
            head.Write(buffer, 0, (int)Math.Min(count, FileTypes.HeadLength - head.Length));
            text.Take(buffer.AsSpan(0, count));
            await file.WriteAsync(buffer.AsMemory(0, count), cancellation);
        }

        Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        Type = FileTypes.Of(head.ToArray(), text.IsText());
        return true;
    }

    /// <summary>Follows whether bytes are UTF-8 without NUL, whatever pieces they come in.</summary>
    private sealed class Utf8Check
    {
        private readonly Decoder decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        private bool isText = true;

        public void Take(ReadOnlySpan<byte> bytes) => Check(bytes, flush: false);

        public bool IsText()
        {
            Check([], flush: true);
            return isText;
        }

        private void Check(ReadOnlySpan<byte> bytes, bool flush)
        {
            if (!isText)
            {
                return;
            }

            try
            {
                isText = !bytes.Contains((byte)0);
                decoder.GetCharCount(bytes, flush: false);
                var characters = new char[bytes.Length + 2];
                decoder.GetChars(bytes, characters, flush);
            }
            catch (DecoderFallbackException)
            {
                isText = false;
            }
        }
    }
}
