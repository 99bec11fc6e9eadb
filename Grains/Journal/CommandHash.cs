using System.Security.Cryptography;

namespace Tallydesk.Journal;

/// <summary>Tells whether a repeated command id came with the same content.</summary>
internal static class CommandHash
{
    /// <summary>SHA-256 over the command's name and its JSON.</summary>
    public static byte[] Of<TCommand>(TCommand command)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(typeof(TCommand).Name));
        hash.AppendData(StateJson.WriteBytes(command));
        return hash.GetHashAndReset();
    }
}
