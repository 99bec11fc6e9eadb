using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Tallydesk.Identity;
using Tallydesk.Storage;
using Tallydesk.Tests.Chats;
using Tallydesk.Tests.Support;
using Xunit;

namespace Tallydesk.Tests.Rights;

/// <summary>Every form of the pages, filled in, sent by every role: whom it serves finds a record of it, and nobody else leaves one.</summary>
public sealed class PageFormTests(ChatDesk chats) : IClassFixture<ChatDesk>
{
    private const string Anybody = "anybody";

    private DeskHost Desk => chats.Desk;

    /// <summary>Every role; another customer than the one whose things are named; and whoever comes.</summary>
    public static TheoryData<string, bool> Senders =>
        new()
        {
            { "Customer", true },
            { "Engineer", true },
            { "Lead", true },
            { "Admin", true },
            { "System", true },
            { "Visitor", true },
            { "Customer", false },
        };

    [Fact]
    public void Every_route_that_takes_forms_is_in_the_table_and_serves_no_other_roles()
    {
        var taking = RightsTable.Routes.Where(route => route is { IsPage: true, Method: "POST" }).ToList();
        var served = FormTable.Forms.ToLookup(form => taking.Where(form.Takes).MinBy(route => route.Slots.Count())!);
        Assert.Equal(
            taking.Where(route => !FormTable.Without.ContainsKey(route.Path)).Select(route => route.Path).Order(),
            served.Select(route => route.Key.Path).Order()
        );
        Assert.Empty(FormTable.Without.Keys.Except(taking.Select(route => route.Path)));
        Assert.All(
            served,
            route =>
            {
                // A program proves itself by a token, which is no proof of a person's own.
                var who = route.Aggregate(Who.Nobody, (all, form) => all | form.Who);
                Assert.Contains(route.Key.Who & ~who, (IEnumerable<Who>)[Who.Nobody, Who.System, Who.Anyone]);
                Assert.True(route.Key.Who.HasFlag(who), route.Key.Path);
            }
        );
    }

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task A_form_that_is_filled_in_does_what_it_says_for_whom_it_serves(string role, bool isOwner)
    {
        var who = Enum.Parse<Who>(role);
        var mine = await Things.CreateAsync(chats);
        var owner = isOwner ? mine : await Things.CreateAsync(chats);
        var known = who == Who.Visitor ? null : await CallerAsync(who, owner);
        var wrong = new List<string>();
        foreach (var form in FormTable.Forms.Where(form => IsTried(form, who, isOwner)))
        {
            // A visitor may have signed in by the form before.
            var caller = known ?? await Caller.VisitorAsync(Desk);
            var (things, may) = (mine.Copy(), isOwner && form.Who.HasFlag(who));
            var ready = form.Ready is { } make ? await make(things, caller) : caller;
            var sender = may ? ready : caller;
            // What a visitor does is recorded under the name of whom they prove to be.
            var actor =
                who != Who.Visitor ? sender.Id
                : may ? Anybody
                : Actor.Visitor.Id;
            var before = await RecordsAsync(actor);
            var seen = await sender.SendAsync(form.Route, slot => things[slot]);
            if (form.IsDoneLater && may)
            {
                await Eventually.HoldsAsync(async () => (await LeftAsync(actor, before)).Count > 0, form.ToString);
            }

            var left = await LeftAsync(actor, before);
            var isRight =
                !may ? (seen.Asks || IsRefused(form, seen)) && left.Count == 0
                : form.Leaves is { } record ? (int)seen.Status < 400 && left.Contains(record)
                : seen.IsGood && left.Count == 0 && Says(form, seen);
            if (!isRight)
            {
                var shown = seen.Body[..Math.Min(300, seen.Body.Length)];
                wrong.Add($"{form}: {(int)seen.Status} {seen.Location}, left {string.Join(' ', left)}: {shown}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private Task<Caller> CallerAsync(Who who, Things owner) =>
        Caller.WithTokenAsync(Desk, $"{who}", who, who == Who.Customer ? owner.World.Id : null);

    /// <summary>A visitor's forms are a visitor's; another customer tries what names a customer's things.</summary>
    private static bool IsTried(ReviewedForm form, Who who, bool isOwner) =>
        (isOwner || (form.Who.HasFlag(who) && form.Slots.Any(slot => slot != "$mine" && ReviewedRoute.IsOwned(slot))))
        && (form.Who != Who.Visitor || who == Who.Visitor);

    /// <summary>Refused with a status, led away to what the sender may do, or told why in a part of a page.</summary>
    private static bool IsRefused(ReviewedForm form, Seen seen) =>
        (int)seen.Status is >= 400 and < 500
        || seen.Location == "/account"
        || (form.Leaves is null && !Says(form, seen));

    private static bool Says(ReviewedForm form, Seen seen) =>
        (seen.Body + seen.Location).Contains(form.Says, StringComparison.Ordinal);

    /// <summary>The kinds of which an actor has more records than before.</summary>
    private async Task<IReadOnlyList<string>> LeftAsync(string actor, IReadOnlyDictionary<string, long> before) =>
        [
            .. (await RecordsAsync(actor))
                .Where(kind => kind.Value > before.GetValueOrDefault(kind.Key))
                .Select(kind => kind.Key),
        ];

    /// <summary>How many records of each kind there are of an actor.</summary>
    private async Task<IReadOnlyDictionary<string, long>> RecordsAsync(string actor)
    {
        await using var connection = await Desk.Services.GetRequiredService<Database>().OpenReadAsync();
        var counts = await connection.QueryAsync<(string Kind, long Count)>(
            """
            SELECT kind, count(*) FROM (
                SELECT kind, actor FROM history
                UNION ALL SELECT kind, actor FROM entries
                UNION ALL SELECT kind, actor FROM rights_changes
            ) AS records WHERE actor = @actor OR @actor = @anybody GROUP BY kind
            """,
            new { actor, anybody = Anybody }
        );
        return counts.ToDictionary(kind => kind.Kind, kind => kind.Count);
    }
}
