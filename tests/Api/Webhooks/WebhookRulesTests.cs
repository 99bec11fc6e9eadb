using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Tests.Support;
using Tallydesk.Tickets;
using Tallydesk.Webhooks;
using Xunit;

namespace Tallydesk.Tests.Webhooks;

/// <summary>Signatures, waits and where webhooks may lead, without a desk.</summary>
public sealed partial class WebhookRulesTests
{
    private const string Body = """{"type":"ticket.opened","data":{"ticket":7}}""";
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_795_740_000);

    private static readonly string Document = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "webhooks.md"));

    [Fact]
    public void Every_event_needs_a_scope_that_there_is() =>
        Assert.All(EventType.All, type => Assert.Contains(type.Scope, Scopes.All));

    [Fact]
    public void The_document_tells_every_event_and_nothing_else()
    {
        var told = EventLine()
            .Matches(Document)
            .Select(line => (line.Groups["name"].Value, line.Groups["meaning"].Value));
        Assert.Equal(EventType.All.Select(type => (type.Name, type.Meaning)), told.SkipLast(1));
        Assert.Equal(EventType.Tried, told.Last().Item1);
    }

    [Theory]
    [InlineData("""{"charge":"c","required":10,"available":10,"waitingBefore":20}""", 20L)]
    [InlineData("""{"charge":"c","required":10,"available":3,"waitingBefore":0}""", 7L)]
    [InlineData("""{"charge":"c","required":10,"available":10}""", null)]
    public void D5_Missing_is_what_has_to_arrive_and_absent_where_the_row_does_not_tell(string body, long? missing)
    {
        var ticket = new Ticket
        {
            Number = 7,
            Customer = new("cus-1"),
            License = new("LIC-1"),
        };
        var told = EventType.Told(
            new()
            {
                Trail = Happening.History,
                Subject = "tic-1",
                Seq = 1,
                Epoch = 1,
                Xact = 1,
                At = At.ToUnixTimeMilliseconds(),
                Kind = StoredNames.Of(typeof(ChargeWaits)),
                Body = body,
                Card = TicketProjections.StoredCardOf(ticket, new("tic-1"), 1).Body,
            }
        );

        Assert.Equal(("ticket.creditsMissing", missing), (told?.Type, told?.Data.Missing?.Value));
    }

    [Fact]
    public void The_documents_example_is_signed_as_the_reference_implementation_signs_it()
    {
        // Its signature was made by the npm package standardwebhooks 1.1.1.
        string Of(string pattern) => Regex.Match(Document, pattern, RegexOptions.NonBacktracking).Groups[1].Value;
        var at = DateTimeOffset.FromUnixTimeSeconds(
            long.Parse(Of("webhook-timestamp: ([0-9]+)"), CultureInfo.InvariantCulture)
        );
        Assert.Equal(
            Of("webhook-signature: (\\S+)"),
            new WebhookSecrets(Of("(whsec_[^`]+)`")).Sign(
                Of("webhook-id: (\\S+)"),
                at,
                Encoding.UTF8.GetBytes(Of("\n(\\{.+\\})\n"))
            )
        );
    }

    [Fact]
    public void A_former_secret_signs_for_a_day()
    {
        var former = WebhookSecrets.Make();
        var renewed = former.Renew(At);
        var old = former.Sign("evt-1", At, "b"u8);
        Assert.EndsWith(" " + old, renewed.Sign("evt-1", At, "b"u8), StringComparison.Ordinal);
        Assert.DoesNotContain(' ', renewed.Sign("evt-1", At.AddDays(1), "b"u8));
    }

    [Theory]
    [InlineData(1, null, 0, 5.0)]
    [InlineData(1, null, 1, 5.5)]
    [InlineData(1, 60, 0, 60.0)]
    [InlineData(2, 1, 0, 30.0)]
    [InlineData(11, null, 0, 86_400.0)]
    [InlineData(1, 999_999, 0, 86_400.0)]
    [InlineData(12, 60, 0, null)]
    public void The_waits_between_attempts_grow_and_a_receiver_may_ask_for_longer(
        int attempt,
        int? asked,
        double chance,
        double? seconds
    ) =>
        Assert.Equal(
            seconds,
            Retries.After(attempt, asked is { } wait ? TimeSpan.FromSeconds(wait) : null, chance)?.TotalSeconds
        );

    [Theory]
    [InlineData("https://shop.example/hook")]
    [InlineData("https://shop.example:443/hook?a=b")]
    [InlineData("https://93.184.215.14/")]
    [InlineData("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/")]
    [InlineData("http://shop.internal:8080/hook")]
    [InlineData("http://SHOP.internal:8080/hook")]
    public void A_webhook_leads_to_the_public_internet_or_to_a_host_of_the_settings(string url) =>
        Assert.True(Targets().Find(url).Ok);

    [Theory]
    [InlineData("")]
    [InlineData("hook")]
    [InlineData("/hook")]
    [InlineData("ftp://shop.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://shop.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://shop.example/")]
    [InlineData("https://shop.example:8443/")]
    [InlineData("https://shop.example:22/")]
    [InlineData("https://user@shop.example/")]
    [InlineData("https://user:word@shop.example/")]
    [InlineData("https://shop.example/#part")]
    [InlineData("http://shop.internal:8081/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://127.000.000.001/")]
    [InlineData("https://0x7f.0.0.1/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://127.255.255.254/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://0/")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://100.64.0.1/")]
    [InlineData("https://100.127.255.255/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://172.16.0.1/")]
    [InlineData("https://172.31.255.255/")]
    [InlineData("https://192.0.0.1/")]
    [InlineData("https://192.0.2.1/")]
    [InlineData("https://192.88.99.1/")]
    [InlineData("https://192.168.1.1/")]
    [InlineData("https://198.18.0.1/")]
    [InlineData("https://198.51.100.1/")]
    [InlineData("https://203.0.113.1/")]
    [InlineData("https://224.0.0.1/")]
    [InlineData("https://240.0.0.1/")]
    [InlineData("https://255.255.255.255/")]
    [InlineData("https://[::]/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[0:0:0:0:0:0:0:1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:7f00:1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[::ffff:169.254.169.254]/")]
    [InlineData("https://[::127.0.0.1]/")]
    [InlineData("https://[64:ff9b::7f00:1]/")]
    [InlineData("https://[64:ff9b:1::1]/")]
    [InlineData("https://[100::1]/")]
    [InlineData("https://[2001::1]/")]
    [InlineData("https://[2001:db8::1]/")]
    [InlineData("https://[2002:7f00:1::]/")]
    [InlineData("https://[3fff::1]/")]
    [InlineData("https://[fc00::1]/")]
    [InlineData("https://[fd12:3456::1]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://[fec0::1]/")]
    [InlineData("https://[ff02::1]/")]
    public void A_webhook_leads_nowhere_else(string url) => Assert.False(Targets().Find(url).Ok);

    [Fact]
    public void An_address_has_an_end() =>
        Assert.False(Targets().Find("https://shop.example/" + new string('a', 2_000)).Ok);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("93.184.215.14 127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("169.254.169.254")]
    public async Task A_name_that_leads_inside_is_not_called(string addresses)
    {
        var asked = 0;
        var failure = await CallAsync(
            "https://shop.example/",
            _ =>
            {
                asked++;
                return [.. addresses.Split(' ').Select(IPAddress.Parse)];
            }
        );
        Assert.Equal("The host's address is not public.", failure);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_name_is_looked_up_once_and_what_was_checked_is_called()
    {
        await using var receiver = await Receiver.StartAsync();
        var asked = 0;
        var failure = await CallAsync(
            $"http://shop.internal:{receiver.Address.Port}/",
            _ => ++asked == 1 ? [IPAddress.Loopback] : [IPAddress.Parse("10.255.255.1")],
            $"shop.internal:{receiver.Address.Port}"
        );
        Assert.Null(failure);
        Assert.Equal(1, asked);
        Assert.Equal(Body, Assert.Single(receiver.Told).Body);
    }

    [Fact]
    public async Task Why_a_call_failed_is_told_without_the_strangers_words()
    {
        Assert.Equal(
            "The host name could not be resolved.",
            await CallAsync("https://shop.example/", _ => throw new SocketException((int)SocketError.HostNotFound))
        );
        Assert.Equal(
            "The server could not be reached.",
            await CallAsync("http://shop.internal:9/", _ => [IPAddress.Loopback], "shop.internal:9")
        );
    }

    [Theory]
    [InlineData("shop.internal:8080", true)]
    [InlineData("10.1.2.3:80", true)]
    [InlineData("shop.internal", false)]
    [InlineData("http://shop.internal:8080", false)]
    [InlineData("user@shop.internal:8080", false)]
    [InlineData("", false)]
    public void A_host_of_the_settings_bears_its_port(string host, bool isRight)
    {
        var options = new WebhookOptions();
        options.Internal.Add(host);
        Assert.Equal(isRight, new WebhookOptionsValidator().Validate(null, options).Succeeded);
    }

    [GeneratedRegex(
        @"^\| `(?<name>[a-zA-Z.]+)` \| (?<meaning>.+?) \|",
        RegexOptions.Multiline | RegexOptions.NonBacktracking
    )]
    private static partial Regex EventLine();

    private static WebhookTargets Targets(
        string inside = "shop.internal:8080",
        Func<string, IPAddress[]>? resolve = null
    )
    {
        var options = new WebhookOptions();
        options.Internal.Add(inside);
        return new(Options.Create(options)) { Resolve = (host, _) => Task.FromResult(resolve?.Invoke(host) ?? []) };
    }

    /// <summary>Why a call failed; null when it arrived.</summary>
    private static async Task<string?> CallAsync(
        string url,
        Func<string, IPAddress[]> resolve,
        string inside = "shop.internal:8080"
    )
    {
        using var caller = new WebhookCaller(Targets(inside, resolve), TimeProvider.System);
        var delivery = new DueDelivery
        {
            Place = 1,
            Event = "evt-1",
            Attempt = 1,
            Body = Body,
        };
        return (await caller.CallAsync(new(url), WebhookSecrets.Make(), delivery, default)).Failure;
    }
}
