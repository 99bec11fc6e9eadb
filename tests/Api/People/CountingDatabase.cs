using System.Data.Common;
using Tallydesk.Search;
using Tallydesk.Storage;
using Tallydesk.Storage.Committing;

namespace Tallydesk.Tests.People;

/// <summary>A database that counts how often something wants to write. Whoever made the real one disposes it.</summary>
/// <param name="real">The real database.</param>
internal sealed class CountingDatabase(Database real) : Database
{
    private readonly CountingSource writes = new(real.Writes);

    public int Written => writes.Opened;

    public override string Invariant => real.Invariant;

    public override DbDataSource Writes => writes;

    public override DbDataSource Reads => real.Reads;

    public override int Committers => real.Committers;

    public override Task<long[]> DrawTicketNumbersAsync(int count) => real.DrawTicketNumbersAsync(count);

    public override string LastTicketNumber => real.LastTicketNumber;

    public override string AllowHistoryUpdates => real.AllowHistoryUpdates;

    public override string ForbidHistoryUpdates => real.ForbidHistoryUpdates;

    public override string ClearErased => real.ClearErased;

    public override string BeginSnapshot => real.BeginSnapshot;

    public override string Horizon => real.Horizon;

    public override string Locked => real.Locked;

    public override string SkipLocked => real.SkipLocked;

    public override string PlanForNow => real.PlanForNow;

    public override string RowsOf(string parameter, string alias, params string[] columns) =>
        real.RowsOf(parameter, alias, columns);

    public override SearchSql Search => real.Search;

    public override string IsOneOf(string column, string parameter) => real.IsOneOf(column, parameter);

    public override string TextOf(string column) => real.TextOf(column);

    public override string TextOf(string column, string name) => real.TextOf(column, name);

    public override string TextOf(string column, string name, string inner) => real.TextOf(column, name, inner);

    public override string EachOf(string column, string name, string alias) => real.EachOf(column, name, alias);

    public override IGroupWriter CreateGroupWriter() => real.CreateGroupWriter();

    public override Task PrepareAsync(bool alone, CancellationToken cancellation) =>
        real.PrepareAsync(alone, cancellation);

    public override Task AwaitSchemaAsync(CancellationToken cancellation) => real.AwaitSchemaAsync(cancellation);

    public override Task<long> RenewEpochAsync(CancellationToken cancellation) => real.RenewEpochAsync(cancellation);

    private sealed class CountingSource(DbDataSource real) : DbDataSource
    {
        public int Opened { get; private set; }

        public override string ConnectionString => real.ConnectionString;

        protected override DbConnection CreateDbConnection() => real.CreateConnection();

        protected override ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
        {
            Opened++;
            return real.OpenConnectionAsync(cancellationToken);
        }
    }
}
