using System.Globalization;

namespace Tallydesk.Bench.Charges;

/// <summary>How long and how hard to measure.</summary>
internal sealed class ChargesOptions
{
    /// <summary>Seconds of one slice; services take turns slice by slice.</summary>
    public double Seconds { get; set; } = 5;

    /// <summary>Slices of each service and workload; the report gives their medians.</summary>
    public int Rounds { get; set; } = 5;

    /// <summary>Numbers of connections to measure with, each with one request in flight, separated by commas.</summary>
    public string Connections { get; set; } = "64,256";

    /// <summary>The numbers of connections, in the order they are measured.</summary>
    public IReadOnlyList<int> ConnectionCounts =>
        [.. Connections.Split(',').Select(count => int.Parse(count, CultureInfo.InvariantCulture))];

    /// <summary>Accounts that the load is spread over.</summary>
    public int Accounts { get; set; } = 10_000;

    /// <summary>Reads <c>--name=value</c> arguments.</summary>
    public static ChargesOptions From(string[] arguments) =>
        new ConfigurationBuilder().AddCommandLine(arguments).Build().Get<ChargesOptions>() ?? new();
}
