using System.Data.Common;
using System.Net.Sockets;
using Orleans.Networking.Shared;
using Orleans.Runtime.Messaging;
using Orleans.Storage;
using Tallydesk.Journal;

namespace Tallydesk.Problems;

/// <summary>Failures of the database, the network or the cluster, or of a process that stops. All others are bugs.</summary>
internal static class TransientFailure
{
    /// <summary>
    /// How such a failure is answered: <see cref="ProblemKind.OutcomeUnknown"/> where the request may have been carried out,
    /// otherwise <see cref="ProblemKind.Unavailable"/>. Both ask the caller to repeat the request with the same key.
    /// </summary>
    /// <param name="failure">What was thrown. It must not come from a client that left.</param>
    /// <returns>Null for a bug.</returns>
    public static ProblemKind? KindOf(Exception failure) =>
        failure switch
        {
            AggregateException { InnerExceptions: [var only] } => KindOf(only),
            UnknownOutcomeException or TimeoutException or OperationCanceledException => ProblemKind.OutcomeUnknown,
            StaleVersionException or JournalRejectedException or InconsistentStateException or DbException =>
                ProblemKind.Unavailable,
            OrleansMessageRejectionException
            or SiloUnavailableException
            or ClientNotAvailableException
            or GatewayTooBusyException
            or LimitExceededException
            or EnumerationAbortedException
            or ConnectionFailedException
            or SocketConnectionException
            or OrleansLifecycleCanceledException => ProblemKind.Unavailable,
            // The grain directory throws the base type while ranges move between silos.
            OrleansException when failure.GetType() == typeof(OrleansException) => ProblemKind.Unavailable,
            SocketException or IOException { InnerException: SocketException } => ProblemKind.Unavailable,
            _ => null,
        };
}
