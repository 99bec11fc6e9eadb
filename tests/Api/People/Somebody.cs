using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Tallydesk.Tests.Pages;

namespace Tallydesk.Tests.People;

/// <summary>A person who has accepted their invitation.</summary>
/// <param name="Id">The person's id.</param>
/// <param name="Email">The address.</param>
internal sealed partial record Somebody(string Id, string Email)
{
    /// <summary>The password that everybody here has.</summary>
    public const string Password = "violet anchor 7 mornings";

    private static int made;

    /// <summary>An address nobody has.</summary>
    public static string NewAddress() => $"p{Interlocked.Increment(ref made)}@people.example";

    /// <summary>Invites somebody and accepts for them.</summary>
    public static async Task<Somebody> AcceptedAsync(DeskHost desk, string role = "engineer", string? customer = null)
    {
        var invited = await InvitedAsync(desk, role, customer);
        await AcceptAsync(desk, invited.Email);
        return invited;
    }

    /// <summary>Accepts the invitation that was sent to an address.</summary>
    public static async Task AcceptAsync(DeskHost desk, string email)
    {
        var link = await new Mailbox(desk).LinkAsync(email);
        using var browser = new PageBrowser(desk.Address);
        var set = await browser.SubmitAsync(
            link,
            link.Split('?')[0],
            ("proof", link.Split("proof=")[1]),
            ("password", Password)
        );
        Xunit.Assert.Equal("/sign-in?done=password", set.Location);
    }

    /// <summary>Invites somebody.</summary>
    public static async Task<Somebody> InvitedAsync(DeskHost desk, string role = "engineer", string? customer = null)
    {
        var email = NewAddress();
        var more = customer is null ? "" : $$""","customerId":"{{customer}}" """;
        var invited = await desk.Admin.PostAsync(
            "/v1/users",
            $$"""{"email":"{{email}}","name":"Some Body","role":"{{role}}"{{more}}}"""
        );
        return new(invited.Must(HttpStatusCode.Created).Text("id"), email);
    }

    /// <summary>Signs in with the password.</summary>
    public Task<PageAnswer> SignInAsync(PageBrowser browser, string password = Password, string returnUrl = "/") =>
        browser.SubmitAsync("/sign-in", "/sign-in", ("email", Email), ("password", password), ("returnUrl", returnUrl));

    /// <summary>Sets a second factor up in a browser that is signed in.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="time">The desk's clock; null for the system's.</param>
    /// <returns>The app's key and the recovery codes.</returns>
    public static async Task<(string Key, IReadOnlyList<string> Codes)> SetSecondFactorAsync(
        PageBrowser browser,
        TimeProvider? time = null
    )
    {
        var key = await ShownKeyAsync(browser);
        var set = await browser.SubmitAsync(
            "/account/second-factor",
            "/account/second-factor",
            ("key", key),
            ("password", Password),
            ("code", CodeOf(key, (time ?? TimeProvider.System).GetUtcNow()))
        );
        Xunit.Assert.Equal(HttpStatusCode.OK, set.Status);
        return (key, [.. RecoveryCode().Matches(set.Html).Select(match => match.Groups["code"].Value)]);
    }

    /// <summary>The key that the page of the second factor shows for an app.</summary>
    public static async Task<string> ShownKeyAsync(PageBrowser browser) =>
        KeyField().Match((await browser.GetAsync("/account/second-factor")).Html).Groups["key"].Value;

    /// <summary>The code that an authenticator app shows (RFC 6238).</summary>
    public static string CodeOf(string key, DateTimeOffset at)
    {
        var step = BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder(at.ToUnixTimeSeconds() / 30));
#pragma warning disable CA5350 // The standard's own algorithm.
        var hash = HMACSHA1.HashData(Base32(key), step);
#pragma warning restore CA5350
        var offset = hash[^1] & 15;
        var number =
            ((hash[offset] & 127) << 24) | (hash[offset + 1] << 16) | (hash[offset + 2] << 8) | hash[offset + 3];
        return $"{number % 1_000_000:000000}";
    }

    private static byte[] Base32(string text)
    {
        var bits = string.Concat(
            text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c), 2).PadLeft(5, '0'))
        );
        return
        [
            .. bits.Chunk(8).Where(eight => eight.Length == 8).Select(eight => Convert.ToByte(new string(eight), 2)),
        ];
    }

    [GeneratedRegex("name=\"key\" value=\"(?<key>[A-Z2-7]{32})\"", RegexOptions.NonBacktracking)]
    private static partial Regex KeyField();

    [GeneratedRegex("<code>(?<code>[a-z2-7]{6}(?:-[a-z2-7]{6}){3})</code>", RegexOptions.NonBacktracking)]
    private static partial Regex RecoveryCode();
}
