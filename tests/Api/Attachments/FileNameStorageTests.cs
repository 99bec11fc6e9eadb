using Microsoft.Extensions.Options;
using Tallydesk.Attachments;
using Tallydesk.Audit;
using Tallydesk.Identity;
using Tallydesk.Storage;
using Tallydesk.Storage.Postgres;
using Tallydesk.Storage.Sqlite;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Attachments;

/// <summary>Names of files are kept as they are, also by PostgreSQL, which refuses half of a character that SQLite replaces in silence.</summary>
public sealed class FileNameStorageTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tallydesk-names").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task PostgreSQL_keeps_every_name()
    {
        var server = await PostgresServer.SharedAsync();
        var options = new StorageOptions { Connection = await server.CreateDatabaseAsync() };
        await using var database = new PostgresDatabase(Options.Create(options), TimeProvider.System);
        await KeepsEveryNameAsync(database);
    }

    [Fact]
    public async Task SQLite_keeps_every_name()
    {
        var options = Options.Create(new StorageOptions { Folder = folder });
        await using var database = new SqliteDatabase(options, TimeProvider.System);
        await KeepsEveryNameAsync(database);
    }

    private static async Task KeepsEveryNameAsync(Database database)
    {
        await database.PrepareAsync(alone: false, default);
        var table = new AttachmentTable(database, new RightsLog(database, TimeProvider.System), TimeProvider.System);
        var emoji = string.Concat(Enumerable.Repeat("😀", 150));
        string[] given = [emoji, "x" + emoji, emoji + ".png", "\uD83D.png", "a\uDE00b.png"];
        foreach (var (name, n) in given.Select((name, n) => (FileNames.Of(name), n)))
        {
            var file = new StoredFile($"att-{n}", "t", "l", Actor.Desk.Id, $"place{n}", name, "image/png", 1, "00");
            Assert.Equal(FileAdding.Added, await table.AddAsync(Actor.Desk, file, 1_000, 100));
            Assert.Equal(name, (await table.FindAsync(file.Id))?.Name);
        }
    }
}
