using System.Runtime.InteropServices;

namespace Tallydesk.Journal;

/// <summary>Tells failures that pass by themselves from bugs.</summary>
internal static class Outages
{
    /// <summary>Whether a call to another grain failed because the grain or its database is not available at the moment.</summary>
    public static bool IsOne(Exception failure) =>
        // What databases throw is an ExternalException; this library knows none of them.
        failure
            is TimeoutException
                or OrleansException
                or ExternalException
                or StepRefusedException
                or StaleVersionException
                or JournalRejectedException
                or UnknownOutcomeException;
}
