using System.Collections.Immutable;
using System.Text.Json;

namespace Tallydesk.Tests.Crashes;

/// <summary>What a report speaks of.</summary>
public enum Stage
{
    /// <summary>All is in place for the flow's command.</summary>
    Prepared,

    /// <summary>A command was answered.</summary>
    Answered,

    /// <summary>The flow came to its end, and nothing is left to do.</summary>
    Completed,

    /// <summary>After a restart, and before anybody called, nothing is left to do.</summary>
    Recovered,

    /// <summary>Every command was repeated with its id.</summary>
    Repeated,
}

/// <summary>A line of a crash host's output. A line that is there was written before the process died.</summary>
public sealed record Report(Stage Stage, string Store)
{
    /// <summary>What the database holds; null for answers.</summary>
    public Snapshot? Found { get; init; }

    /// <summary>The answer; null for all other stages.</summary>
    public Answered? Answer { get; init; }

    /// <summary>How many commits the flow made.</summary>
    public int Commits { get; init; }

    /// <summary>The report as one line.</summary>
    public string Write() => JsonSerializer.Serialize(this);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static Report Read(string line) =>
        JsonSerializer.Deserialize<Report>(line) ?? throw new JsonException("A report is missing.");
}

/// <summary>The answer to a command.</summary>
/// <param name="Command">The command's id.</param>
/// <param name="Gist">What the answer says, without instants and ticket numbers.</param>
/// <param name="Whole">The whole answer as JSON.</param>
public sealed record Answered(string Command, string Gist, string Whole);

/// <summary>All that a desk with one customer holds. Instants and ticket numbers differ from run to run, so tickets are counted in the order of their numbers.</summary>
/// <param name="Balance">The account's balance.</param>
/// <param name="Waiting">The waiting line, next first: which ticket, how many credits.</param>
/// <param name="Entries">The ledger.</param>
/// <param name="Tickets">The tickets by rising number.</param>
/// <param name="Licenses">The licenses with what they granted.</param>
/// <param name="History">The kinds of event in each grain's history.</param>
public sealed record Snapshot(
    long Balance,
    ImmutableArray<WaitingCharge> Waiting,
    ImmutableArray<Entry> Entries,
    ImmutableArray<Ticket> Tickets,
    ImmutableArray<string> Licenses,
    ImmutableArray<string> History
)
{
    /// <summary>The snapshot as text: equal texts mean equal snapshots.</summary>
    public override string ToString() =>
        string.Join('\n', [$"balance {Balance}", .. Waiting, .. Entries, .. Tickets, .. Licenses, .. History]);
}

/// <summary>A charge in the waiting line.</summary>
public sealed record WaitingCharge(int Ticket, long Credits);

/// <summary>An entry of the ledger.</summary>
public sealed record Entry(long Seq, string Kind, long Amount, long BalanceAfter, int? Ticket, string Operation);

/// <summary>A ticket as its grain shows it, and its status and charge as its list card does.</summary>
/// <param name="Place">1, 2, 3, … by rising number.</param>
/// <param name="Status">The status.</param>
/// <param name="Charged">The net charge.</param>
/// <param name="AgreedPrice">The price of the assessment in force; null when none is.</param>
/// <param name="InFlight">Whether a charge is under way.</param>
/// <param name="Listed">Status and charge in lists.</param>
/// <param name="Parent">The ticket it was split off.</param>
/// <param name="Children">Tickets split off this one, that late replies to it became, or that were merged into it.</param>
/// <param name="Messages">The messages' texts, oldest first.</param>
public sealed record Ticket(
    int Place,
    string Status,
    long Charged,
    long? AgreedPrice,
    bool InFlight,
    string Listed,
    int? Parent,
    string Children,
    string Messages
);
