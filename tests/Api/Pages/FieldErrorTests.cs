using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Tallydesk.Tests.Pages;

/// <summary>A form that is refused says why at the field that is at fault, and keeps what was typed, without script too.</summary>
[Collection(DeskTests.Name)]
public sealed partial class FieldErrorTests(DeskHost desk)
{
    private const string Kept = "Typed & kept";
    private static readonly string Long = new('x', 25_000);

    /// <summary>The page, where the form is sent, its fields as name=value, and the field at fault. {0} is a ticket, {1} its customer, {2} its license.</summary>
    public static TheoryData<string, string, string[], string> Refused =>
        new()
        {
            { "/contact", "/contact", ["name=" + Kept, "email=nobody", "subject=s", "body=b"], "email" },
            { "/contact", "/contact", ["name=" + Kept, "email=a@b.example", "subject=", "body=b"], "subject" },
            { "/tickets/new", "/tickets/new", ["license=W", "subject=" + Kept, "body=b"], "license" },
            { "/tickets/new", "/tickets/new", ["license={2}", "subject=" + Kept, "body=b", "ceiling=-3"], "ceiling" },
            { "/tickets/{0}", "/tickets/{0}/messages", ["body=" + Long], "body" },
            {
                "/tickets/{0}",
                "/tickets/{0}/resolution",
                ["outcome=duplicate", "fixedIn=1.2.3", "note=" + Kept],
                "fixedIn"
            },
            { "/tickets/{0}", "/tickets/{0}/resolution", ["outcome=maybe", "note=" + Kept], "outcome" },
            { "/tickets/{0}", "/tickets/{0}/splits", ["subject=" + Kept], "messages" },
            { "/tickets/{0}", "/tickets/{0}/merges", ["into=999999"], "into" },
            { "/tickets/{0}", "/tickets/{0}/urgency", ["urgent=true", "reason="], "reason" },
            { "/tickets/{0}", "/tickets/{0}/assignee", ["engineer=nobody"], "engineer" },
            { "/tickets/{0}", "/tickets/{0}/assessments", ["category=complexModification", "note=" + Kept], "credits" },
            {
                "/tickets/{0}",
                "/tickets/{0}/assessments",
                ["category=upgrade", "from=4.3.9", "to=4.3.1", "note=" + Kept],
                "to"
            },
            { "/customers/{1}", "/customers/{1}/adjustments", ["credits=0", "reason=" + Kept], "credits" },
            { "/customers/{1}", "/customers/{1}/adjustments", ["credits=5", "reason="], "reason" },
            { "/canned-replies", "/canned-replies", ["title=", "body=" + Kept], "title" },
            { "/people", "/people", ["email=nobody", "name=" + Kept, "role=lead"], "email" },
            {
                "/people",
                "/people",
                ["email=c@b.example", "name=" + Kept, "role=customer", "customerId=cus-none"],
                "customerId"
            },
            { "/tokens", "/tokens", ["name=" + Kept, "role=engineer", "customer=cus-none"], "customer" },
            { "/tokens", "/tokens", ["name=" + Kept, "role=engineer", "scopes=none:read"], "scopes" },
            { "/tokens", "/tokens", ["name=" + Kept, "role=engineer", "days=-1"], "days" },
            { "/webhooks", "/webhooks", ["name=" + Kept, "url=http://inside/", "events=ticket.opened"], "url" },
            { "/webhooks", "/webhooks", ["name=" + Kept, "url=https://shop.example/"], "events" },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_refusal_stands_at_its_field_and_what_was_typed_stays(
        string page,
        string action,
        string[] fields,
        string field
    )
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        using var browser = await SignedInAsync();
        var sent = At(action);
        var answer = await browser.SubmitAsync(
            At(page),
            sent,
            [.. fields.Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], At(pair[1])))]
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        var form = Assert.Single(Forms(answer.Html), form => form.Action == sent).Html;
        var error = Regex.Match(
            form,
            $"<p id=\"([^\"]+)\" class=\"wrong\" data-wrong=\"{field}\">([^<]+)</p>",
            RegexOptions.NonBacktracking
        );
        Assert.True(error.Success, form);
        // A label begins with a capital and has blanks between its words; the API's name of a field does not.
        var sentence = WebUtility.HtmlDecode(error.Groups[2].Value);
        Assert.False(char.IsLower(sentence[0]), sentence);
        Assert.DoesNotMatch("[a-z][A-Z]", sentence);
        if (field != "messages")
        {
            var marked = form.Split('<').First(tag => tag.Contains("aria-invalid=\"true\"", StringComparison.Ordinal));
            Assert.Contains($"aria-describedby=\"{error.Groups[1].Value}", marked, StringComparison.Ordinal);
        }

        if (fields.Any(pair => pair.EndsWith(Kept, StringComparison.Ordinal)))
        {
            Assert.Contains(WebUtility.HtmlEncode(Kept), form, StringComparison.Ordinal);
        }

        string At(string path) =>
            path.Replace("{0}", $"{ticket}", StringComparison.Ordinal)
                .Replace("{1}", world.Id, StringComparison.Ordinal)
                .Replace("{2}", world.License, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_field_of_every_form_has_a_place_for_its_refusal()
    {
        var world = await World.CreateAsync(desk);
        var ticket = await world.OpenAsync();
        using var browser = await SignedInAsync();
        var seen = 0;
        foreach (
            var page in (string[])
                [
                    "/contact",
                    "/tickets/new",
                    $"/tickets/{ticket}",
                    $"/customers/{world.Id}",
                    "/canned-replies",
                    "/people",
                    "/tokens",
                    "/webhooks",
                ]
        )
        {
            foreach (var (action, html) in Forms((await browser.GetAsync(page)).Html))
            {
                var names = Field().Matches(html).Where(tag => !Unrefused().IsMatch(tag.Value));
                foreach (var name in names.Select(tag => tag.Groups["name"].Value).Distinct())
                {
                    seen++;
                    Assert.True(
                        html.Contains($"data-wrong=\"{name}\"", StringComparison.Ordinal),
                        $"{page}: the field {name} of {action} has no place for its refusal."
                    );
                }
            }
        }

        Assert.True(seen > 30, $"{seen} fields");
    }

    private static IEnumerable<(string Action, string Html)> Forms(string html) =>
        Form().Matches(html).Select(form => (form.Groups["action"].Value, form.Value));

    private async Task<PageBrowser> SignedInAsync()
    {
        var browser = new PageBrowser(desk.Address);
        await browser.SubmitAsync("/sign-in", "/sign-in", ("token", DeskHost.AdminToken));
        return browser;
    }

    [GeneratedRegex(
        "<form [^>]*method=\"post\" action=\"(?<action>[^\"]+)\".*?</form>",
        RegexOptions.Singleline | RegexOptions.NonBacktracking
    )]
    private static partial Regex Form();

    [GeneratedRegex("<(?:input|select|textarea) [^>]*name=\"(?<name>[^\"]+)\"[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Field();

    // Hidden fields come from the page, and a tick can't be wrong but for those of a list.
    [GeneratedRegex(
        "type=\"hidden\"|type=\"radio\" name=\"internal\"|type=\"checkbox\" name=\"(?:minor|keepMade)\"|name=\"messages\"",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Unrefused();
}
