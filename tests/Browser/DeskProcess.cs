using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tallydesk.Tests.Support;

namespace Tallydesk.Tests.Browser;

/// <summary>The real gateway as a process on SQLite in a folder of its own. Can be killed and started again at its address.</summary>
internal sealed partial class DeskProcess : IAsyncDisposable
{
    /// <summary>Where a webhook may lead, and nobody listens.</summary>
    public const string Nowhere = "http://127.0.0.1:9/";

    private const string AdminToken = "tdk_admin_only-for-these-tests";
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"tallydesk-browser-{Path.GetRandomFileName()}");
    private readonly HttpClient http;
    private Process? process;

    private DeskProcess()
    {
        Address = new($"http://127.0.0.1:{FreePort()}/");
        http = new() { BaseAddress = Address };
    }

    /// <summary>Where it listens, also after it was started again.</summary>
    public Uri Address { get; }

    /// <summary>An admin's client.</summary>
    public ApiClient Admin => new(http, AdminToken);

    /// <summary>Starts a desk with an empty database.</summary>
    public static async Task<DeskProcess> StartNewAsync()
    {
        var desk = new DeskProcess();
        await desk.StartAsync();
        return desk;
    }

    /// <summary>Starts the process and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Program()])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        // It lives for seconds; measuring what to compile better would outlast it.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["Urls"] = Address.ToString();
        start.Environment["Storage__Folder"] = folder;
        start.Environment["Bootstrap__AdminToken"] = AdminToken;
        start.Environment["Webhooks__Internal__0"] = new Uri(Nowhere).Authority;
        foreach (
            var limit in (string[])
                [
                    "Limits__SignedInBurst",
                    "Limits__AddressBurst",
                    "Limits__VisitorBurst",
                    "Limits__SignInBurst",
                    "Enquiries__Burst",
                ]
        )
        {
            start.Environment[limit] = "10000";
        }

        process = Process.Start(start) ?? throw new InvalidOperationException("The desk could not be started.");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ReadyAsync();
    }

    /// <summary>Ends the process at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            process = null;
        }
    }

    /// <summary>Makes a token and answers its text.</summary>
    public async Task<string> TokenAsync(string name, string role, string? customer = null)
    {
        var more = customer is null ? "" : $$""","customerId":"{{customer}}" """;
        return (await Admin.PostAsync("/v1/tokens", $$"""{"name":"{{name}}","role":"{{role}}"{{more}}}"""))
            .Must(HttpStatusCode.Created)
            .Text("token");
    }

    /// <summary>Invites somebody of a customer's.</summary>
    public async Task InviteAsync(string email, string customer)
    {
        var body = $$"""{"email":"{{email}}","name":"Olga","role":"customer","customerId":"{{customer}}"}""";
        (await Admin.PostAsync("/v1/users", body)).Must(HttpStatusCode.Created);
    }

    /// <summary>Invites somebody of a customer's, and answers where their mail leads: a path.</summary>
    public async Task<string> InvitationAsync(string email, string customer)
    {
        await InviteAsync(email, customer);
        var mail = "";
        await Eventually.HoldsAsync(
            () => Task.FromResult((mail = MailTo(email)).Length > 0),
            () => $"No mail was sent to {email}"
        );
        return InvitationLink().Match(mail).Groups["path"].Value;
    }

    /// <summary>The text of a mail to an address; empty when there is none.</summary>
    private string MailTo(string email)
    {
        var mails = Path.Combine(folder, "mail");
        var mail = Directory.Exists(mails)
            ? Directory
                .GetFiles(mails, "*.eml")
                .Select(File.ReadAllText)
                .FirstOrDefault(text => text.Contains(email, StringComparison.Ordinal))
            : null;
        // A quoted-printable text breaks its lines with a mark at their end.
        return mail?.Replace("=\r\n", "").Replace("=\n", "").Replace("=3D", "=") ?? "";
    }

    /// <summary>Registers a customer with a license, and answers the customer's id.</summary>
    public async Task<string> RegisterAsync(string license, string edition)
    {
        var customer = await Admin.PostAsync("/v1/customers", $$"""{"name":"{{license}} Ltd","email":"a@b.example"}""");
        var id = customer.Must(HttpStatusCode.Created).Text("id");
        var body = $$"""{"number":"{{license}}","edition":"{{edition}}","purchasedAt":"{{Now}}"}""";
        (await Admin.PostAsync($"/v1/customers/{id}/licenses", body)).Must(HttpStatusCode.Created);
        return id;
    }

    /// <summary>Opens a ticket and answers its number.</summary>
    public async Task<long> OpenAsync(string license, string subject) =>
        (
            await Admin.PostAsync(
                "/v1/tickets",
                $$"""{"licenseNumber":"{{license}}","subject":"{{subject}}","body":"Since today."}"""
            )
        )
            .Must(HttpStatusCode.Created)
            .Number("number");

    /// <summary>Puts a policy in force under which support works at every hour.</summary>
    public async Task AlwaysOpenAsync()
    {
        var policy = JsonNode.Parse((await Admin.GetAsync("/v1/policy")).Body)!.AsObject();
        policy["version"] = "always";
        policy["calendar"]!["open"] = "00:00";
        policy["calendar"]!["close"] = "24:00";
        policy["calendar"]!["days"] = new JsonArray("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
        policy["calendar"]!["holidays"] = new JsonArray();
        (await Admin.PostAsync("/v1/policy/versions", policy.ToJsonString())).Must(HttpStatusCode.Created);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string Now => TimeProvider.System.GetUtcNow().ToString("O");

    /// <summary>The gateway as it was built beside these tests.</summary>
    private static string Program()
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        var tests = build.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(tests.Parent!.FullName, "Api", "bin", build.Parent!.Name, build.Name, "Tallydesk.Api.dll");
    }

    private async Task ReadyAsync()
    {
        using var patience = new CancellationTokenSource(Eventually.Bound);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await IsReadyAsync())
        {
            if (process is not { HasExited: false })
            {
                throw new InvalidOperationException("The desk ended while it was starting.");
            }

            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await http.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex(
        @"https?://[^/]+(?<path>/invitation\?proof=\S+)",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex InvitationLink();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
