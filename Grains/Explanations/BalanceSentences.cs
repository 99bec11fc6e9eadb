using Tallydesk.Amounts;
using Tallydesk.Credits;

namespace Tallydesk.Explanations;

/// <summary>Every way in which a price relates to a balance.</summary>
public enum BalanceWay
{
    /// <summary>There is nothing to pay.</summary>
    NothingToPay,

    /// <summary>The balance is enough.</summary>
    Enough,

    /// <summary>Credits are missing.</summary>
    Missing,

    /// <summary>Credits are missing, because other tickets come first.</summary>
    MissingAfterOthers,
}

/// <summary>What a payment does to a balance.</summary>
public static class BalanceSentences
{
    /// <summary><c>You have 170 credits. This costs 20. You will have 150 left.</c></summary>
    /// <param name="payment">What is still to pay, the balance, and what other tickets get first.</param>
    /// <param name="isIncrease">Whether a part of the price was paid before.</param>
    public static string Of(Shortage payment, bool isIncrease = false)
    {
        ArgumentNullException.ThrowIfNull(payment);
        var have = Wording.Credits(payment.Available);
        var costs = isIncrease ? $"This costs {payment.Required} more." : $"This costs {payment.Required}.";
        return WayOf(payment) switch
        {
            BalanceWay.NothingToPay => $"You have {have}. There is nothing {(isIncrease ? "more " : "")}to pay.",
            BalanceWay.Enough => $"You have {have}. {costs} You will have {payment.Available - payment.Required} left.",
            BalanceWay.Missing => $"You have {have}. {costs} You need {payment.Missing} more.",
            BalanceWay.MissingAfterOthers =>
                $"You have {have}, and tickets before this one need {payment.WaitingBefore}. {costs} You need {payment.Missing} more.",
            var way => throw new InvalidOperationException($"{way} has no sentence."),
        };
    }

    /// <summary>Where the price is a minimum, nothing is promised about what is left: <c>You have 170 credits. This costs at least 20.</c></summary>
    /// <param name="payment">The minimum, and the balance.</param>
    public static string OfMinimum(Shortage payment)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return $"You have {Wording.Credits(payment.Available)}. This costs at least {payment.Required}.";
    }

    /// <summary>Which way it is.</summary>
    public static BalanceWay WayOf(Shortage payment)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return payment.Required == CreditAmount.Zero ? BalanceWay.NothingToPay
            : payment.Missing == CreditAmount.Zero ? BalanceWay.Enough
            : payment.WaitingBefore > CreditAmount.Zero ? BalanceWay.MissingAfterOthers
            : BalanceWay.Missing;
    }
}
