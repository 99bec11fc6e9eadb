using System.Globalization;
using System.Text;

namespace Tallydesk.Text;

/// <summary>Keeps what is written up to a length; what goes beyond is dropped, and known to be missing.</summary>
/// <param name="longest">The maximum number of characters.</param>
internal sealed class BoundedWriter(int longest) : TextWriter(CultureInfo.InvariantCulture)
{
    private readonly StringBuilder written = new();

    /// <summary>Whether something had to be dropped.</summary>
    public bool IsFull { get; private set; }

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.Unicode;

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        IsFull |= written.Length + buffer.Length > longest;
        if (!IsFull)
        {
            written.Append(buffer);
        }
    }

    /// <summary>What was written before anything was dropped.</summary>
    public override string ToString() => written.ToString();
}
