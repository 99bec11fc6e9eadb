namespace Tallydesk.Bench.Growth;

/// <summary>How much to store.</summary>
internal sealed class GrowthOptions
{
    /// <summary>Events that wait for webhooks at once.</summary>
    public int Events { get; set; } = 12_000;

    /// <summary>Messages of the long conversation.</summary>
    public int Messages { get; set; } = 10_000;

    /// <summary>Tickets of the long queue.</summary>
    public int Tickets { get; set; } = 20_000;

    /// <summary>What to measure, separated by commas. With less than all, the report is only printed.</summary>
    public string Parts { get; set; } = All;

    /// <summary>Whether all is measured.</summary>
    public bool IsWhole => Parts == All;

    private const string All = "webhooks,tickets,starts";

    /// <summary>Whether a part is measured.</summary>
    public bool Has(string part) => Parts.Split(',').Contains(part);

    /// <summary>Reads <c>--name=value</c> arguments.</summary>
    public static GrowthOptions From(string[] arguments) =>
        new ConfigurationBuilder().AddCommandLine(arguments).Build().Get<GrowthOptions>() ?? new();
}
