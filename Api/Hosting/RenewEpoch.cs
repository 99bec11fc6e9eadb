namespace Tallydesk.Hosting;

/// <summary>
/// The command <c>renew-epoch</c>, for a database that was restored from a backup: from then on no id of an event can be one
/// that was sent before.
/// </summary>
internal static class RenewEpoch
{
    /// <summary>The command's name.</summary>
    public const string Name = "renew-epoch";

    /// <summary>Runs the command with Tallydesk's own settings. Tallydesk must not be running.</summary>
    /// <param name="args">The arguments behind the command's name.</param>
    /// <returns>The exit code: 0.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        await using var storage = OperatorDatabase.Find(args);
        var epoch = await storage.Database.RenewEpochAsync(default);
        Console.WriteLine($"Started epoch {epoch}.");
        return 0;
    }
}
