namespace Tallydesk.Bench.Queue;

/// <summary>How long a queue, and for how long to watch it.</summary>
internal sealed class QueueOptions
{
    /// <summary>How many tickets are open.</summary>
    public int Tickets { get; set; } = 50_000;

    /// <summary>How many customers they belong to.</summary>
    public int Customers { get; set; } = 5_000;

    /// <summary>Seconds for which nothing happens.</summary>
    public double Seconds { get; set; } = 60;

    /// <summary>Reads <c>--name=value</c> arguments.</summary>
    public static QueueOptions From(string[] arguments) =>
        new ConfigurationBuilder().AddCommandLine(arguments).Build().Get<QueueOptions>() ?? new();
}
