using Npgsql;

namespace Tallydesk.Storage.Postgres;

/// <summary>Whether the server keeps what it confirms.</summary>
internal static class PostgresDurability
{
    /// <summary>Checks the settings without which a confirmed charge can be lost with the power.</summary>
    /// <exception cref="StartupException">One of them is off.</exception>
    public static async Task AssertAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            SELECT name FROM pg_settings
            WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'
            ORDER BY name LIMIT 1
            """
        );
        if (await command.ExecuteScalarAsync(cancellation) is string setting)
        {
            throw new StartupException(
                $"The PostgreSQL setting {setting} is off, so a confirmed charge could be lost. Turn it on."
            );
        }
    }
}
