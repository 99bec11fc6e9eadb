using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Hosting;

/// <summary>What keeps the gateway from starting is told in one sentence, with exit code 1.</summary>
public sealed class StartTests : IDisposable
{
    private const string NoServer = "--Storage:Connection=Host=127.0.0.1;Port=1;Username=nobody";
    private readonly string folder = Directory.CreateTempSubdirectory("tallydesk-start-").FullName;

    [Theory]
    [InlineData("--Urls=somewhere", "Urls")]
    [InlineData("--Bootstrap:AdminToken=short", "Bootstrap:AdminToken")]
    [InlineData("--Storage:Connection=no connection string", "Storage:Connection")]
    [InlineData("--Storage:Committers=many", "Storage:Committers")]
    [InlineData("--Cluster:Enabled=perhaps", "Cluster:Enabled")]
    [InlineData("--Cluster:Enabled=true", "Storage:Connection")]
    [InlineData("--Cluster:Certificate=/no/such.pfx", "Cluster:Authority")]
    [InlineData("--Keys:Certificate=/no/such.pfx", "Keys:Certificate")]
    [InlineData("--Keys:InClear=perhaps", "Keys:InClear")]
    [InlineData(NoServer, "Keys:Certificate or Keys:InClear")]
    [InlineData("--Enquiries:Burst=0", "Enquiries:Burst")]
    [InlineData("--Proxy:Networks=10.0.0.0/8;nowhere", "Proxy:Networks")]
    [InlineData("--Policy:File=/no/such/policy.json", "Policy:File")]
    public Task A_wrong_setting_is_named(string setting, string key) => RefusesAsync(key, setting);

    [Fact]
    public Task A_server_that_is_not_there_is_named() =>
        RefusesAsync("Storage:Connection", NoServer, "--Keys:InClear=true");

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await RefusesAsync("Urls", $"--Urls=http://{other.LocalEndpoint}");
    }

    [Fact]
    public async Task A_corrupt_database_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "tallydesk.db"), new string('x', 10_000));

        await RefusesAsync(folder);
    }

    [Fact]
    public async Task A_second_process_on_the_same_database_is_refused()
    {
        using var first = Start("--Urls=http://127.0.0.1:0");
        try
        {
            using var patience = new CancellationTokenSource(Eventually.Bound);
            var line = await first.StandardOutput.ReadLineAsync(patience.Token);
            Assert.StartsWith("Tallydesk is listening on http://127.0.0.1:", line, StringComparison.Ordinal);
            await RefusesAsync(folder);
        }
        finally
        {
            first.Kill();
            await first.WaitForExitAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task RefusesAsync(string named, params string[] settings)
    {
        using var desk = Start(["--Urls=http://127.0.0.1:0", .. settings]);
        using var patience = new CancellationTokenSource(Eventually.Bound);
        try
        {
            var output = desk.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = await desk.StandardError.ReadToEndAsync(patience.Token);
            await desk.WaitForExitAsync(patience.Token);
            Assert.Equal(1, desk.ExitCode);
            Assert.Contains(named, Assert.Single(errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", await output, StringComparison.Ordinal);
        }
        finally
        {
            desk.Kill();
        }
    }

    private Process Start(params string[] settings) => DeskProgram.Start(folder, settings);
}
