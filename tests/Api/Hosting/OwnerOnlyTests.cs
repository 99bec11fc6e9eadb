using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using Tallydesk.Attachments;
using Tallydesk.Mail;
using Tallydesk.Storage;
using Tallydesk.Storage.Sqlite;
using Xunit;

namespace Tallydesk.Tests.Hosting;

/// <summary>Other users of the machine read neither the database with its keys, nor files, nor mails.</summary>
public sealed class OwnerOnlyTests : IDisposable
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    private static readonly string[] Ends =
    [
        "tallydesk.db",
        "tallydesk.lock",
        "mail",
        ".eml",
        "attachments",
        "0123456789abcdef",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("tallydesk-owner-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [SuppressMessage(
        "Interoperability",
        "CA1416",
        Justification = "Left at once on Windows, which has no such rights."
    )]
    public async Task What_is_made_belongs_to_its_owner_alone_also_in_a_folder_of_others(bool isThere)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var data = Path.Combine(folder, "data");
        if (isThere)
        {
            Directory.CreateDirectory(
                data,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | Others
            );
        }

        var storage = Options.Create(new StorageOptions { Folder = data });
        await using var database = new SqliteDatabase(storage, TimeProvider.System);
        await database.PrepareAsync(alone: true, default);
        var mail = new OutgoingMail("1", "a@test.example", "A", "Subject", "Text");
        await new Postman(Options.Create(new MailOptions()), storage).SendAsync(mail, default);
        using var content = new MemoryStream([1, 2, 3]);
        await new DiskAttachments(Options.Create(new AttachmentOptions()), storage).PutAsync(
            "0123456789abcdef",
            content,
            default
        );

        var made = Directory.GetFileSystemEntries(data, "*", SearchOption.AllDirectories);
        Assert.All(Ends, end => Assert.Contains(made, path => path.EndsWith(end, StringComparison.Ordinal)));
        Assert.All(
            isThere ? made : [data, .. made],
            path => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & Others)
        );
    }
}
