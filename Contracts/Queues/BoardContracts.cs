using System.Collections.Immutable;

namespace Tallydesk.Queues;

/// <summary>What the browser calls at <c>/hubs/queue</c>. For staff; a customer's connection is refused.</summary>
public interface IQueueHub
{
    /// <summary>
    /// Starts the queue's deltas for this connection, then returns the queue: a delta that is already included may
    /// still arrive after it. Null if the queue doesn't exist.
    /// </summary>
    Task<BoardSnapshot?> Subscribe(string desk);

    /// <summary>
    /// As <see cref="Subscribe"/>, but answers with the first rows only, so a board can be drawn before a long queue has arrived.
    /// <see cref="BoardSnapshot.Rest"/> says how many rows are left for <see cref="Rest"/>.
    /// </summary>
    Task<BoardSnapshot?> Begin(string desk);

    /// <summary>
    /// The next rows of the snapshot from <see cref="Begin"/>. Deltas since then are newer. With its last rows the server drops
    /// the snapshot, and answers with none from then on.
    /// </summary>
    /// <param name="after">How many rows the client has.</param>
    Task<ImmutableArray<BoardRow>> Rest(int after);

    /// <summary>Assigns a ticket to the caller. The command id is kept over repeats.</summary>
    Task<ActAnswer> Claim(long number, string commandId);

    /// <summary>Gives an own claim back; a lead gives back anyone's.</summary>
    Task<ActAnswer> Release(long number, string commandId);

    /// <summary>Assigns the first unassigned ticket of the queue to the caller; no number if none is waiting.</summary>
    Task<ActAnswer> Next(string desk, string commandId);

    /// <summary>The caller's saved views by name.</summary>
    Task<IReadOnlyList<SavedView>> Views();

    /// <summary>Saves a view under a name, and answers with all of them; why it can't, the exception says.</summary>
    Task<IReadOnlyList<SavedView>> KeepView(string name, BoardFilter filter);

    /// <summary>Forgets a view, and answers with all that are left.</summary>
    Task<IReadOnlyList<SavedView>> ForgetView(string name);
}

/// <summary>The messages to the browser from <c>/hubs/queue</c>.</summary>
public interface IQueueClient
{
    /// <summary>The next delta, or a heartbeat: a delta without changes that repeats the last number.</summary>
    Task Delta(BoardDelta delta);
}

/// <summary>A ticket as the board shows it. Instants are UTC; words are camelCase as in the REST interface.</summary>
public sealed record BoardRow
{
    /// <summary>The ticket number shown to people.</summary>
    public required long Number { get; init; }

    /// <summary>The ticket's version; higher is newer.</summary>
    public required long Version { get; init; }

    /// <summary>Subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The owner's name.</summary>
    public required string Customer { get; init; }

    /// <summary>The license's number.</summary>
    public required string License { get; init; }

    /// <summary>The license's edition.</summary>
    public required string Edition { get; init; }

    /// <summary>Status, such as <c>awaitingConsent</c>.</summary>
    public required string Status { get; init; }

    /// <summary>What covers the license at the instant asked, such as <c>supportPeriod</c>.</summary>
    public required string Coverage { get; init; }

    /// <summary>The newest assessment's category; null before the first.</summary>
    public string? Category { get; init; }

    /// <summary>Its price in whole credits.</summary>
    public long? Price { get; init; }

    /// <summary>Net charge in whole credits.</summary>
    public long Charged { get; init; }

    /// <summary>Whether the license is in VIP care now.</summary>
    public bool Vip { get; init; }

    /// <summary>Whether it goes before others of its tier.</summary>
    public bool Urgent { get; init; }

    /// <summary>The assignee.</summary>
    public BoardAssignee? Assignee { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The oldest customer message without an answer; null when none is.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>Until when an answer is promised; null when nothing is.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The owner's balance in credits, a few seconds old; null until it is known.</summary>
    public long? Balance { get; init; }

    /// <summary>End of the license's period or care; null without one.</summary>
    public DateTimeOffset? CoveredUntil { get; init; }

    /// <summary>Who is replying now; null for no one.</summary>
    public BoardReplying? Replying { get; init; }
}

/// <summary>Who works on a ticket.</summary>
/// <param name="Id">The engineer's actor id.</param>
/// <param name="Name">The name shown to others.</param>
public sealed record BoardAssignee(string Id, string Name);

/// <summary>Who writes an answer.</summary>
/// <param name="Id">The actor id of the person who started first.</param>
/// <param name="Names">The names of all of them, joined by commas.</param>
public sealed record BoardReplying(string Id, string Names)
{
    /// <summary>All of them, in the order they began.</summary>
    public ImmutableArray<BoardAssignee> Writers { get; init; } = [];

    /// <summary>The names of all others, separated by commas; empty if no one else is replying.</summary>
    public string NamesBeside(string reader) =>
        string.Join(", ", Writers.Where(writer => writer.Id != reader).Select(writer => writer.Name));
}

/// <summary>A desk's queue at one moment.</summary>
/// <param name="Epoch">Within it, numbers count.</param>
/// <param name="Seq">The last delta that it includes.</param>
/// <param name="At">When the queue last confirmed this state.</param>
/// <param name="SentAt">The server's clock; with <paramref name="At"/> it says how old the answer is.</param>
/// <param name="Rows">The tickets in order.</param>
public sealed record BoardSnapshot(
    string Epoch,
    long Seq,
    DateTimeOffset At,
    DateTimeOffset SentAt,
    ImmutableArray<BoardRow> Rows
)
{
    /// <summary>How many more rows follow.</summary>
    public int Rest { get; init; }

    /// <summary>Names what the server was built from; a page that was made by another build has to be reloaded.</summary>
    public string? Build { get; init; }
}

/// <summary>Changes since the delta before.</summary>
/// <param name="Epoch">Within it, numbers count.</param>
/// <param name="Seq">1, 2, 3, … within the epoch.</param>
/// <param name="Changes">Changed or new tickets.</param>
/// <param name="Removed">Numbers of tickets that left.</param>
public sealed record BoardDelta(string Epoch, long Seq, ImmutableArray<BoardRow> Changes, ImmutableArray<long> Removed)
{
    /// <summary>Whether it tells nothing but that the queue lives.</summary>
    public bool IsHeartbeat() => Changes.Length + Removed.Length == 0;
}

/// <summary>What an act came to.</summary>
/// <param name="Number">The ticket; null when there was none to take, or when refused.</param>
/// <param name="Code">The refusal's stable code; null when done. <c>outcome_unknown</c>, <c>unavailable</c> and <c>try_again_later</c>: repeat with the same command id.</param>
/// <param name="Detail">The refusal in a sentence.</param>
public sealed record ActAnswer(long? Number, string? Code = null, string? Detail = null);
