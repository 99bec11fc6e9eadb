using Tallydesk.Bench.Machine;

namespace Tallydesk.Bench.Charges;

/// <summary>A service under measurement: its process, and the paths to which adjustments are posted.</summary>
internal sealed class Subject : IAsyncDisposable
{
    private readonly Child process;
    private readonly string spreadFile;
    private readonly string singleFile;

    /// <summary>Names a service that is ready and filled.</summary>
    /// <param name="name">How the report calls it.</param>
    /// <param name="process">Its process.</param>
    /// <param name="hasServer">Whether its database is a server, and not a part of its process.</param>
    /// <param name="port">Its port on 127.0.0.1.</param>
    /// <param name="paths">One path for each account.</param>
    /// <param name="folder">Where files for the load process may be kept.</param>
    public Subject(string name, Child process, bool hasServer, int port, IReadOnlyList<string> paths, string folder)
    {
        (Name, this.process, HasServer, Port, Accounts) = (name, process, hasServer, port, paths.Count);
        spreadFile = Path.Combine(folder, $"{process.Id}-spread");
        singleFile = Path.Combine(folder, $"{process.Id}-single");
        File.WriteAllLines(spreadFile, paths);
        File.WriteAllLines(singleFile, [paths[^1]]);
    }

    /// <summary>How the report calls it.</summary>
    public string Name { get; }

    /// <summary>Its process.</summary>
    public int ProcessId => process.Id;

    /// <summary>Whether its database is a server, and not a part of its process.</summary>
    public bool HasServer { get; }

    /// <summary>Its port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>How many accounts it has.</summary>
    public int Accounts { get; }

    /// <summary>The file of the paths that a workload posts to.</summary>
    public string PathsOf(Workload workload) => workload == Workload.Spread ? spreadFile : singleFile;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => process.DisposeAsync();
}

/// <summary>Where the adjustments go.</summary>
internal enum Workload
{
    /// <summary>To all accounts in turn.</summary>
    Spread,

    /// <summary>To one account.</summary>
    Single,
}
