namespace Tallydesk.Storage;

/// <summary>Instants as the database keeps them: Unix milliseconds.</summary>
public static class StoredInstants
{
    /// <summary>The instant; null where none is kept.</summary>
    public static DateTimeOffset? ToInstant(this long? milliseconds) =>
        milliseconds is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
}
