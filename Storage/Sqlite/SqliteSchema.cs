using Microsoft.Data.Sqlite;
using Tallydesk.Storage.Schema;

namespace Tallydesk.Storage.Sqlite;

/// <summary>Brings an SQLite database's schema up to date.</summary>
internal static class SqliteSchema
{
    private const string Preamble = """
        CREATE TABLE IF NOT EXISTS schema_versions (
            version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT
        """;

    /// <summary>Checks the file and its durability, and applies the missing steps in one transaction.</summary>
    /// <exception cref="SqliteException">The file is not a database, or is not writable.</exception>
    /// <exception cref="StartupException">The file is damaged, does not keep what it confirms, or does not fit this program.</exception>
    public static async Task ApplyAsync(SqliteConnection connection, DateTimeOffset now)
    {
        AssertSound(connection);
        await using var transaction = connection.BeginTransaction(deferred: false);
        Execute(connection, Preamble);
        await new AppliedSchema("sqlite").ApplyAsync(transaction, now);
        await transaction.CommitAsync();
    }

    private static void AssertSound(SqliteConnection connection)
    {
        if (Scalar(connection, "PRAGMA journal_mode = WAL") is not "wal")
        {
            throw new StartupException("Storage:Folder: the file system doesn't support SQLite's write-ahead log.");
        }

        if (Scalar(connection, "PRAGMA synchronous") is not 2L)
        {
            throw new StartupException("SQLite does not sync to disk, so a confirmed charge could be lost.");
        }

        if (Scalar(connection, "PRAGMA quick_check(1)") is not "ok")
        {
            throw new StartupException($"Storage:Folder: {connection.DataSource} is damaged. Restore a backup.");
        }
    }

    private static object Scalar(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        return command.ExecuteScalar() ?? "";
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the program's own files.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
