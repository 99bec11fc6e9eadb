using Tallydesk.Bench.Baseline;
using Tallydesk.Bench.Charges;
using Tallydesk.Bench.Machine;

namespace Tallydesk.Bench.Tickets;

/// <summary>Starts and fills the services that are compared.</summary>
/// <param name="accounts">How many customers each gets.</param>
/// <param name="token">The admin's token of each.</param>
/// <param name="folder">Where their files may be kept.</param>
internal sealed class TicketSubjects(int accounts, string token, string folder)
{
    private const long LastingBalance = 1_000_000_000_000;

    /// <summary>Tallydesk as one process, on PostgreSQL.</summary>
    public Task<TicketSubject> TallydeskAsync(string connection) =>
        TallydeskAsync("Tallydesk", connection, ("Storage__Connection", connection), ("Keys__InClear", "true"));

    /// <summary>Tallydesk as one process, on SQLite.</summary>
    public Task<TicketSubject> TallydeskOnSqliteAsync() =>
        TallydeskAsync("Tallydesk on SQLite", null, ("Storage__Folder", Path.Combine(folder, "sqlite")));

    /// <summary>The service without grains.</summary>
    /// <param name="connection">Its database.</param>
    /// <param name="batched">Whether it gathers requests and carries out many in one statement.</param>
    public async Task<TicketSubject> BaselineAsync(string connection, bool batched)
    {
        await BaselineData.SeedAsync(connection, accounts, LastingBalance, token);
        var engineer = $"engineer_{token}";
        var customers = await BaselineData.SeedTicketsAsync(connection, accounts, engineer);
        var port = Child.FreePort();
        var process = Child.Start(
            typeof(TicketSubjects).Assembly.Location,
            ["baseline", $"--Urls=http://127.0.0.1:{port}", $"--Batched={batched}"],
            ("Connection", connection)
        );
        await process.ReadyAsync(port);
        return new(batched ? "Batched SQL" : "Baseline", process, port, customers, engineer, folder)
        {
            Database = connection,
            ReadBooksAsync = () => Books.OfBaselineAsync(connection, LastingBalance),
        };
    }

    private async Task<TicketSubject> TallydeskAsync(
        string name,
        string? database,
        params (string Name, string Value)[] storage
    )
    {
        var (process, port) = await Subjects.StartTallydeskAsync(token, storage);
        using var desk = new DeskFiller(port, token);
        var (customers, engineer) = await desk.FillForTicketsAsync(accounts, LastingBalance);
        return new(name, process, port, customers, engineer, folder)
        {
            Database = database,
            ReadBooksAsync = () => Books.OfTallydeskAsync(port, token),
        };
    }
}
