using System.Net;
using Dapper;
using Microsoft.Data.Sqlite;
using Tallydesk.Hosting;
using Tallydesk.Tests.Support;
using Tallydesk.Tests.Webhooks;
using Xunit;

namespace Tallydesk.Tests.Hosting;

/// <summary>The operator's commands, run as the README says, between two runs of a desk.</summary>
public sealed class OperatorTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tallydesk-operator-").FullName;

    private string Desk => Path.Combine(folder, "desk");

    [Fact]
    public async Task After_a_restore_and_renew_epoch_no_webhook_id_names_another_event()
    {
        await using var receiver = await Receiver.StartAsync();
        await WithDeskAsync(
            receiver,
            admin =>
                admin.PostAsync(
                    "/v1/webhooks",
                    $$"""{"name":"x","url":"{{receiver.Address}}","events":["customer.created"]}"""
                )
        );
        Copy(Desk, Path.Combine(folder, "backup"));
        await WithDeskAsync(receiver, admin => CreateAsync(admin, receiver, "Lost", told: 1));

        Directory.Delete(Desk, recursive: true);
        Copy(Path.Combine(folder, "backup"), Desk);
        var (exitCode, output) = await DeskProgram.RunAsync(Desk, "renew-epoch");
        Assert.Equal((0, "Started epoch 2."), (exitCode, output.TrimEnd()));
        await WithDeskAsync(receiver, admin => CreateAsync(admin, receiver, "Another", told: 2));

        // The same command makes the same customer, whose first row has the same number in a transaction of the same number.
        Assert.Equal(2, receiver.Told.Select(told => told.Id).Distinct().Count());
        await using var database = await OpenAsync();
        var row = await database.QuerySingleAsync<(long Epoch, long Xact)>(
            "SELECT epoch, xact FROM history WHERE kind = 'customerCreated'"
        );
        Assert.Equal(2, row.Epoch);
    }

    [Theory]
    [InlineData("verify-audit", "Storage:Folder: the database ")]
    [InlineData("renew-epoch", "Storage:Folder: the database ")]
    [InlineData("rebuild-search", "Storage:Folder: the database ")]
    [InlineData("renew-epcoh", "Unknown command: renew-epcoh.")]
    public async Task A_command_in_the_wrong_folder_or_misspelled_makes_nothing(string command, string told)
    {
        var (exitCode, output) = await DeskProgram.RunAsync(folder, command);
        Assert.Equal(1, exitCode);
        Assert.StartsWith(told, output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task Verify_audit_names_a_raised_balance_an_inserted_token_and_a_changed_role()
    {
        var (person, account) = ("", "");
        await WithDeskAsync(
            receiver: null,
            async admin =>
            {
                var customer = await admin.PostAsync("/v1/customers", """{"name":"N","email":"n@test.example"}""");
                var id = customer.Must(HttpStatusCode.Created).Text("id");
                account = id.Replace("cus-", "acc-", StringComparison.Ordinal);
                var license = await admin.PostAsync(
                    $"/v1/customers/{id}/licenses",
                    """{"number":"LIC-1","edition":"CS-Cart","purchasedAt":"2026-11-01T10:00:00+04:00"}"""
                );
                license.Must(HttpStatusCode.Created);
                var invited = await admin.PostAsync(
                    "/v1/users",
                    """{"email":"e@test.example","name":"E","role":"engineer"}"""
                );
                person = invited.Must(HttpStatusCode.Created).Text("id");
                return invited;
            }
        );
        var (exitCode, before) = await DeskProgram.RunAsync(Desk, "verify-audit");
        Assert.True(exitCode == 0, before);
        Assert.Contains("Not covered: the contents of files, which are not read", before, StringComparison.Ordinal);

        await using (var database = await OpenAsync())
        {
            await database.ExecuteAsync(
                """
                UPDATE orleansstorage
                SET payloadbinary = CAST(replace(CAST(payloadbinary AS TEXT), '"balance":50', '"balance":5000') AS BLOB)
                WHERE graintypestring = 'account';
                INSERT INTO tokens (id, hash, name, role, created_at) VALUES ('planted', x'00', 'x', 'admin', 0);
                UPDATE people SET role = 'admin';
                """
            );
        }

        (exitCode, var after) = await DeskProgram.RunAsync(Desk, "verify-audit");

        Assert.True(exitCode == 2, after);
        var lines = after.Split('\n');
        Assert.Contains(lines, line => Names(line, account, "differs from its rows in", "balance"));
        Assert.Contains(lines, line => Names(line, "planted", "has no recorded change"));
        Assert.Contains(lines, line => Names(line, person, "differs from its change", "role"));
        Assert.Contains(", 3 findings.", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rebuild_search_indexes_what_is_there_and_erased_texts_are_gone()
    {
        var key = "";
        await WithDeskAsync(
            receiver: null,
            async admin =>
            {
                var made = await admin.PostAsync("/v1/customers", """{"name":"Forgotten","email":"f@test.example"}""");
                key = made.Must(HttpStatusCode.Created).Text("id");
                return made;
            }
        );

        var (exitCode, output) = await DeskProgram.RunAsync(Desk, "rebuild-search");
        Assert.Equal((0, "Rebuilt the search index: 2 passages."), (exitCode, output.TrimEnd()));
        await DeskProgram.RunAsync(Desk, "erase-texts", $"--of={key}");
        (exitCode, output) = await DeskProgram.RunAsync(Desk, "rebuild-search");
        Assert.Equal((0, "Rebuilt the search index: 0 passages."), (exitCode, output.TrimEnd()));
    }

    [Fact]
    public async Task Erase_texts_leaves_no_word_of_a_customer_and_a_clean_audit()
    {
        var key = "";
        await WithDeskAsync(
            receiver: null,
            async admin =>
            {
                var made = await admin.PostAsync(
                    "/v1/customers",
                    """{"name":"Forgotten Name","email":"forgotten@test.example"}"""
                );
                key = made.Must(HttpStatusCode.Created).Text("id");
                return made;
            }
        );
        Assert.True(await HoldsAsync("Forgotten Name"));

        var (exitCode, output) = await DeskProgram.RunAsync(Desk, "erase-texts", $"--of={key}");
        Assert.Equal((0, "Erased the texts of 1 rows."), (exitCode, output.TrimEnd()));
        Assert.False(await HoldsAsync("Forgotten Name"));
        Assert.False(await HoldsAsync("forgotten@test.example"));
        (exitCode, output) = await DeskProgram.RunAsync(Desk, "verify-audit");
        Assert.True(exitCode == 0, output);
        Assert.Contains(
            "Not covered: what people wrote in 1 rows: the text was erased",
            output,
            StringComparison.Ordinal
        );
    }

    private async Task<bool> HoldsAsync(string word)
    {
        foreach (var file in Directory.GetFiles(Desk, "tallydesk.db*"))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            if (bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(word)) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static bool Names(string line, params string[] what) =>
        what.All(one => line.Contains(one, StringComparison.Ordinal));

    private async Task WithDeskAsync(Receiver? receiver, Func<ApiClient, Task<ApiAnswer>> act)
    {
        await using var app = Gateway.Build([
            "--Urls=http://127.0.0.1:0",
            $"--Storage:Folder={Desk}",
            $"--Bootstrap:AdminToken={DeskHost.AdminToken}",
            $"--Webhooks:Internal:0={receiver?.Address.Authority ?? "127.0.0.1:9"}",
        ]);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new(app.Urls.First()) };
        (await act(new ApiClient(http, DeskHost.AdminToken))).Must(HttpStatusCode.Created);
        await app.StopAsync();
    }

    /// <summary>Creates a customer by one and the same command, and waits until so many events have been told.</summary>
    private static async Task<ApiAnswer> CreateAsync(ApiClient admin, Receiver receiver, string name, int told)
    {
        var made = await admin.PostAsync(
            "/v1/customers",
            $$"""{"name":"{{name}}","email":"n@test.example"}""",
            key: "the-same-key"
        );
        await receiver.AwaitAsync(messages => messages.Count >= told, () => $"{receiver.Told.Count} of {told} came");
        return made;
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = Path.Combine(Desk, "tallydesk.db"),
                Pooling = false,
            }.ConnectionString
        );
        await connection.OpenAsync();
        return connection;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
