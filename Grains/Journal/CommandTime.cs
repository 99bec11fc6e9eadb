namespace Tallydesk.Journal;

/// <summary>Instants of commands.</summary>
internal static class CommandTime
{
    /// <summary>The instant of a command: whole milliseconds, as they are stored.</summary>
    public static DateTimeOffset Now(TimeProvider time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
