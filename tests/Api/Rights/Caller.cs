using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Tallydesk.Tests.Pages;
using Tallydesk.Tests.Support;

namespace Tallydesk.Tests.Rights;

/// <summary>Somebody who tries every route: as a program with a token, and on the pages with the session of that token.</summary>
/// <param name="Name">What the tests call the caller.</param>
/// <param name="Role">The role; nobody for one whose proof holds no longer.</param>
/// <param name="Scopes">The scopes of the token; null for one without.</param>
/// <param name="Client">The program.</param>
/// <param name="Browser">The browser.</param>
/// <param name="Form">The token of the pages' forms.</param>
internal sealed partial record Caller(
    string Name,
    Who Role,
    IReadOnlyList<string>? Scopes,
    ApiClient Client,
    PageBrowser Browser,
    string Form
)
{
    private static readonly JsonSerializerOptions WithoutNulls = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly string[] Varying = ["Date", "Trace-Id", "Idempotency-Key", "Set-Cookie", "Content-Length"];

    /// <summary>The name under which what the caller does is recorded; empty for a visitor.</summary>
    public string Id { get; init; } = "";

    /// <summary>Whoever comes.</summary>
    public static async Task<Caller> VisitorAsync(DeskHost desk)
    {
        var browser = new PageBrowser(desk.Address);
        return new(
            "visitor",
            Who.Visitor,
            null,
            desk.Client(token: null),
            browser,
            await browser.FormTokenAsync("/sign-in")
        );
    }

    /// <summary>A caller with a token that is made for it.</summary>
    public static async Task<Caller> WithTokenAsync(
        DeskHost desk,
        string name,
        Who role,
        string? customer = null,
        IReadOnlyList<string>? scopes = null,
        DateTimeOffset? expiresAt = null
    )
    {
        var asked = JsonSerializer.Serialize(
            new
            {
                name,
                role = role.ToString().ToLowerInvariant(),
                customerId = customer,
                scopes,
                expiresAt,
            },
            WithoutNulls
        );
        var made = (await desk.Admin.PostAsync("/v1/tokens", asked)).Must(HttpStatusCode.Created);
        var token = made.Text("token");
        var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", token));
        var form = await browser.FormTokenAsync("/account");
        return new(name, role, scopes, desk.Client(token), browser, form) { Id = made.Text("id") };
    }

    /// <summary>Sends a request and answers what came, without what differs from one answer to the next.</summary>
    public async Task<Seen> SendAsync(ReviewedRoute route, Func<string, string> thing)
    {
        var path = ReviewedRoute.Fill(route.Path, thing)!;
        var body = ReviewedRoute.Fill(route.Body, thing);
        if (!route.IsPage)
        {
            var answer = path.Contains("/attachments?", StringComparison.Ordinal)
                ? await Client.SendBytesAsync(path, [.. body!.Select(c => (byte)c)], "application/octet-stream")
                : await Client.SendAsync(new(route.Method), path, body);
            return new(answer.Status, answer.Body, HeadersOf(answer.Headers), Location: null);
        }

        var page =
            route.Method == "GET"
                ? await Browser.GetAsync(path)
                : await Browser.PostAsync(path, [(PageBrowser.TokenField, Form), .. FieldsOf(body!)]);
        return new(page.Status, Varied().Replace(page.Html, "${kept}"), HeadersOf(page.Headers), page.Location);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static (string, string)[] FieldsOf(string form) =>
        [
            .. form.Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(field => field.Split('='))
                .Select(pair => (pair[0], pair[1])),
        ];

    private static string HeadersOf(IReadOnlyDictionary<string, string> headers) =>
        string.Join(',', headers.Keys.Except(Varying, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal));

    // The values of form tokens, and the number of waiting tickets, which others' tests change.
    [GeneratedRegex(
        "(?<kept>name=\"(?:__RequestVerificationToken|command)\" value=\")[^\"]*|<span class=\"count\"[^>]*>[0-9]+</span>",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Varied();
}

/// <summary>What somebody saw.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body.</param>
/// <param name="Headers">The names of the headers.</param>
/// <param name="Location">Where it leads to.</param>
internal sealed record Seen(HttpStatusCode Status, string Body, string Headers, string? Location)
{
    /// <summary>Sent to prove who one is.</summary>
    public bool Asks =>
        Status == HttpStatusCode.Unauthorized
        || (Status == HttpStatusCode.Redirect && Location?.Contains("/sign-in?", StringComparison.Ordinal) == true);

    /// <summary>Done, or shown.</summary>
    public bool IsGood => !Asks && (int)Status is >= 200 and < 400;

    /// <summary>Served, whatever the rules of the thing itself then say.</summary>
    public bool IsServed => !Asks && Status is not (HttpStatusCode.Forbidden or HttpStatusCode.NotFound);
}
