using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tallydesk.Hosting;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Refusals;
using Tallydesk.Storage.Committing;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;

namespace Tallydesk.Tests.Crashes;

/// <summary>The product's embedded silo on one database, and what a flow needs of it.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private static readonly Lazy<string> AlwaysOpen = new(WriteAlwaysOpen);

    // Silos that start together make each other slow; those that have started mostly wait.
    private static readonly SemaphoreSlim Starting = new(2 * Environment.ProcessorCount);
    private readonly IHost host;

    private Desk(IHost host, string store, MovedTime time)
    {
        this.host = host;
        Store = store;
        Time = time;
        Reader = host.Services.GetRequiredService<IJournalReader>();
        Journal = host.Services.GetRequiredService<FatalJournal>();
    }

    /// <summary>A folder for SQLite, or a connection string of PostgreSQL.</summary>
    public string Store { get; }

    /// <summary>The rows of the database.</summary>
    public IJournalReader Reader { get; }

    /// <summary>Where the flow is stopped.</summary>
    public FatalJournal Journal { get; }

    /// <summary>The desk's clock.</summary>
    public MovedTime Time { get; }

    /// <summary>Starts the silo.</summary>
    /// <param name="store">The database.</param>
    /// <param name="later">How far its clock is ahead.</param>
    public static async Task<Desk> StartAsync(string store, TimeSpan later = default)
    {
        var time = new MovedTime();
        time.Pass(later);
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                [store.Contains("Host=", StringComparison.Ordinal) ? "Storage:Connection" : "Storage:Folder"] = store,
                ["Policy:File"] = AlwaysOpen.Value,
                ["Logging:LogLevel:Default"] = "Warning",
                ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
                ["Logging:LogLevel:Orleans"] = "Error",
            }
        );
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton<GroupJournal>();
        builder.Services.AddSingleton(services => new FatalJournal(services.GetRequiredService<GroupJournal>()));
        builder.Services.AddSingleton<IJournal>(services => services.GetRequiredService<FatalJournal>());
        builder.UseTallydeskSilo(SiloRole.Embedded);
        builder.Services.UseProductClock(time);
        var desk = new Desk(builder.Build(), store, time);
        await Starting.WaitAsync();
        try
        {
            await desk.host.StartAsync();
        }
        finally
        {
            Starting.Release();
        }

        return desk;
    }

    /// <summary>The desk's grains.</summary>
    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>A grain of the desk.</summary>
    public T Grain<T>(string key)
        where T : IGrainWithStringKey => Grains.GetGrain<T>(key);

    /// <summary>Waits until no flow is pending, no ticket is due to close and nobody is left to be told, reading rows only: no grain is called.</summary>
    /// <exception cref="TimeoutException">That is not so within the bound of tests.</exception>
    public async Task UntilQuietAsync()
    {
        using var timer = new PeriodicTimer(Eventually.Pause);
        var asked = Stopwatch.GetTimestamp();
        while (await UnfinishedAsync() is { } unfinished)
        {
            if (Stopwatch.GetElapsedTime(asked) > Eventually.Bound)
            {
                throw new TimeoutException($"{unfinished} is not done within {Eventually.Bound.TotalSeconds} s.");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>
    /// The value that a grain answers; no flow here is refused. A call whose outcome is open is repeated, as clients do:
    /// commands carry their ids.
    /// </summary>
    public static async Task<T> ValueAsync<T>(Func<Task<Answer<T>>> call)
        where T : class
    {
        var answer = await Eventually.DefiniteAsync(
            async () =>
            {
                var said = await call();
                return said.Refusal?.Code == RefusalCode.TryAgainLater
                    ? throw new TimeoutException(said.Refusal.Detail)
                    : said;
            },
            IsOpen
        );
        return answer.Ok ? answer.Value : throw new InvalidOperationException(answer.Refusal.ToString());
    }

    private static bool IsOpen(Exception failure) =>
        failure is TimeoutException or UnknownOutcomeException or StaleVersionException or JournalRejectedException;

    /// <summary>Reports what the desk holds now.</summary>
    public async Task ReportAsync(Stage stage)
    {
        await WriteAsync(new Report(stage, Store) { Found = await Books.ReadAsync(this), Commits = Journal.Commits });
    }

    /// <summary>Reports an answer at the moment a client has it.</summary>
    public Task AnsweredAsync<T>(CommandId command, string gist, T answer) =>
        WriteAsync(new Report(Stage.Answered, Store) { Answer = new(command.Value, gist, StateJson.Write(answer)) });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    /// <summary>The shipped policy, but that support is open whenever the tests run.</summary>
    private static string WriteAlwaysOpen()
    {
        var shipped = PolicyDocument.Shipped;
        var open = shipped with
        {
            Version = "always-open",
            Calendar = shipped.Calendar with
            {
                Open = TimeSpan.Zero,
                Close = TimeSpan.FromHours(24),
                Days = [.. Enum.GetValues<Weekday>()],
                Holidays = [],
            },
        };
        var file = Path.GetTempFileName();
        File.WriteAllText(file, PolicyDocument.Write(open));
        return file;
    }

    // Pending flows first: a flow stores its notices before it loses its mark. A chat's mark may lie ahead.
    private async Task<string?> UnfinishedAsync() =>
        (await Reader.ReadPendingAsync(Time.GetUtcNow() + TimeSpan.FromSeconds(1), 1)).FirstOrDefault()
        ?? (await Reader.ReadSolvedAsync(SolvedUntil, 1)).FirstOrDefault()
        ?? (await Reader.ReadNoticesAsync(1)).FirstOrDefault()?.Id;

    private DateTimeOffset SolvedUntil => ReopeningRules.SolvedUntil(PolicyDocument.Shipped, Time.GetUtcNow());

    private static Task WriteAsync(Report report) => Console.Out.WriteLineAsync(report.Write());
}
