using Npgsql;

namespace Tallydesk.Storage.Postgres;

/// <summary>
/// Keeps a process that is the whole desk from sharing its database: it claims it alone, the silos of a cluster claim
/// it together. The version fence guards the data in any case; the claim tells a wrong set-up at its start.
/// </summary>
internal sealed class PostgresClaim(string connectionString, TimeProvider clock) : IAsyncDisposable
{
    // How long the server may take to notice that a process before this one is gone.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // The lock's key is arbitrary but unique to Tallydesk.
    private const string Alone = "SELECT pg_try_advisory_lock(7203402216145321805)";
    private const string Shared = "SELECT pg_try_advisory_lock_shared(7203402216145321805)";
    private NpgsqlConnection? connection;

    /// <summary>Takes the claim for the life of the process.</summary>
    /// <exception cref="StartupException">Another process has it.</exception>
    public async Task TakeAsync(bool alone, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        // A machine that loses its power must not keep the claim for hours.
        settings.Options =
            $"{settings.Options} -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";
        connection = new(settings.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(alone ? Alone : Shared, connection);
        for (var started = clock.GetTimestamp(); await command.ExecuteScalarAsync(cancellation) is not true; )
        {
            if (clock.GetElapsedTime(started) > Patience)
            {
                throw new StartupException(
                    alone
                        ? "Storage:Connection: another process is already using this database."
                        : "Storage:Connection: a standalone process is already using this database."
                );
            }

            await Task.Delay(Pause, clock, cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }
}
