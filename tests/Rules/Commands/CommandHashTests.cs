using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Tallydesk.Credits;
using Tallydesk.Enquiries;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Policy;
using Tallydesk.Tests.Credits;
using Tallydesk.Tickets;
using Xunit;

namespace Tallydesk.Tests.Commands;

/// <summary>A command is compared with its repeat by what it asks for, not by how its type is written (Policy D10).</summary>
public sealed class CommandHashTests
{
    private static readonly Gen<Whole> Wholes =
        from text in Gen.OneOf(Gen.Const("a"), Gen.String[0, 3])
        from amount in Gen.Long[-2, 2]
        from price in Gen.Select(Gen.Int[-2, 2], Gen.Int[0, 2]).Select((value, scale) => value + (0.00m * scale))
        from optional in Gen.Long[0, 1].Nullable()
        from yes in Gen.Bool
        from category in Gen.Enum<Category>()
        from many in Gen.Int[0, 2].Array[0, 2]
        select new Whole(text, amount, price, optional, yes, category, [.. many]);

    [Fact]
    public void Order_of_fields_and_fields_that_came_later_do_not_matter() =>
        Wholes.Sample(whole =>
            Assert.Equal(
                Hash(whole),
                Hash(
                    new Later(whole.Many, whole.Category, whole.Yes, whole.Optional)
                    {
                        Amount = whole.Amount,
                        Price = whole.Price,
                        Text = whole.Text,
                    }
                )
            )
        );

    [Fact]
    public void Any_other_difference_matters() =>
        Gen.Select(Wholes, Wholes).Sample((one, other) => Assert.Equal(IsSame(one, other), Hash(one) == Hash(other)));

    [Fact]
    public void A_field_that_came_later_matters_once_it_is_set()
    {
        var later = new Later([], Category.Question, false, null) { Text = "a" };
        Assert.Equal(
            5,
            new[]
            {
                later,
                later with
                {
                    Note = "",
                },
                later with
                {
                    Limit = 0,
                },
                later with
                {
                    Files = [],
                },
                later with
                {
                    IsQuiet = true,
                },
            }
                .Select(Hash)
                .Distinct()
                .Count()
        );
    }

    [Fact]
    public void Numbers_have_one_form() =>
        Assert.Equal(
            Hash(new Whole("", 0, 49.00m, null, false, default, [])),
            Hash(new Whole("", 0, 49m, null, false, default, []))
        );

    [Fact]
    public void Commands_of_different_names_are_different() =>
        Assert.NotEqual(Hash(new WaiveTicket("r")), Hash(new ApplyCoverage("r")));

    /// <summary>Commands and their JSON as version 1 hashed it, after the type's name.</summary>
    [Fact]
    public void Hashes_of_version_1_are_known()
    {
        Known(new PostMessage("Hello <é>", Internal: false), """PostMessage{"body":"Hello <é>","internal":false}""");
        Known(
            new OpenTicket(new("LIC-1"), "s", "b", Category.ProductBug, null, Acknowledged: true),
            """OpenTicket{"license":"LIC-1","subject":"s","body":"b","categoryHint":"productBug","acknowledged":true}"""
        );
        Known(
            new RefundTicket(7, 2, [new(1, LotSource.Purchase, "o-1", new(5))]),
            """RefundTicket{"number":7,"revision":2,"lots":[{"lot":1,"source":"purchase","reference":"o-1","credits":5}]}"""
        );
        Known(TicketAction.Withdraw, "TicketAction\"withdraw\"");
        Known(EnquiryStatus.Closed, "EnquiryStatus\"closed\"");
        Known("again usr-1", "String\"again usr-1\"");
    }

    [Fact]
    public void A_policy_is_the_same_however_its_numbers_were_written()
    {
        var document = JsonNode.Parse(PolicyDocument.Write(PolicyDocument.Shipped))!;
        document["prices"]!["question"] = JsonNode.Parse("5.00");
        var written = PolicyDocument.Parse(document.ToJsonString()).Value!;
        document["prices"]!["question"] = 6;
        var other = PolicyDocument.Parse(document.ToJsonString()).Value!;

        var hash = PolicyDocument.HashOf(PolicyDocument.Shipped);

        Assert.True(hash.Matches(PolicyDocument.HashOf(written).Bytes.Span));
        Assert.False(hash.Matches(PolicyDocument.HashOf(other).Bytes.Span));
        Assert.True(hash.Matches(VersionOne("String" + StateJson.Write(PolicyDocument.Canonical(written)))));
        Assert.False(hash.Matches(VersionOne("String" + StateJson.Write(PolicyDocument.Canonical(other)))));
    }

    [Fact]
    public async Task An_account_recognizes_what_an_earlier_release_recorded()
    {
        var book = new MemoryBook();
        var first = await GrantAsync(50);
        var earlier = VersionOne("""GrantCredits{"license":"LIC-1","credits":50}""");
        book.Rewrite(row => row with { Operation = row.Operation with { ContentHash = earlier } });

        var repeated = await GrantAsync(50);
        var other = await GrantAsync(51);

        Assert.Equal(first.Value, repeated.Value);
        Assert.Equal(Refusals.RefusalCode.IdempotencyKeyReused, other.Refusal?.Code);
        Assert.Single(book.Entries);

        Task<Refusals.Answer<CreditReceipt>> GrantAsync(long credits)
        {
            var (context, command) = (
                new CommandContext(Actor.Desk, new("license/LIC-1")),
                new GrantCredits(new("LIC-1"), new(credits))
            );
            return new AccountLoop(book, TimeProvider.System).SubmitAsync(
                AccountCommand.Of(
                    context,
                    command,
                    account => CreditRules.Grant(account, context, command),
                    Receipts.OfEntry
                )
            );
        }
    }

    private static void Known<TCommand>(TCommand command, string hashed)
    {
        var hash = CommandHash.Of(command);
        Assert.True(hash.Matches(VersionOne(hashed)), hashed);
        Assert.False(hash.Matches(VersionOne(hashed + " ")), hashed);
    }

    private static byte[] VersionOne(string hashed) => SHA256.HashData(Encoding.UTF8.GetBytes(hashed));

    private static string Hash<TCommand>(TCommand command) => Convert.ToHexString(CommandHash.Of(command).Bytes.Span);

    private static bool IsSame(Whole one, Whole other) =>
        one with { Many = [] } == other with { Many = [] } && one.Many.SequenceEqual(other.Many);

    /// <summary>A command of an earlier release.</summary>
    [Stored("whole")]
    private sealed record Whole(
        string Text,
        long Amount,
        decimal Price,
        long? Optional,
        bool Yes,
        Category Category,
        ImmutableArray<int> Many
    );

    /// <summary>The same one later: renamed, rearranged, with more fields.</summary>
    [Stored("whole")]
    private sealed record Later(ImmutableArray<int> Many, Category Category, bool Yes, long? Optional)
    {
        public string? Note { get; init; }

        public long? Limit { get; init; }

        public ImmutableArray<int>? Files { get; init; }

        public bool IsQuiet { get; init; }

        public decimal Price { get; init; }

        public long Amount { get; init; }

        public required string Text { get; init; }

        public bool FollowsFromOthers => Amount > 0;
    }
}
