using System.Collections.Immutable;
using System.Globalization;
using Tallydesk.Audit;
using Tallydesk.Identity;
using Tallydesk.Storage;

namespace Tallydesk.Hosting;

/// <summary>The command <c>erase-texts</c>: removes what people wrote in a customer's tickets, chats and data, or in one grain.</summary>
internal static class EraseTexts
{
    /// <summary>The command's name.</summary>
    public const string Name = "erase-texts";

    private const string KeyKey = "of";
    private const string RowsKey = "rows";

    /// <summary>Runs the command as the schema's owner; the settings are Tallydesk's own. With SQLite it must not be running.</summary>
    /// <param name="args">The arguments behind the command's name: <c>--of=</c> a key, and <c>--rows=1,2</c> for some rows only.</param>
    /// <returns>The exit code: 0.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        await using var storage = OperatorDatabase.Find(args, asOwner: true);
        var key =
            storage.Settings[KeyKey]
            ?? throw new StartupException(
                $"--{KeyKey}= is missing. Pass the key of a customer, ticket, chat or contact request."
            );
        var rows = RowsOf(storage.Settings[RowsKey]);
        await storage.RequireSchemaAsync();
        var erasure = new TextErasure(storage.Database, TimeProvider.System);
        var (grains, erased) = (await erasure.GrainsOfAsync(key), 0);
        foreach (var grain in rows.IsEmpty ? grains : [key])
        {
            erased += await erasure.EraseAsync(Actor.Desk, grain, rows);
        }

        await erasure.ClearAsync();
        Console.WriteLine($"Erased the texts of {erased} rows.");
        return 0;
    }

    private static ImmutableArray<long> RowsOf(string? numbers)
    {
        var rows = ImmutableArray.CreateBuilder<long>();
        foreach (var number in numbers?.Split(',') ?? [])
        {
            rows.Add(
                long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
                    ? row
                    : throw new StartupException($"--{RowsKey}= must be row numbers, such as 3,4.")
            );
        }

        return rows.DrainToImmutable();
    }
}
