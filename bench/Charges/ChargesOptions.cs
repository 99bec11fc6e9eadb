namespace Tallydesk.Bench.Charges;

/// <summary>How long and how hard to measure.</summary>
internal sealed class ChargesOptions
{
    /// <summary>Seconds of one slice; services take turns slice by slice.</summary>
    public double Seconds { get; set; } = 5;

    /// <summary>Slices of each service and workload; the report gives their medians.</summary>
    public int Rounds { get; set; } = 5;

    /// <summary>Connections, each with one request in flight.</summary>
    public int Connections { get; set; } = 64;

    /// <summary>Accounts that the load is spread over.</summary>
    public int Accounts { get; set; } = 10_000;

    /// <summary>Reads <c>--name=value</c> arguments.</summary>
    public static ChargesOptions From(string[] arguments) =>
        new ConfigurationBuilder().AddCommandLine(arguments).Build().Get<ChargesOptions>() ?? new();
}
