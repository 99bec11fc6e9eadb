using Tallydesk.Journal;

namespace Tallydesk.Webhooks;

/// <summary>A row of the history or the ledger: something that happened, with whose it is.</summary>
public sealed class Happening
{
    /// <summary>The trail of what happened in grains.</summary>
    public const string History = "history";

    /// <summary>The trail of credits that moved.</summary>
    public const string Ledger = "ledger";

    /// <summary><see cref="History"/> or <see cref="Ledger"/>.</summary>
    public required string Trail { get; init; }

    /// <summary>The grain's key.</summary>
    public required string Subject { get; init; }

    /// <summary>The row's number within trail and grain.</summary>
    public required long Seq { get; init; }

    /// <summary>The database's epoch in which the row was written; 0 before places were kept.</summary>
    public required long Epoch { get; init; }

    /// <summary>The epoch's id, which no other database or restored copy has; null in epoch 0.</summary>
    public string? EpochId { get; init; }

    /// <summary>The database transaction that wrote the row.</summary>
    public required long Xact { get; init; }

    /// <summary>When, in Unix milliseconds.</summary>
    public required long At { get; init; }

    /// <summary>The row's kind, camelCase.</summary>
    public required string Kind { get; init; }

    /// <summary>The event or entry as JSON. What people wrote in it is not read and is empty: no webhook receives it.</summary>
    public required string Body
    {
        get => PeoplesText.Join(field, text: null);
        init;
    }

    /// <summary>The characters of the bodies up to this row, within what was read at once.</summary>
    public long Volume { get; init; }

    /// <summary>The grain's card as JSON; null for a grain without one.</summary>
    public string? Card { get; init; }

    /// <summary>The customer on the card.</summary>
    public string? Customer { get; init; }

    /// <summary>When the grain's first row was written, in Unix milliseconds; what came into it from elsewhere is older.</summary>
    public long? BornAt { get; init; }

    /// <summary>The credits of an entry, signed.</summary>
    public long? Amount { get; init; }

    /// <summary>The balance after an entry.</summary>
    public long? BalanceAfter { get; init; }

    /// <summary>The ticket of an entry.</summary>
    public long? Ticket { get; init; }

    /// <summary>The row's position.</summary>
    public Place Place => new(Epoch, Xact, Trail, Subject, Seq);
}
