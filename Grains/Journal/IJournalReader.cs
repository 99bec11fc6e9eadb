using System.Collections.Immutable;
using Tallydesk.Identity;

namespace Tallydesk.Journal;

/// <summary>Reads what the journal wrote: history, ledger, cards and notices. Sees committed rows only.</summary>
public interface IJournalReader
{
    /// <summary>How a grain remembers a command: in its history or, for an account, in its ledger (looked up first).</summary>
    /// <returns>The recorded command, or null when the grain has not seen it.</returns>
    Task<RecordedCommand?> FindCommandAsync(string grainKey, string commandId);

    /// <summary>The number of the ticket that a command claimed, whichever that was; null when it claimed none.</summary>
    Task<long?> FindClaimedAsync(string commandId);

    /// <summary>Whether a grain has seen any of these commands, in its history or in its ledger.</summary>
    Task<bool> KnowsAnyAsync(string grainKey, ImmutableArray<string> commandIds);

    /// <summary>A page of a grain's history by rising <see cref="HistoryRow.Seq"/>, without the recorded commands.</summary>
    /// <param name="grainKey">The grain.</param>
    /// <param name="afterSeq">Return rows after this one; 0 for the beginning.</param>
    /// <param name="limit">At most so many rows.</param>
    /// <param name="kinds">Only these kinds; empty for all.</param>
    Task<ImmutableArray<HistoryRow>> ReadHistoryAsync(
        string grainKey,
        long afterSeq,
        int limit,
        ImmutableArray<string> kinds
    );

    /// <summary>
    /// All rows of some kinds of several grains' histories, each grain's by rising <see cref="HistoryRow.Seq"/>, without the
    /// recorded commands. Kinds and grains are chosen so that these are few.
    /// </summary>
    Task<ImmutableArray<KeyedHistoryRow>> ReadHistoriesAsync(
        ImmutableArray<string> grainKeys,
        ImmutableArray<string> kinds
    );

    /// <summary>The newest rows of a grain's history before one, by rising <see cref="HistoryRow.Seq"/>.</summary>
    /// <param name="grainKey">The grain.</param>
    /// <param name="beforeSeq">Rows before this one.</param>
    /// <param name="limit">At most so many rows.</param>
    /// <param name="kinds">Only these kinds.</param>
    /// <param name="afterSeq">Only rows after this one; rows up to it are not looked at.</param>
    Task<ImmutableArray<HistoryRow>> ReadHistoryBeforeAsync(
        string grainKey,
        long beforeSeq,
        int limit,
        ImmutableArray<string> kinds,
        long afterSeq = 0
    );

    /// <summary>The named rows of a grain's history; rows that do not exist are left out.</summary>
    Task<ImmutableArray<HistoryRow>> ReadHistoryRowsAsync(string grainKey, ImmutableArray<long> seqs);

    /// <summary>A page of an account's ledger by rising <see cref="EntryRow.Seq"/>.</summary>
    Task<ImmutableArray<EntryRow>> ReadEntriesAsync(string accountKey, long afterSeq, int limit);

    /// <summary>All entries of one ticket, oldest first.</summary>
    Task<ImmutableArray<EntryRow>> ReadEntriesOfTicketAsync(string accountKey, long ticket);

    /// <summary>The entry under an operation key, or null.</summary>
    Task<EntryRow?> FindEntryAsync(string accountKey, string operationKey);

    /// <summary>The order that was first known by a name (<see cref="ShopOrder.Name"/>), or null.</summary>
    Task<ShopOrder?> FindOrderAsync(string name);

    /// <summary>The balances of customers in credits; 0 where none ever moved, and nothing for unknown customers.</summary>
    Task<ImmutableArray<AccountBalance>> ReadBalancesAsync(ImmutableArray<CustomerId> customers);

    /// <summary>One card by its grain's key, or null.</summary>
    Task<StoredCard?> FindCardAsync(string grainKey);

    /// <summary>One card by its rank, or null: a ticket by its number.</summary>
    Task<StoredCard?> FindCardByRankAsync(string kind, long rank);

    /// <summary>A page of cards.</summary>
    Task<ImmutableArray<StoredCard>> ListCardsAsync(CardQuery query);

    /// <summary>Whether an email address belongs to a customer, ignoring case.</summary>
    Task<bool> IsCustomersAddressAsync(string email);

    /// <summary>Every card that a desk's queue shows.</summary>
    Task<ImmutableArray<StoredCard>> ReadDeskAsync(string desk);

    /// <summary>The place from which everything that is committed from now on can be read.</summary>
    Task<TransactionPlace> FindHorizonAsync();

    /// <summary>
    /// What was committed at a place or later, however long its commit took. It may include rows that were read before.
    /// </summary>
    Task<JournalChanges> ReadChangesAsync(TransactionPlace since);

    /// <summary>The cards of several grains, in no order; grains without one are left out.</summary>
    Task<ImmutableArray<StoredCard>> ReadCardsAsync(ImmutableArray<string> grainKeys);

    /// <summary>Keys of grains with an unfinished flow, oldest first.</summary>
    Task<ImmutableArray<string>> ReadPendingAsync(DateTimeOffset pendingSinceBefore, int limit);

    /// <summary>Keys of tickets that have been solved since an instant or longer, oldest first (Policy F4).</summary>
    Task<ImmutableArray<string>> ReadSolvedAsync(DateTimeOffset solvedUntil, int limit);

    /// <summary>Notices not completed yet, oldest first.</summary>
    Task<ImmutableArray<Notice>> ReadNoticesAsync(int limit);
}

/// <summary>A row of one of several histories.</summary>
/// <param name="GrainKey">Whose history.</param>
/// <param name="Row">The row.</param>
public sealed record KeyedHistoryRow(string GrainKey, HistoryRow Row);

/// <summary>A card as it is stored.</summary>
/// <param name="GrainKey">Whose card it is.</param>
/// <param name="Version">The state's version it was made from.</param>
/// <param name="Card">The card.</param>
public sealed record StoredCard(string GrainKey, int Version, Card Card);

/// <summary>Which cards, in which order.</summary>
/// <param name="Kind">customer, license, ticket, enquiry (a contact request) or chat.</param>
/// <param name="Limit">The maximum number.</param>
public sealed record CardQuery(string Kind, int Limit)
{
    /// <summary>Only this customer's.</summary>
    public string? Customer { get; init; }

    /// <summary>Only tickets in one of these statuses; empty for all.</summary>
    public ImmutableArray<string> Statuses { get; init; } = [];

    /// <summary>Only tickets that are in their desk's queue.</summary>
    public bool InQueue { get; init; }

    /// <summary>Only this assignee's.</summary>
    public string? Assignee { get; init; }

    /// <summary>Newest (highest rank) first instead of oldest first.</summary>
    public bool Descending { get; init; }

    /// <summary>Only what comes after this place in the order; null from the start.</summary>
    public ListPlace? After { get; init; }
}
