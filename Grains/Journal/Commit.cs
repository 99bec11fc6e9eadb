using System.Collections.Immutable;
using Tallydesk.Amounts;

namespace Tallydesk.Journal;

/// <summary>All that one command changes in one grain, with what other grains asked to be written together with it.</summary>
/// <param name="StateName">The state's name in the state table, unique per grain class, such as <c>ticket</c>.</param>
/// <param name="GrainKey">The grain's key; never one that parses as a hexadecimal number.</param>
/// <param name="ExpectedVersion">The version the new state was made from; 0 for a grain never written. The commit stores the next one.</param>
/// <param name="State">The new state as UTF-8 JSON.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.commit")]
public sealed record Commit(string StateName, string GrainKey, int ExpectedVersion, ReadOnlyMemory<byte> State)
{
    /// <summary>What happened, oldest first; may be empty.</summary>
    [Id(0)]
    public ImmutableArray<HistoryRow> History { get; init; } = [];

    /// <summary>The ledger entries of a credit account, oldest first; empty for all other grains.</summary>
    [Id(1)]
    public ImmutableArray<EntryRow> Entries { get; init; } = [];

    /// <summary>Orders under which something was bought; each belongs to one customer, in one letter case.</summary>
    [Id(2)]
    public ImmutableArray<ShopOrder> Orders { get; init; } = [];

    /// <summary>The row under which lists show the grain; null leaves the stored one as it is.</summary>
    [Id(3)]
    public Card? Card { get; init; }

    /// <summary>The notices to send once this is on disk; may be empty.</summary>
    [Id(4)]
    public ImmutableArray<Notice> Notices { get; init; } = [];

    /// <summary>
    /// Commits of other grains, each made from the version it expects: they are on disk with this one, or none of them is. They
    /// join nothing themselves. May be empty.
    /// </summary>
    [Id(5)]
    public ImmutableArray<Commit> Joined { get; init; } = [];

    /// <summary>About how many bytes its state, card and rows have, with those of joined commits.</summary>
    public int Bytes =>
        State.Length
        + (Card?.Body.Length ?? 0)
        + History.Sum(row => row.Body.Length + (row.Text?.Json.Length ?? 0) + (row.Command?.Answer?.Length ?? 0))
        + Entries.Sum(entry => entry.Body.Length + (entry.Operation.Answer?.Length ?? 0))
        + Joined.Sum(commit => commit.Bytes);

    /// <summary>This commit and those that are joined to it.</summary>
    public IEnumerable<Commit> WithJoined => Joined.IsEmpty ? [this] : Joined.Prepend(this);
}

/// <summary>One event in a grain's history. Rows are never changed or deleted.</summary>
/// <param name="Seq">1, 2, 3, … within the grain.</param>
/// <param name="At">When it happened.</param>
/// <param name="Kind">The event's name, camelCase.</param>
/// <param name="Actor">Who did it: the actor's id.</param>
/// <param name="Body">The event as JSON.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.history-row")]
public sealed record HistoryRow(long Seq, DateTimeOffset At, string Kind, string Actor, string Body)
{
    /// <summary>The command that caused the event, on the first row a command causes; unique per grain.</summary>
    [Id(0)]
    public RecordedCommand? Command { get; init; }

    /// <summary>The origin of the call: network address and proof (<see cref="Identity.Actor.From"/>); null for Tallydesk's own actions.</summary>
    [Id(1)]
    public string? Source { get; init; }

    /// <summary>The row's link in its grain's chain (<see cref="AuditTrail"/>); empty until it is committed.</summary>
    [Id(2)]
    public ReadOnlyMemory<byte> Link { get; init; }

    /// <summary>How the link is made (<see cref="AuditTrail.Version"/>); 1 for rows that keep their texts in place.</summary>
    [Id(3)]
    public int ChainVersion { get; init; } = 1;

    /// <summary>The user text of the row (<see cref="PeoplesText"/>) if it is stored separately; then the row contains placeholders.</summary>
    [Id(4)]
    public RowText? Text { get; init; }

    /// <summary>The hash of <see cref="Text"/>, which stays when that is erased; null for a row without one.</summary>
    [Id(5)]
    public ReadOnlyMemory<byte>? TextHash { get; init; }
}

/// <summary>One movement of credits. Rows are never changed or deleted (Policy D9).</summary>
/// <param name="Seq">1, 2, 3, … within the account, without gaps.</param>
/// <param name="At">When it happened.</param>
/// <param name="Kind">grant, purchase, charge, refund, void or adjustment.</param>
/// <param name="Amount">Credits, signed as they change the balance.</param>
/// <param name="BalanceAfter">The balance after this entry, never negative (checked by the database).</param>
/// <param name="Actor">Who did it: the actor's id.</param>
/// <param name="Operation">The operation key, unique per account (Policy D10), the content's hash and the first answer.</param>
/// <param name="Body">The rest of the entry as JSON: ticket, revision, lots, reason.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.entry-row")]
public sealed record EntryRow(
    long Seq,
    DateTimeOffset At,
    string Kind,
    CreditAmount Amount,
    CreditAmount BalanceAfter,
    string Actor,
    RecordedCommand Operation,
    string Body
)
{
    /// <summary>The number of the ticket that was charged or refunded; null for other kinds.</summary>
    [Id(0)]
    public long? Ticket { get; init; }

    /// <summary>The origin of the call: network address and proof (<see cref="Identity.Actor.From"/>); null for Tallydesk's own actions.</summary>
    [Id(1)]
    public string? Source { get; init; }

    /// <summary>The entry's link in its account's chain (<see cref="AuditTrail"/>); empty until it is committed.</summary>
    [Id(2)]
    public ReadOnlyMemory<byte> Link { get; init; }
}

/// <summary>A command as its effect remembers it, for ever.</summary>
/// <param name="Id">The command id or operation key, at most 255 characters, unique per grain.</param>
/// <param name="ContentHash">The hash of what was commanded (<see cref="CommandHash.Bytes"/>).</param>
/// <param name="Answer">The first answer as JSON; null where a later row of the same grain holds it.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.recorded-command")]
public sealed record RecordedCommand(string Id, ReadOnlyMemory<byte> ContentHash, string? Answer)
{
    /// <summary>Whether this is what was commanded.</summary>
    public bool IsOf(CommandHash hash) => hash.Matches(ContentHash.Span);
}

/// <summary>A grain's row in lists: a pure function of its state.</summary>
/// <param name="Kind">customer, license, ticket, enquiry (a contact request) or chat.</param>
/// <param name="Rank">Its position in lists: a ticket's number; for others the creation time in Unix milliseconds, after the status for contact requests. (Kind, Rank) is unique for tickets.</param>
/// <param name="Body">What the list shows, as JSON.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.card")]
public sealed record Card(string Kind, long Rank, string Body)
{
    /// <summary>The customer whose it is.</summary>
    [Id(0)]
    public string? Customer { get; init; }

    /// <summary>The queue that shows it; null if none does.</summary>
    [Id(1)]
    public string? Desk { get; init; }

    /// <summary>The status of a ticket, contact request or chat, camelCase; null for other kinds.</summary>
    [Id(2)]
    public string? Status { get; init; }

    /// <summary>The assigned engineer's actor id.</summary>
    [Id(3)]
    public string? Assignee { get; init; }

    /// <summary>Since when a flow over several grains is unfinished, or an instant ahead from which on something is to be done; null when neither is. The sweep sees to it.</summary>
    [Id(4)]
    public DateTimeOffset? PendingSince { get; init; }

    /// <summary>Since when a ticket is solved and may close by itself (Policy F4); null for all others.</summary>
    [Id(5)]
    public DateTimeOffset? SolvedSince { get; init; }
}

/// <summary>A notice to another grain or an external system, stored until it is delivered.</summary>
/// <param name="Id">Unique; the same notice is never stored twice.</param>
/// <param name="Kind">The kind of notice, camelCase.</param>
/// <param name="Target">Whom: a grain key.</param>
/// <param name="Body">The content as JSON.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.notice-row")]
public sealed record Notice(string Id, string Kind, string Target, string Body);
