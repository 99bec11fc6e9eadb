using System.Collections.Immutable;
using Tallydesk.Amounts;
using Tallydesk.Licensing;
using Tallydesk.Policy;
using Tallydesk.Pricing;
using Tallydesk.Refusals;

namespace Tallydesk.Evaluations;

/// <summary>A license and a ticket that exist in thought only.</summary>
/// <param name="Edition">The license's edition.</param>
/// <param name="Kind">The license's kind.</param>
/// <param name="AskedAt">When the question was asked.</param>
/// <param name="Category">The category that staff assign.</param>
public sealed record EvaluationCase(string Edition, LicenseKind Kind, DateTimeOffset AskedAt, Category Category)
{
    /// <summary>When the license was bought; either this or <see cref="PurchasedOn"/> is given (Policy B3).</summary>
    public DateTimeOffset? PurchasedAt { get; init; }

    /// <summary>The day it was bought, in the policy's zone.</summary>
    public DateOnly? PurchasedOn { get; init; }

    /// <summary>When it was revoked (Policy A8).</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Its right to new releases (Policy E4).</summary>
    public UpgradeSubscription UpgradeSubscription { get; init; }

    /// <summary>Whether a complex modification is a minor one (Policy C8, E3).</summary>
    public bool MinorModification { get; init; }

    /// <summary>Minor modifications used up in the month of acceptance, 0 or more (Policy E3).</summary>
    public int VipQuotaUsed { get; init; }

    /// <summary>The engineer's price of a complex modification (Policy C6).</summary>
    public CreditAmount? Credits { get; init; }

    /// <summary>The releases of an upgrade (Policy C2).</summary>
    public UpgradePath? Upgrade { get; init; }

    /// <summary>The ceiling agreed in advance, 0 credits or more; null without one (Policy D3).</summary>
    public CreditAmount? PreAgreedUpTo { get; init; }

    /// <summary>Whether the upgrade's terms are acknowledged (Policy C7).</summary>
    public bool Acknowledged { get; init; }

    /// <summary>When a minor modification is accepted; null for immediately when it is asked (Policy E3).</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>The account's balance, 0 credits or more.</summary>
    public CreditAmount Balance { get; init; }
}

/// <summary>How a case comes out.</summary>
public enum EvaluationOutcome
{
    /// <summary>It takes effect immediately; also at price 0.</summary>
    Charged,

    /// <summary>The customer has to accept it first.</summary>
    AwaitingConsent,

    /// <summary>It is accepted, and the ticket waits for credits.</summary>
    AwaitingCredits,

    /// <summary>A rule refuses it, or the case itself is malformed.</summary>
    Refused,
}

/// <summary>What a policy makes of a case.</summary>
/// <param name="Outcome">How it comes out.</param>
/// <param name="Rules">The ids of the rules that decided, in their order.</param>
public sealed record Evaluation(EvaluationOutcome Outcome, ImmutableArray<string> Rules)
{
    /// <summary>The license's benefits (Policy A1); null if the policy has no such license.</summary>
    public Benefit? Granted { get; init; }

    /// <summary>The end of the license's period or care, at the policy's offset; null when there never was one.</summary>
    public DateTimeOffset? CoveredUntil { get; init; }

    /// <summary>Who pays; null when refused.</summary>
    public CoverageBasis? Coverage { get; init; }

    /// <summary>The price in credits; null when refused.</summary>
    public CreditAmount? Price { get; init; }

    /// <summary>The whole price, for its explanation; null when refused.</summary>
    public PricedAssessment? Priced { get; init; }

    /// <summary>Whether the customer is asked first, given what was agreed to in advance (Policy D2, D3, C7).</summary>
    public bool ConsentNeeded { get; init; }

    /// <summary>Whether that consent must acknowledge the upgrade's terms (Policy C7).</summary>
    public bool AcknowledgementNeeded { get; init; }

    /// <summary>Missing credits; also set while acceptance is awaited (Policy D2).</summary>
    public CreditAmount Missing { get; init; }

    /// <summary>When an answer is due; null without VIP care (Policy E2).</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Why it is refused; null when it is not.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>The field that the refusal is about; null for none.</summary>
    public string? Field { get; init; }
}
