using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Hosting;
using Tallydesk.Identity;
using Tallydesk.Storage;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Identity;

public sealed class KeyCertificateTests : IDisposable
{
    private const string Nowhere = "--Storage:Connection=Host=127.0.0.1;Port=1;Username=nobody";
    private readonly string folder = Directory.CreateTempSubdirectory("tallydesk-keys-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_a_certificate_no_key_lies_open_in_the_database(bool onPostgres)
    {
        var file = Path.Combine(folder, "keys.pfx");
        using (var key = RSA.Create(2048))
        {
            var request = new CertificateRequest("CN=keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var now = TimeProvider.System.GetUtcNow();
            using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pkcs12, "secret"));
        }

        var keys = await KeysOfAsync(onPostgres, $"--Keys:Certificate={file}", "--Keys:CertificatePassword=secret");
        Assert.All(keys, key => Assert.Contains("EncryptedData", key, StringComparison.Ordinal));
        Assert.All(keys, key => Assert.DoesNotContain("masterKey", key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_clear_is_taken_at_its_word()
    {
        var keys = await KeysOfAsync(onPostgres: true, "--Keys:InClear=true");
        Assert.All(keys, key => Assert.Contains("masterKey", key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Nowhere)]
    [InlineData(Nowhere, "--Keys:InClear=false")]
    [InlineData(Nowhere, "--Keys:Certificate=")]
    [InlineData(Nowhere, "--Cluster:Enabled=true")]
    [InlineData("--Keys:Certificate=keys.pfx", "--Keys:InClear=true")]
    public void What_protects_the_keys_is_said_and_said_once(params string[] settings)
    {
        var refusal = Assert.Throws<StartupException>(() =>
            Gateway.Build(["--Urls=http://127.0.0.1:0", $"--Storage:Folder={folder}", .. settings])
        );

        Assert.Contains("Keys:Certificate", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Keys:InClear", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<string[]> KeysOfAsync(bool onPostgres, params string[] settings)
    {
        string[] storage = onPostgres
            ? [$"--Storage:Connection={await (await PostgresServer.SharedAsync()).CreateDatabaseAsync()}"]
            : [];
        var desk = await DeskHost.StartAsync([.. storage, .. settings]);
        try
        {
            using var browser = new PageBrowser(desk.Address);
            var signedIn = await browser.SubmitAsync("/sign-in", "/sign-in", ("token", DeskHost.AdminToken));
            Assert.Equal("/", signedIn.Location);

            var keys = desk.Services.GetRequiredService<KeyRing>().GetAllElements();
            Assert.NotEmpty(keys);
            return [.. keys.Select(key => key.ToString())];
        }
        finally
        {
            // DeskHost removes its folder, which is not made on PostgreSQL.
            Directory.CreateDirectory(desk.Folder);
            await desk.DisposeAsync();
        }
    }
}
