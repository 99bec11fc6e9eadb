using Tallydesk.Amounts;

namespace Tallydesk.Credits;

/// <summary>The credits that have to arrive before a ticket can continue (Policy D2, D5).</summary>
/// <param name="Required">Credits still to pay.</param>
/// <param name="Available">The balance.</param>
/// <param name="Missing">Credits that have to arrive for this ticket and those ahead of it; never negative.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.shortage")]
public sealed record Shortage(
    [property: Id(0)] CreditAmount Required,
    [property: Id(1)] CreditAmount Available,
    [property: Id(2)] CreditAmount Missing
)
{
    /// <summary>Credits that go to other waiting tickets first.</summary>
    [Id(3)]
    public CreditAmount WaitingBefore { get; init; }

    /// <summary>The shortage of a ticket: for an estimate, for a price to accept, or for a waiting charge.</summary>
    /// <param name="required">Credits still to pay.</param>
    /// <param name="available">The balance.</param>
    /// <param name="waitingBefore">Credits that go to other waiting tickets first.</param>
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
