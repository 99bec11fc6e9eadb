using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Tallydesk.Tests.Support;

/// <summary>A PostgreSQL of the tests' own on loopback, durable as in production, with its data under the temporary folder.</summary>
/// <remarks>Its programs are looked for in <c>PGBIN</c>, then in Debian's folders. They run as the user postgres when the tests run as root.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string FolderPrefix = "tallydesk-pg-";
    private const string OwnerFile = "owner";
    private static readonly Lazy<Task<PostgresServer>> OfThisProcess = new(StartForProcessAsync);
    private readonly PostgresPrograms programs;
    private readonly string folder;
    private int databases;

    private PostgresServer(PostgresPrograms programs, string folder, int port)
    {
        this.programs = programs;
        this.folder = folder;
        Port = port;
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The one server of this test process, started at the first call and stopped when the process ends.</summary>
    public static Task<PostgresServer> SharedAsync() => OfThisProcess.Value;

    /// <summary>Starts a server for one test that breaks or restarts it.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var installed = PostgresPrograms.Find();
        await RemoveAbandonedAsync(installed);
        var data = Path.Combine(Path.GetTempPath(), FolderPrefix + Path.GetRandomFileName());
        await installed.RunAsync(
            "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N"
        );
        await File.WriteAllTextAsync(Path.Combine(data, OwnerFile), $"{Environment.ProcessId}");
        var server = new PostgresServer(installed, data, FreePort());
        await server.ResumeAsync();
        return server;
    }

    /// <summary>Starts the server again after <see cref="StopAsync"/>, at the same port.</summary>
    public Task ResumeAsync() =>
        programs.RunAsync(
            "pg_ctl",
            ["-D", folder, "-w", "-l", Path.Combine(folder, "server.log"), "-o", ServerOptions(), "start"]
        );

    /// <summary>Stops the server as a crash would: no checkpoint, every connection cut.</summary>
    public Task StopAsync() => programs.RunAsync("pg_ctl", "-D", folder, "-w", "-m", "immediate", "stop");

    /// <summary>Makes a new, empty database.</summary>
    /// <returns>The connection string of its owner.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"desk_{Interlocked.Increment(ref databases)}");
        await ExecuteAsync(ConnectionString("postgres"), $"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>The superuser's connection string to a database.</summary>
    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database};Include Error Detail=true";

    /// <summary>Runs one command on a connection of its own.</summary>
    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Stops and removes the servers of test processes that were killed before they could.</summary>
    private static async Task RemoveAbandonedAsync(PostgresPrograms programs)
    {
        foreach (var data in Directory.EnumerateDirectories(Path.GetTempPath(), FolderPrefix + "*"))
        {
            var owner = Path.Combine(data, OwnerFile);
            if (!File.Exists(owner) || Directory.Exists($"/proc/{await File.ReadAllTextAsync(owner)}"))
            {
                continue;
            }

            try
            {
                if (File.Exists(Path.Combine(data, "postmaster.pid")))
                {
                    await programs.RunAsync("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop");
                }

                Directory.Delete(data, recursive: true);
            }
            catch (Exception e) when (e is InvalidOperationException or IOException)
            {
                // Another test process removes it at this moment.
            }
        }
    }

    private static async Task<PostgresServer> StartForProcessAsync()
    {
        var server = await StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return server;
    }

    private string ServerOptions() =>
        $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
