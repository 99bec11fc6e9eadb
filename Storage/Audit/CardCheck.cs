using System.Data.Common;
using System.Text.Json.Nodes;
using Dapper;
using Tallydesk.Journal;
using Tallydesk.Storage;

namespace Tallydesk.Audit;

/// <summary>Compares the cards by which lists show grains with the states that they are made from.</summary>
internal sealed class CardCheck(DbConnection connection, Action<AuditFinding> found)
{
    private const string Columns =
        "grain_key AS Grain, kind AS Kind, rank AS Rank, version AS Version, customer AS Customer, desk AS Desk, "
        + "status AS Status, assignee AS Assignee, pending_since AS PendingSince, solved_since AS SolvedSince, body AS Body";

    /// <summary>The cards of some grains, by their keys.</summary>
    public async Task<IReadOnlyDictionary<string, Row>> ReadAsync(Database database, IEnumerable<string> grains)
    {
        var rows = await connection.QueryAsync<Row>(
            $"SELECT {Columns} FROM cards WHERE {database.IsOneOf("grain_key", "keys")}",
            new { keys = grains.ToArray() }
        );
        return rows.ToDictionary(row => row.Grain);
    }

    /// <summary>Compares a state's card.</summary>
    /// <param name="state">The state.</param>
    /// <param name="fold">Knows how such a state's card is made.</param>
    /// <param name="card">The card; null when there is none.</param>
    public void Compare(StoredState state, IStateFold fold, Row? card)
    {
        try
        {
            var made = fold.CardOf(state.Payload, state.Grain, card?.Version ?? state.Version, state.Version);
            var wrong = (made, card) switch
            {
                (null, null) => null,
                (null, _) => "belongs to a grain that has no card",
                (_, null) => "is missing",
                _ when card.Version > state.Version => "is newer than its state",
                _ => Differing(made, card) is { Length: > 0 } fields ? $"differs from its state in {fields}" : null,
            };
            if (wrong is not null)
            {
                found(new("cards", state.Grain, 0, wrong));
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            found(new("cards", state.Grain, 0, "can't be compared: the state or the card can't be read"));
        }
    }

    /// <summary>Finds cards of grains that have no state.</summary>
    public async Task FindStrayAsync()
    {
        var stray = await connection.QueryAsync<string>(
            """
            SELECT grain_key FROM cards
            WHERE NOT EXISTS (SELECT 1 FROM orleansstorage WHERE grainidextensionstring = grain_key)
            ORDER BY grain_key LIMIT 1000
            """
        );
        foreach (var grain in stray)
        {
            found(new("cards", grain, 0, "belongs to a grain that has no state"));
        }
    }

    private static string Differing(Card made, Row card)
    {
        (string Name, bool IsSame)[] fields =
        [
            ("kind", made.Kind == card.Kind),
            ("rank", made.Rank == card.Rank),
            ("customer", made.Customer == card.Customer),
            ("desk", made.Desk == card.Desk),
            ("status", made.Status == card.Status),
            ("assignee", made.Assignee == card.Assignee),
            ("pending_since", made.PendingSince?.ToUnixTimeMilliseconds() == card.PendingSince),
            ("solved_since", made.SolvedSince?.ToUnixTimeMilliseconds() == card.SolvedSince),
            ("body", JsonNode.DeepEquals(JsonNode.Parse(made.Body), JsonNode.Parse(card.Body))),
        ];
        return string.Join(", ", fields.Where(field => !field.IsSame).Select(field => field.Name));
    }

    /// <summary>A card as it is stored.</summary>
    internal sealed class Row
    {
        public required string Grain { get; init; }
        public required string Kind { get; init; }
        public required long Rank { get; init; }
        public required long Version { get; init; }
        public string? Customer { get; init; }
        public string? Desk { get; init; }
        public string? Status { get; init; }
        public string? Assignee { get; init; }
        public long? PendingSince { get; init; }
        public long? SolvedSince { get; init; }
        public required string Body { get; init; }
    }
}
