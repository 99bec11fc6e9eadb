using Microsoft.AspNetCore.Builder;
using Tallydesk.Hosting;
using Tallydesk.Storage;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Storage;

public sealed class StartTests
{
    [Theory, OnBoth]
    public async Task A_second_desk_on_the_same_database_is_refused(Engine engine)
    {
        await using var store = await Store.CreateAsync(engine);
        await store.Database.PrepareAsync(alone: true, default);
        await using var second = Store.Open(store.Options);

        var refusal = await Assert.ThrowsAsync<StartupException>(() => second.PrepareAsync(alone: true, default));

        Assert.Contains("another process", refusal.Message, StringComparison.Ordinal);
    }

    [Theory, OnBoth]
    public async Task A_desk_that_has_ended_leaves_its_database_to_the_next(Engine engine)
    {
        await using var store = await Store.CreateAsync(engine);
        await using (var first = Store.Open(store.Options))
        {
            await first.PrepareAsync(alone: true, default);
        }

        await store.Database.PrepareAsync(alone: true, default);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await using var store = await Store.CreateAsync(Engine.Sqlite);
        Directory.CreateDirectory(store.Options.Folder);
        await File.WriteAllTextAsync(Path.Combine(store.Options.Folder, "tallydesk.db"), new string('x', 10_000));

        var refusal = await Assert.ThrowsAsync<StartupException>(() =>
            store.Database.PrepareAsync(alone: true, default)
        );

        Assert.Contains("not a SQLite database", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_is_refused()
    {
        await using var store = await Store.CreateAsync(Engine.Sqlite);
        await using (var first = Store.Open(store.Options))
        {
            await first.PrepareAsync(alone: true, default);
        }

        await using (var file = File.OpenWrite(Path.Combine(store.Options.Folder, "tallydesk.db")))
        {
            file.Position = 4096 * 3;
            await file.WriteAsync(new byte[4096 * 4]);
        }

        var refusal = await Assert.ThrowsAsync<StartupException>(() =>
            store.Database.PrepareAsync(alone: true, default)
        );

        Assert.Contains("damaged", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_made_is_its_users_own()
    {
        await using var store = await Store.OpenAsync(Engine.Sqlite);

        Assert.True(
            OperatingSystem.IsWindows()
                || File.GetUnixFileMode(store.Options.Folder)
                    == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
        );
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_refused()
    {
        var file = Path.GetTempFileName();
        await using var database = Store.Open(new() { Folder = Path.Combine(file, "data") });

        var refusal = await Assert.ThrowsAsync<StartupException>(() => database.PrepareAsync(alone: true, default));

        Assert.StartsWith("Storage:Folder: ", refusal.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        await using var database = Store.Open(new() { Connection = "Host=127.0.0.1;Port=1;Username=a;Database=b" });

        var refusal = await Assert.ThrowsAsync<StartupException>(() => database.PrepareAsync(alone: true, default));

        Assert.StartsWith("Storage:Connection: can't connect to PostgreSQL", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    [InlineData("synchronous_commit")]
    public async Task A_server_that_does_not_keep_what_it_confirms_is_refused(string setting)
    {
        await using var server = await PostgresServer.StartAsync();
        var connection = await server.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(connection, $"ALTER SYSTEM SET {setting} = off");
        await PostgresServer.ExecuteAsync(connection, "SELECT pg_reload_conf()");
        await using var database = Store.Open(new() { Connection = connection });

        var refusal = await Assert.ThrowsAsync<StartupException>(() => database.PrepareAsync(alone: true, default));

        Assert.Contains(setting, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Storage:Connection", "Hst=1", "Storage:Connection")]
    [InlineData("Storage:OwnerConnection", "Host=a;Username=b", "Storage:OwnerConnection")]
    [InlineData("Storage:Committers", "0", "Storage:Committers")]
    [InlineData("Storage:GroupSize", "many", "Storage:GroupSize")]
    [InlineData("Storage:StatementTimeout", "00:00:09", "Storage:CommitTimeout")]
    [InlineData("Cluster:SiloPort", "70000", "Cluster:SiloPort")]
    [InlineData("Cluster:GatewayPort", "11111", "Cluster:GatewayPort")]
    public void A_wrong_setting_is_named(string key, string value, string named)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration[key] = value;

        var refusal = Assert.Throws<StartupException>(() => builder.UseTallydeskSilo(SiloRole.Embedded));

        Assert.Contains(named, Startup.Sentence(refusal), StringComparison.Ordinal);
    }
}
