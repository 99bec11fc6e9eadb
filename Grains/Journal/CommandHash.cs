using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tallydesk.Journal;

/// <summary>Tells whether a repeated command id came with the same content.</summary>
public static class CommandHash
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = StateJson.Options.Encoder };

    /// <summary>SHA-256 over the command's name and its JSON.</summary>
    public static byte[] Of<TCommand>(TCommand command)
    {
        var content = new ArrayBufferWriter<byte>();
        Encoding.UTF8.GetBytes(typeof(TCommand).Name, content);
        using (var json = new Utf8JsonWriter(content, Writing))
        {
            JsonSerializer.Serialize(json, command, StateJson.Options);
        }

        return SHA256.HashData(content.WrittenSpan);
    }
}
