using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tallydesk.Journal;

/// <summary>
/// A command's content as a digest, by which a repeated command id is compared with the first one. The digest is of the
/// command's stored name and its canonical JSON, so it stays the same when the command gets another optional field or its
/// type another name. A digest from before keeps its form and is compared in it.
/// </summary>
public sealed class CommandHash
{
    // The first byte of a hash. Version 1 was SHA-256 alone, over the type's name and the JSON as it was written.
    private const byte Version = 2;

    // What only follows from other fields is left out, and so is what a field is without being set.
    private static readonly JsonSerializerOptions Options = new(StateJson.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        IgnoreReadOnlyProperties = true,
    };

    private readonly Lazy<byte[]> versionOne;

    private CommandHash(byte[] bytes, Func<byte[]> versionOne)
    {
        Bytes = bytes;
        this.versionOne = new(versionOne);
    }

    /// <summary>The hash as it is recorded: the version and SHA-256, 33 bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The hash of a command.</summary>
    /// <typeparam name="TCommand">A text, or a type with a <see cref="StoredAttribute"/>.</typeparam>
    public static CommandHash Of<TCommand>(TCommand command) => Of(command, command);

    /// <summary>The hash of a command that version 1 took from another value.</summary>
    internal static CommandHash Of<TCommand, TOne>(TCommand command, TOne ofVersionOne)
    {
        var content = Encoding.UTF8.GetBytes($"{NameOf<TCommand>()}\n{Canonical(command)}");
        return new([Version, .. SHA256.HashData(content)], () => OfVersionOne(ofVersionOne));
    }

    /// <summary>Whether a recorded hash is this command's, by the version that it has.</summary>
    public bool Matches(ReadOnlySpan<byte> recorded) =>
        recorded.SequenceEqual(recorded.Length == SHA256.HashSizeInBytes ? versionOne.Value : Bytes.Span);

    /// <summary>A command's JSON as it is hashed: fields by name, none that is null or not set, numbers in their shortest form.</summary>
    internal static string Canonical<TCommand>(TCommand command) =>
        CanonicalJson.Write(JsonSerializer.SerializeToElement(command, Options), sortsMembers: true);

    private static string NameOf<TCommand>() =>
        typeof(TCommand) == typeof(string) ? "string" : StoredNames.Of(typeof(TCommand));

    // Types were called as their stored names, in Pascal case.
    private static byte[] OfVersionOne<TCommand>(TCommand command)
    {
        var name = NameOf<TCommand>();
        return SHA256.HashData(
            Encoding.UTF8.GetBytes($"{char.ToUpperInvariant(name[0])}{name[1..]}{StateJson.Write(command)}")
        );
    }
}
