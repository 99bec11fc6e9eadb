namespace Tallydesk.Credits;

/// <summary>What has to arrive before a ticket can go on (Policy D2, D5).</summary>
/// <param name="Required">Credits still to pay.</param>
/// <param name="Available">The balance.</param>
/// <param name="Missing">Credits that have to arrive, for this ticket and those that come first; never negative.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.shortage")]
public sealed record Shortage(
    [property: Id(0)] long Required,
    [property: Id(1)] long Available,
    [property: Id(2)] long Missing
)
{
    /// <summary>Credits that other tickets wait for and get first.</summary>
    [Id(3)]
    public long WaitingBefore { get; init; }

    /// <summary>The shortage of a ticket, whether it is only thought of, is to be agreed to, or waits already.</summary>
    /// <param name="required">Credits still to pay.</param>
    /// <param name="available">The balance.</param>
    /// <param name="waitingBefore">Credits that other tickets wait for and get first.</param>
    public static Shortage Of(long required, long available, long waitingBefore) =>
        new(
            required,
            available,
            required == 0 ? 0 : Math.Max(0, CreditAmount.Sum([waitingBefore, required]) - available)
        )
        {
            WaitingBefore = waitingBefore,
        };
}
