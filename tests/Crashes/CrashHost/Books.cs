using System.Collections.Immutable;
using Tallydesk.Credits;
using Tallydesk.Journal;
using Tallydesk.Licensing;
using Tallydesk.Tests.Crashes.Flows;
using Tallydesk.Tickets;

namespace Tallydesk.Tests.Crashes;

/// <summary>Reads all that a desk holds: rows from the database, and balances and tickets from their grains.</summary>
internal sealed class Books
{
    private const int Plenty = 10_000;
    private readonly Desk desk;
    private readonly ImmutableArray<StoredCard> tickets;

    private Books(Desk desk, ImmutableArray<StoredCard> tickets)
    {
        this.desk = desk;
        this.tickets = tickets;
    }

    /// <summary>Takes a snapshot.</summary>
    public static async Task<Snapshot> ReadAsync(Desk desk)
    {
        var books = new Books(desk, await desk.Reader.ListCardsAsync(new("ticket", Plenty)));
        var account = await Desk.ValueAsync(() =>
            desk.Grain<ICreditAccountGrain>(Vendor.Account.Value).ViewAsync(Vendor.Admin)
        );
        return new(
            account.Balance.Value,
            [.. account.Waiting.Select(charge => new WaitingCharge(books.Place(charge.Ticket), charge.Credits.Value))],
            [.. (await desk.Reader.ReadEntriesAsync(Vendor.Account.Value, 0, Plenty)).Select(books.EntryOf)],
            [.. await Task.WhenAll(books.tickets.Select(books.TicketAsync))],
            await books.LicensesAsync(),
            await books.HistoryAsync()
        );
    }

    private int Place(long number) => tickets.Count(card => card.Card.Rank <= number);

    private string Named(string text) =>
        tickets.Aggregate(
            text,
            (named, card) => named.Replace(card.GrainKey, $"ticket {Place(card.Card.Rank)}", StringComparison.Ordinal)
        );

    private Entry EntryOf(EntryRow row) =>
        new(
            row.Seq,
            row.Kind,
            row.Amount.Value,
            row.BalanceAfter.Value,
            row.Ticket is { } number ? Place(number) : null,
            Named(row.Operation.Id)
        );

    private async Task<Ticket> TicketAsync(StoredCard stored)
    {
        var view = await Desk.ValueAsync(() => desk.Grain<ITicketGrain>(stored.GrainKey).ViewAsync(Vendor.Admin));
        var listed = StateJson.Read<TicketCard>(stored.Card.Body);
        var messages = await desk.Reader.ReadHistoryAsync(stored.GrainKey, 0, Plenty, ["messagePosted"]);
        return new(
            Place(view.Number),
            view.Status.ToString(),
            view.Charged.Value,
            view.Agreed?.Price.Value,
            view.ChargeInFlight,
            $"{listed.Status} {listed.Charged}",
            view.Parent is { } parent ? Place(parent) : null,
            string.Join(
                ", ",
                view.Splits.Select(split => $"{Place(split.Child)} with {string.Join(' ', split.Messages)}")
                    .Concat(view.FollowUps.Select(number => $"{Place(number)} as a late reply"))
                    .Concat(view.Merged.Select(number => $"{Place(number)} as a duplicate"))
            ),
            string.Join(" | ", messages.Select(row => Said(row, view)))
        );
    }

    private static string Said(HistoryRow row, TicketView view) =>
        view
            .Splits.Select(split => split.Child)
            .Concat(view.FollowUps)
            .Concat(view.Merged)
            .Append(view.MergedInto ?? 0)
            .Aggregate(
                StateJson.Read<MessagePosted>(row.Body).Body,
                (text, other) =>
                    text.Replace($"ticket {other}", "another ticket", StringComparison.Ordinal)
                        .Replace($"Ticket {other}", "Another ticket", StringComparison.Ordinal)
            );

    private async Task<ImmutableArray<string>> LicensesAsync()
    {
        var cards = await desk.Reader.ListCardsAsync(new("license", Plenty));
        var views = await Task.WhenAll(
            cards.Select(stored =>
                Desk.ValueAsync(() => desk.Grain<ILicenseGrain>(stored.GrainKey).ViewAsync(Vendor.Admin))
            )
        );
        return
        [
            .. views.Select(license =>
                $"license {license.Number}: {license.Kind}, granted {license.GrantedCredits}"
                + (license.Coverage.RevokedAt is null ? "" : ", revoked")
                + (license.Modifications is { } quota ? $", {quota.Used} modifications" : "")
            ),
        ];
    }

    private async Task<ImmutableArray<string>> HistoryAsync()
    {
        var licenses = await desk.Reader.ListCardsAsync(new("license", Plenty));
        var chats = await desk.Reader.ListCardsAsync(new("chat", Plenty));
        ImmutableArray<string> keys =
        [
            Vendor.Customer.Value,
            Vendor.Account.Value,
            .. licenses.Concat(tickets).Concat(chats).Select(card => card.GrainKey),
        ];
        var histories = ImmutableArray.CreateBuilder<string>(keys.Length);
        foreach (var key in keys)
        {
            var rows = await desk.Reader.ReadHistoryAsync(key, 0, Plenty, []);
            histories.Add($"{Named(key)}: {string.Join(' ', rows.Select(row => row.Kind))}");
        }

        return histories.MoveToImmutable();
    }
}
