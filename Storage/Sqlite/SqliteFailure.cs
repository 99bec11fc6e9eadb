using Microsoft.Data.Sqlite;
using Tallydesk.Storage.Committing;

namespace Tallydesk.Storage.Sqlite;

/// <summary>What an error of SQLite means.</summary>
internal static class SqliteFailure
{
    private const int TooBig = 18;
    private const int Constraint = 19;
    private const int NotADatabase = 26;
    private const int Corrupt = 11;

    /// <summary>The meaning of an error before the commit for the affected group. Nothing of it is written.</summary>
    public static GroupOutcome Outcome(SqliteException error) =>
        error.SqliteErrorCode switch
        {
            // SQLite names the columns, not the index.
            Constraint
                when error.Message.Contains("history.command_id", StringComparison.Ordinal)
                    || error.Message.Contains("entries.operation_key", StringComparison.Ordinal)
                    || error.Message.Contains("orders.name", StringComparison.Ordinal) => GroupOutcome.DuplicateCommand,
            Constraint or TooBig => GroupOutcome.RowRefused,
            _ => GroupOutcome.Unavailable,
        };

    /// <summary>An error while the database is opened as one sentence for the operator.</summary>
    public static string Sentence(SqliteException error) =>
        error.SqliteErrorCode switch
        {
            NotADatabase => "it is not a SQLite database.",
            Corrupt => "it is damaged. Restore a backup.",
            _ => $"{error.Message.TrimEnd('.')}.",
        };
}
