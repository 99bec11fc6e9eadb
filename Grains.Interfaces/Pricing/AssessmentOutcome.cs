namespace Tallydesk.Pricing;

/// <summary>How an assessment goes on.</summary>
public enum AssessmentOutcome
{
    /// <summary>It takes effect at once; also at price 0, and when the difference is given back.</summary>
    Charged,

    /// <summary>The customer is asked first.</summary>
    AwaitingConsent,

    /// <summary>The agreement stands, and the ticket waits for credits.</summary>
    AwaitingCredits,
}
