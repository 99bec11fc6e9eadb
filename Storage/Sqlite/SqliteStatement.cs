using Microsoft.Data.Sqlite;

namespace Tallydesk.Storage.Sqlite;

/// <summary>A statement that is prepared once and run for one row after another.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteCommand command;

    /// <summary>Makes the statement for a connection.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="sql">The text with one parameter, ?1, ?2, …, for each value of <see cref="Run"/>.</param>
    /// <param name="values">How many values there are.</param>
    public SqliteStatement(SqliteConnection connection, string sql, int values)
    {
        command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the journal's own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var n = 1; n <= values; n++)
        {
            command.Parameters.Add(new() { ParameterName = $"?{n}" });
        }
    }

    /// <summary>Runs the statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Dispose() => command.Dispose();
}
