using Tallydesk.Bench.Baseline;
using Tallydesk.Bench.Machine;

namespace Tallydesk.Bench.Charges;

/// <summary>Starts and fills the services that are compared.</summary>
/// <param name="accounts">How many accounts each gets.</param>
/// <param name="token">The admin's token of each.</param>
/// <param name="folder">Where their files may be kept.</param>
internal sealed class Subjects(int accounts, string token, string folder)
{
    private const long LastingBalance = 1_000_000_000_000;
    private const string Unlimited = "1000000";

    /// <summary>Tallydesk as one process, on PostgreSQL.</summary>
    public Task<Subject> TallydeskAsync(string connection) =>
        TallydeskAsync("Tallydesk", hasServer: true, ("Storage__Connection", connection), ("Keys__InClear", "true"));

    /// <summary>Tallydesk as one process, on SQLite.</summary>
    public Task<Subject> TallydeskOnSqliteAsync() =>
        TallydeskAsync("Tallydesk on SQLite", hasServer: false, ("Storage__Folder", Path.Combine(folder, "sqlite")));

    /// <summary>The service without grains, on PostgreSQL.</summary>
    public async Task<Subject> BaselineAsync(string connection)
    {
        var paths = await BaselineData.SeedAsync(connection, accounts, LastingBalance, token);
        var port = Child.FreePort();
        var process = Child.Start(
            typeof(Subjects).Assembly.Location,
            ["baseline", $"--Urls=http://127.0.0.1:{port}"],
            ("Connection", connection)
        );
        await process.ReadyAsync(port);
        return new("Baseline", process, hasServer: true, port, paths, folder);
    }

    private async Task<Subject> TallydeskAsync(
        string name,
        bool hasServer,
        params (string Name, string Value)[] storage
    )
    {
        var (process, port) = await StartTallydeskAsync(token, storage);
        using var desk = new DeskFiller(port, token);
        var paths = await desk.FillAsync(accounts, LastingBalance);
        return new(name, process, hasServer, port, paths, folder);
    }

    /// <summary>Starts Tallydesk as one process, with limits that no bench reaches.</summary>
    /// <param name="token">The admin's token.</param>
    /// <param name="storage">Settings that say where its data is.</param>
    public static async Task<(Child Process, int Port)> StartTallydeskAsync(
        string token,
        params (string Name, string Value)[] storage
    )
    {
        var port = Child.FreePort();
        var process = Child.Start(
            Program,
            [],
            [
                .. storage,
                ("Urls", $"http://127.0.0.1:{port}"),
                ("Bootstrap__AdminToken", token),
                // One caller of one address stands here for many.
                ("Limits__SignedInBurst", Unlimited),
                ("Limits__SignedInPerSecond", Unlimited),
                ("Limits__AddressBurst", Unlimited),
                ("Limits__AddressPerSecond", Unlimited),
                ("Limits__ExpensiveBurst", Unlimited),
            ]
        );
        await process.ReadyAsync(port);
        return (process, port);
    }

    /// <summary>The gateway with the silo inside, as it was built with this bench in the same configuration.</summary>
    public static string Program
    {
        get
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!;
            var root = configuration.Parent!.Parent!.Parent!;
            return Path.Combine(root.FullName, "Api", "bin", configuration.Name, "net10.0", "Tallydesk.Api.dll");
        }
    }
}
