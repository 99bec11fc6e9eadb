using Tallydesk.Amounts;

namespace Tallydesk.Credits;

/// <summary>What has to arrive before a ticket can go on (Policy D2, D5).</summary>
/// <param name="Required">Credits still to pay.</param>
/// <param name="Available">The balance.</param>
/// <param name="Missing">Credits that have to arrive, for this ticket and those that come first; never negative.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.shortage")]
public sealed record Shortage(
    [property: Id(0)] CreditAmount Required,
    [property: Id(1)] CreditAmount Available,
    [property: Id(2)] CreditAmount Missing
)
{
    /// <summary>Credits that other tickets wait for and get first.</summary>
    [Id(3)]
    public CreditAmount WaitingBefore { get; init; }

    /// <summary>The shortage of a ticket, whether it is only thought of, is to be agreed to, or waits already.</summary>
    /// <param name="required">Credits still to pay.</param>
    /// <param name="available">The balance.</param>
    /// <param name="waitingBefore">Credits that other tickets wait for and get first.</param>
    public static Shortage Of(CreditAmount required, CreditAmount available, CreditAmount waitingBefore) =>
        new(
            required,
            available,
            required == CreditAmount.Zero
                ? CreditAmount.Zero
                : CreditAmount.Max(CreditAmount.Zero, CreditAmount.Sum([waitingBefore, required]) - available)
        )
        {
            WaitingBefore = waitingBefore,
        };
}
