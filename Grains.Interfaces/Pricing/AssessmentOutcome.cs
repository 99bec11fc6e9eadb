namespace Tallydesk.Pricing;

/// <summary>What happens after an assessment.</summary>
public enum AssessmentOutcome
{
    /// <summary>It takes effect immediately; also at price 0, and if the difference is refunded.</summary>
    Charged,

    /// <summary>The customer has to accept it first.</summary>
    AwaitingConsent,

    /// <summary>It is accepted, and the ticket waits for credits.</summary>
    AwaitingCredits,
}
