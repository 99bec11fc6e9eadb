using Tallydesk.Amounts;

namespace Tallydesk.Credits;

/// <summary>What a balance is worth after the charges that wait for credits. Amounts are whole credits, 0 or more.</summary>
/// <param name="Balance">The balance.</param>
/// <param name="Waiting">What all waiting charges need.</param>
/// <param name="Question">What the policy charges for a question.</param>
public sealed record BalanceOutlook(CreditAmount Balance, CreditAmount Waiting, CreditAmount Question)
{
    /// <summary>The part of the balance that waiting charges take.</summary>
    public CreditAmount Reserved => CreditAmount.Min(Balance, Waiting);

    /// <summary>The part of the balance that is left for new tickets.</summary>
    public CreditAmount Available => Balance - Reserved;

    /// <summary>What waiting charges need beyond the balance.</summary>
    public CreditAmount Lacking => Waiting - Reserved;

    /// <summary>How many questions the available credits pay for; 0 where questions cost nothing.</summary>
    public long Questions => Question > CreditAmount.Zero ? Available.Value / Question.Value : 0;

    /// <summary>The part of the available credits that the next question takes; 0 where they don't pay for one.</summary>
    public CreditAmount Next => Questions > 0 ? Question : CreditAmount.Zero;
}
