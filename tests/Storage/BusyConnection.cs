using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Tallydesk.Tests.Storage;

/// <summary>A connection before each of whose commands but the first somebody else writes.</summary>
internal sealed class BusyConnection(DbConnection inner, Action write) : DbConnection
{
    private int commands;

    [AllowNull]
    public override string ConnectionString
    {
        get => inner.ConnectionString;
        set => inner.ConnectionString = value;
    }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    public override void ChangeDatabase(string databaseName) => inner.ChangeDatabase(databaseName);

    public override void Open() => inner.Open();

    public override void Close() => inner.Close();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
        inner.BeginTransaction(isolationLevel);

    protected override DbCommand CreateDbCommand()
    {
        if (commands++ > 0)
        {
            write();
        }

        return inner.CreateCommand();
    }
}
