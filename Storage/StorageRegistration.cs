using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tallydesk.Background;
using Tallydesk.Credits;
using Tallydesk.Journal;
using Tallydesk.Reports;
using Tallydesk.Search;
using Tallydesk.Staff;
using Tallydesk.Storage.Committing;
using Tallydesk.Storage.Postgres;
using Tallydesk.Storage.Reading;
using Tallydesk.Storage.Sqlite;

namespace Tallydesk.Storage;

/// <summary>Registers the storage.</summary>
public static class StorageRegistration
{
    /// <summary>What a gateway of a cluster needs: <see cref="Database"/> for its own tables, and <see cref="IJournalReader"/>. Its start waits for the schema.</summary>
    public static IServiceCollection AddTallydeskStorage(this IServiceCollection services, IConfiguration configuration)
    {
        AddDatabase(services, configuration);
        return services.AddHostedService(s => new StorageStart(s.GetRequiredService<Database>(), StorageUse.Gateway));
    }

    /// <summary>What grains need: <see cref="AddTallydeskStorage"/> and the journal. Its start applies the schema.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="alone">Whether no other process may host grains on the database.</param>
    public static IServiceCollection AddTallydeskJournal(
        this IServiceCollection services,
        IConfiguration configuration,
        bool alone = false
    )
    {
        AddDatabase(services, configuration);
        services.TryAddSingleton<IJournal, GroupJournal>();
        services.TryAddSingleton<INoticeBox, NoticeBox>();
        services.TryAddSingleton<ITicketNumbers, TicketNumbers>();
        return services.AddHostedService(s => new StorageStart(
            s.GetRequiredService<Database>(),
            alone ? StorageUse.OnlySilo : StorageUse.Silo
        ));
    }

    private static void AddDatabase(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Database>(s =>
        {
            var options = s.GetRequiredService<IOptions<StorageOptions>>();
            var clock = s.GetRequiredService<TimeProvider>();
            return options.Value.UsesPostgres
                ? new PostgresDatabase(options, clock)
                : new SqliteDatabase(options, clock);
        });
        services.TryAddSingleton<IJournalReader, JournalReader>();
        services.TryAddSingleton<IReportReader, ReportReader>();
        services.TryAddSingleton<ISearchReader, SearchReader>();
        services.TryAddSingleton<IStatementReader, StatementReader>();
        services.TryAddSingleton<FailedWorkTable>();
        services.TryAddSingleton<IFailedWork>(s => s.GetRequiredService<FailedWorkTable>());
        services.TryAddSingleton<IFormerStaff, FormerStaffReader>();
    }
}
