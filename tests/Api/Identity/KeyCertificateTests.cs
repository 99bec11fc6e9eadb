using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Identity;
using Tallydesk.Tests.Pages;
using Xunit;

namespace Tallydesk.Tests.Identity;

public sealed class KeyCertificateTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tallydesk-keys-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task With_a_certificate_no_key_lies_open_in_the_database()
    {
        var file = Path.Combine(folder, "keys.pfx");
        using (var key = RSA.Create(2048))
        {
            var request = new CertificateRequest("CN=keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var now = TimeProvider.System.GetUtcNow();
            using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pkcs12, "secret"));
        }

        var desk = await DeskHost.StartAsync($"--Keys:Certificate={file}", "--Keys:CertificatePassword=secret");
        try
        {
            using var browser = new PageBrowser(desk.Address);
            var signedIn = await browser.SubmitAsync("/sign-in", "/sign-in", ("token", DeskHost.AdminToken));
            Assert.Equal("/", signedIn.Location);

            var keys = desk.Services.GetRequiredService<KeyRing>().GetAllElements();
            Assert.NotEmpty(keys);
            Assert.All(keys, key => Assert.Contains("EncryptedData", key.ToString(), StringComparison.Ordinal));
            Assert.All(keys, key => Assert.DoesNotContain("masterKey", key.ToString(), StringComparison.Ordinal));
        }
        finally
        {
            await desk.DisposeAsync();
        }
    }
}
