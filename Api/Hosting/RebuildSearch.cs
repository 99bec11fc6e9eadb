using Microsoft.Extensions.Logging.Abstractions;
using Tallydesk.Search;

namespace Tallydesk.Hosting;

/// <summary>The command <c>rebuild-search</c>: builds the search index again, passage by passage, while it is used.</summary>
internal static class RebuildSearch
{
    /// <summary>The command's name.</summary>
    public const string Name = "rebuild-search";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.1);

    /// <summary>Runs the command with Tallydesk's own settings. With SQLite, Tallydesk must not be running.</summary>
    /// <param name="args">The arguments behind the command's name.</param>
    /// <returns>The exit code: 0.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        await using var storage = OperatorDatabase.Find(args);
        await storage.RequireSchemaAsync();
        var index = new SearchIndex(storage.Database, NullLogger<SearchIndex>.Instance);
        await index.ResetAsync();
        Indexing last;
        while ((last = await index.AdvanceAsync()) != Indexing.Done)
        {
            if (last == Indexing.Busy)
            {
                // A silo that is running takes part.
                await Task.Delay(Pause);
            }
        }

        Console.WriteLine($"Rebuilt the search index: {await index.CountAsync()} passages.");
        return 0;
    }
}
