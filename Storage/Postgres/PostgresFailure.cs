using System.Net.Sockets;
using Npgsql;
using Tallydesk.Storage.Committing;

namespace Tallydesk.Storage.Postgres;

/// <summary>What a failure of the driver or the server means.</summary>
internal static class PostgresFailure
{
    /// <summary>The state of the error that a joint commit raises when it lost at the fence (<c>refuse_stale</c> in the schema).</summary>
    public const string JoinedStale = "TD001";

    private const string HistoryCommand = "history_command";
    private const string EntriesOperation = "entries_operation";
    private const string Orders = "orders_pkey";
    private const string OrdersName = "orders_name";

    /// <summary>The meaning of a server error on an intact connection for the affected group.</summary>
    public static GroupOutcome Outcome(PostgresException error) =>
        error.SqlState switch
        {
            PostgresErrorCodes.UniqueViolation
                when error.ConstraintName is HistoryCommand or EntriesOperation or Orders or OrdersName =>
                GroupOutcome.DuplicateCommand,
            JoinedStale => GroupOutcome.JoinedStale,
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => GroupOutcome.Conflict,
            // 22: a value that can't be stored; 23: a constraint; P0: raised by a trigger; 54: a row too large.
            ['2', '2', ..] or ['2', '3', ..] or ['P', '0', ..] or ['5', '4', ..] => GroupOutcome.RowRefused,
            _ => GroupOutcome.Unavailable,
        };

    /// <summary>A failure to connect or to prepare the database as one sentence for the operator.</summary>
    public static string Sentence(NpgsqlException failure) =>
        failure switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } error => $"{error.MessageText}.",
            PostgresException error => $"PostgreSQL returned an error: {error.MessageText} ({error.SqlState}).",
            { InnerException: SocketException socket } => $"can't connect to PostgreSQL: {socket.Message}.",
            _ => $"can't connect to PostgreSQL: {failure.Message}.",
        };
}
