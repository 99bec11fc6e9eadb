using Tallydesk.Bench.Machine;

namespace Tallydesk.Bench.Tickets;

/// <summary>A service under measurement, ready and filled.</summary>
internal sealed class TicketSubject : IAsyncDisposable
{
    private readonly Child process;
    private readonly string spreadFile;
    private readonly string singleFile;

    /// <summary>Names a service.</summary>
    /// <param name="name">How the report calls it.</param>
    /// <param name="process">Its process.</param>
    /// <param name="port">Its port on 127.0.0.1.</param>
    /// <param name="customers">License and token of each customer.</param>
    /// <param name="engineer">An engineer's token.</param>
    /// <param name="folder">Where files for the load process may be kept.</param>
    public TicketSubject(
        string name,
        Child process,
        int port,
        IReadOnlyList<(string License, string Token)> customers,
        string engineer,
        string folder
    )
    {
        (Name, this.process, Port, Engineer, Accounts) = (name, process, port, engineer, customers.Count);
        spreadFile = Path.Combine(folder, $"{process.Id}-spread");
        singleFile = Path.Combine(folder, $"{process.Id}-single");
        var lines = customers.Select(customer => $"{customer.License}\t{customer.Token}").ToArray();
        File.WriteAllLines(spreadFile, lines);
        File.WriteAllLines(singleFile, [lines[^1]]);
    }

    /// <summary>How the report calls it.</summary>
    public string Name { get; }

    /// <summary>Its process.</summary>
    public int ProcessId => process.Id;

    /// <summary>Its port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>An engineer's token.</summary>
    public string Engineer { get; }

    /// <summary>How many customers it has.</summary>
    public int Accounts { get; }

    /// <summary>The connection string of its database on the server; null when its database is a part of its process.</summary>
    public string? Database { get; init; }

    /// <summary>Reads its books.</summary>
    public required Func<Task<Books>> ReadBooksAsync { get; init; }

    /// <summary>Charges that its answers acknowledged since it was filled.</summary>
    public long AcknowledgedCharges { get; set; }

    /// <summary>Operations that ended in an error since it was filled; whether they charged is not known.</summary>
    public long Errors { get; set; }

    /// <inheritdoc cref="Allocations.ReadAsync"/>
    public Task<long> AllocatedAsync() => process.AllocatedAsync();

    /// <summary>The file of the accounts that a workload goes to.</summary>
    public string AccountsOf(TicketWorkload workload) => workload.IsSingle ? singleFile : spreadFile;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => process.DisposeAsync();
}
