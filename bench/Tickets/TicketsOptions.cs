namespace Tallydesk.Bench.Tickets;

/// <summary>How long and how hard to measure.</summary>
internal sealed class TicketsOptions
{
    private static readonly string[] QuickArguments =
    [
        "--seconds=2",
        "--rounds=3",
        "--warmup=5",
        "--connections=64",
        "--accounts=1000",
    ];

    /// <summary>Seconds of one slice; services take turns slice by slice.</summary>
    public double Seconds { get; set; } = 5;

    /// <summary>Slices of each service, workload and number of connections.</summary>
    public int Rounds { get; set; } = 5;

    /// <summary>Seconds of load before the first slice, for each kind of operation; longer until every account was used.</summary>
    public double WarmUp { get; set; } = 10;

    /// <summary>Numbers of connections, separated by commas, each connection with one request in flight.</summary>
    public string Connections { get; set; } = "64,256";

    /// <summary>Customers, each with one account, license and token.</summary>
    public int Accounts { get; set; } = 4_000;

    /// <summary>Whether to look for the highest rate that each service keeps up with.</summary>
    public bool Knee { get; set; }

    /// <summary>The numbers of connections.</summary>
    public IReadOnlyList<int> ConnectionCounts => [.. Connections.Split(',').Select(int.Parse)];

    /// <summary>Reads <c>--name=value</c> arguments. <c>--quick</c> stands for small values of those that are absent.</summary>
    public static TicketsOptions From(string[] arguments)
    {
        var named = arguments.Where(a => a != "--quick").Select(a => a == "--knee" ? "--knee=true" : a);
        string[] all = arguments.Contains("--quick") ? [.. QuickArguments, .. named] : [.. named];
        return new ConfigurationBuilder().AddCommandLine(all).Build().Get<TicketsOptions>() ?? new();
    }
}
