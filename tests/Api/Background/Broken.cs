using System.Data.Common;
using System.Reflection;
using Tallydesk.Search;
using Tallydesk.Storage;
using Tallydesk.Storage.Committing;

namespace Tallydesk.Tests.Background;

/// <summary>An interface whose every call fails in a way that nobody expects.</summary>
public class Broken : DispatchProxy
{
    /// <summary>What is thrown.</summary>
    public static Exception Failure => new InsufficientMemoryException("Nobody expects this.");

    /// <summary>Such an interface.</summary>
    public static T Of<T>()
        where T : class => Create<T, Broken>();

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw Failure;
}

/// <summary>A database that can't be opened.</summary>
internal sealed class BrokenDatabase : Database
{
    public override string Invariant => "";
    public override DbDataSource Writes { get; } = new Source();
    public override DbDataSource Reads { get; } = new Source();
    public override int Committers => 1;
    public override string LastTicketNumber => "";
    public override string BeginSnapshot => "";
    public override string Horizon => "";
    public override string Locked => "";
    public override string SkipLocked => "";
    public override string AllowHistoryUpdates => "";
    public override string ForbidHistoryUpdates => "";
    public override string ClearErased => "";
    public override SearchSql Search => throw Broken.Failure;

    public override Task<long[]> DrawTicketNumbersAsync(int count) => throw Broken.Failure;

    public override string PlanForNow => "";

    public override string RowsOf(string parameter, string alias, params string[] columns) => "";

    public override string IsOneOf(string column, string parameter) => "";

    public override string TextOf(string column) => "";

    public override string EachOf(string column, string name, string alias) => "";

    public override string TextOf(string column, string name) => "";

    public override string TextOf(string column, string name, string inner) => "";

    public override IGroupWriter CreateGroupWriter() => throw Broken.Failure;

    public override Task PrepareAsync(bool alone, CancellationToken cancellation) => Task.CompletedTask;

    public override Task AwaitSchemaAsync(CancellationToken cancellation) => Task.CompletedTask;

    public override Task<long> RenewEpochAsync(CancellationToken cancellation) => throw Broken.Failure;

    private sealed class Source : DbDataSource
    {
        public override string ConnectionString => "";

        protected override DbConnection CreateDbConnection() => throw Broken.Failure;
    }
}
