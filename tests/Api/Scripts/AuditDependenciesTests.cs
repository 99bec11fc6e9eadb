using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Scripts;

/// <summary>The audit of packages finds a known hole where advisories can be had, and elsewhere does not say that there is none.</summary>
public sealed class AuditDependenciesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tallydesk-audit-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(true, "12.0.3", 1, "GHSA-5crp-9r3c-p9vr")]
    [InlineData(true, "13.0.4", 0, "No known vulnerabilities")]
    [InlineData(false, "12.0.3", 3, "Not checked")]
    public async Task What_it_says_is_true(bool hasAdvisories, string version, int exitCode, string said)
    {
        await using var source = await SourceAsync(hasAdvisories);
        var project = Path.Combine(folder, "asked.csproj");
        await File.WriteAllTextAsync(
            project,
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
              <ItemGroup><PackageReference Include="Newtonsoft.Json" Version="{version}" /></ItemGroup>
            </Project>
            """
        );
        var config = Path.Combine(folder, "asked.config");
        await File.WriteAllTextAsync(
            config,
            $"""
            <configuration><packageSources><clear /></packageSources><auditSources><clear />
            <add key="asked" value="{source.Urls.Single()}/index.json" allowInsecureConnections="true" />
            </auditSources></configuration>
            """
        );
        await RunAsync("dotnet", ["restore", project, "-v", "q"]);

        var (code, output) = await RunAsync(Script(), [project], ("AUDIT_CONFIG", config));

        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.Equal(exitCode, code);
    }

    /// <summary>A package source (NuGet V3) that has nothing but advisories, or not even those.</summary>
    private static async Task<WebApplication> SourceAsync(bool hasAdvisories)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        string Text(string type) => $$"""{"@id":"{{app.Urls.Single()}}/{{type}}/","@type":"{{type}}"}""";
        app.MapGet(
            "/index.json",
            () =>
                Results.Text(
                    $$"""{"version":"3.0.0","resources":[{{Text("PackageBaseAddress/3.0.0")}}{{(hasAdvisories ? "," + Text("VulnerabilityInfo/6.7.0").Replace("6.7.0/", "6.7.0/index.json") : "")}}]}""",
                    "application/json"
                )
        );
        app.MapGet(
            "/VulnerabilityInfo/6.7.0/index.json",
            () =>
                Results.Text(
                    $$"""[{"@name":"base","@id":"{{app.Urls.Single()}}/base.json","@updated":"2026-01-01T00:00:00Z"}]""",
                    "application/json"
                )
        );
        app.MapGet(
            "/base.json",
            () =>
                Results.Text(
                    """{"newtonsoft.json":[{"url":"https://github.com/advisories/GHSA-5crp-9r3c-p9vr","severity":2,"versions":"(, 13.0.1)"}]}""",
                    "application/json"
                )
        );
        await app.StartAsync();
        return app;
    }

    private static string Script() => Path.Combine(Checkout.Root, "scripts", "audit-dependencies");

    private static async Task<(int Code, string Output)> RunAsync(
        string program,
        string[] arguments,
        params (string Name, string Value)[] settings
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + errors);
    }
}
