using Orleans.Storage;
using Tallydesk.Journal;

namespace Tallydesk.Hosting;

/// <summary>Reads and writes the states of Orleans' grain storage as the journal does.</summary>
internal sealed class StateSerializer : IGrainStorageSerializer
{
    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input) => new(StateJson.WriteBytes(input));

    /// <inheritdoc/>
    public T Deserialize<T>(BinaryData input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return StateJson.Read<T>(input.ToMemory().Span);
    }
}
