using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tallydesk.Journal;
using Tallydesk.Storage;
using Tallydesk.Storage.Reading;

namespace Tallydesk.Search;

/// <summary>
/// Writes passages within a transaction. Whoever writes holds the row of <c>search_reading</c> until the transaction ends, and
/// reads the texts afterwards, so an erased text can't be written by someone who read it before.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="unreadable">Receives rows that can't be read and are skipped: the grain, and the row or 0 for its card.</param>
internal sealed class SearchWriter(Database database, Action<Exception, string, long>? unreadable = null)
{
    /// <summary>The kinds of cards that are searched.</summary>
    public static ImmutableArray<string> Kinds { get; } = [CardKinds.Ticket, CardKinds.Customer, CardKinds.License];

    /// <summary>Replaces the passages of a grain by those of its texts as they are now.</summary>
    public async Task ReplaceAsync(DbTransaction transaction, string grain)
    {
        await transaction.Connection!.ExecuteAsync(
            $"SELECT only_row FROM search_reading WHERE only_row = 1 {database.Locked}",
            transaction: transaction
        );
        var cards = await ReadCardsAsync(transaction, [grain]);
        await DeleteAsync(transaction, [grain]);
        await WriteAllAsync(transaction, cards);
    }

    /// <summary>The cards of grains that are searched; others are left out.</summary>
    public async Task<ImmutableArray<StoredCard>> ReadCardsAsync(DbTransaction transaction, string[] keys)
    {
        var cards = await transaction.Connection!.QueryAsync<CardRow>(
            $"""
            SELECT {CardRow.Columns} FROM cards
            WHERE {database.IsOneOf("grain_key", "keys")} AND {database.IsOneOf("kind", "kinds")}
            """,
            new { keys, kinds = Kinds.ToArray() },
            transaction
        );
        return [.. cards.Select(card => card.ToCard())];
    }

    /// <summary>Deletes all passages of grains.</summary>
    public Task DeleteAsync(DbTransaction transaction, string[] keys) =>
        transaction.Connection!.ExecuteAsync(
            $"DELETE FROM search_passages WHERE {database.IsOneOf("grain_key", "keys")}",
            new { keys },
            transaction
        );

    /// <summary>Writes all passages of grains that have none.</summary>
    public async Task WriteAllAsync(DbTransaction transaction, ImmutableArray<StoredCard> cards)
    {
        var tickets = cards.Where(card => card.Card.Kind == CardKinds.Ticket).ToDictionary(card => card.GrainKey);
        var rows = await transaction.Connection!.QueryAsync<IndexedRow>(
            $"""
            SELECT {IndexedRow.Columns} FROM history
            WHERE {database.IsOneOf("grain_key", "keys")} AND {database.IsOneOf("kind", "kinds")}
            """,
            new { keys = tickets.Keys.ToArray(), kinds = SearchPassage.Kinds.ToArray() },
            transaction
        );
        foreach (var card in cards)
        {
            await InsertAsync(transaction, card, PassagesOf(card));
        }

        foreach (var row in rows)
        {
            await InsertAsync(transaction, tickets[row.GrainKey], PassagesOf(row));
        }
    }

    /// <summary>Writes the passages of a card again.</summary>
    public async Task WriteCardAsync(DbTransaction transaction, StoredCard card)
    {
        await DeleteAsync(transaction, card.GrainKey, seq: 0);
        await InsertAsync(transaction, card, PassagesOf(card));
    }

    /// <summary>Writes the passages of a row of a ticket's history again.</summary>
    public async Task WriteRowAsync(DbTransaction transaction, StoredCard ticket, IndexedRow row)
    {
        await DeleteAsync(transaction, row.GrainKey, row.Seq);
        await InsertAsync(transaction, ticket, PassagesOf(row));
    }

    /// <summary>Writes the passages of people again; those of unknown ids are left out.</summary>
    public async Task WritePeopleAsync(DbTransaction transaction, string[] ids)
    {
        var people = (
            await transaction.Connection!.QueryAsync<IndexedPerson>(
                $"""
                SELECT id AS Id, name AS Name, email AS Email, customer_id AS Customer, created_at AS CreatedAt FROM people
                WHERE {database.IsOneOf("id", "ids")}
                """,
                new { ids },
                transaction
            )
        ).AsList();
        await DeleteAsync(transaction, [.. people.Select(person => person.Id)]);
        foreach (var person in people)
        {
            await InsertAsync(
                transaction,
                new(person.Id, 0, new(SearchReader.Person, person.CreatedAt, "") { Customer = person.Customer }),
                SearchPassage.OfPerson(person.Name, person.Email)
            );
        }
    }

    private static Task<int> DeleteAsync(DbTransaction transaction, string grain, long seq) =>
        transaction.Connection!.ExecuteAsync(
            "DELETE FROM search_passages WHERE grain_key = @grain AND seq = @seq",
            new { grain, seq },
            transaction
        );

    private Task<int> InsertAsync(DbTransaction transaction, StoredCard card, ImmutableArray<SearchPassage> passages) =>
        transaction.Connection!.ExecuteAsync(
            $"""
            INSERT INTO search_passages (grain_key, seq, part, kind, rank, customer, internal, words)
            VALUES (@GrainKey, @Seq, @Part, @Kind, @Rank, @Customer, @isInternal, {database.Search.Words})
            """,
            passages.Select(passage => new
            {
                card.GrainKey,
                passage.Seq,
                passage.Part,
                card.Card.Kind,
                card.Card.Rank,
                card.Card.Customer,
                isInternal = passage.Internal ? 1 : 0,
                words = database.Search.TextOf(passage.Words),
            }),
            transaction
        );

    private ImmutableArray<SearchPassage> PassagesOf(StoredCard card) =>
        Readable(() => SearchPassage.OfCard(card.Card), card.GrainKey, seq: 0);

    private ImmutableArray<SearchPassage> PassagesOf(IndexedRow row) =>
        Readable(() => SearchPassage.OfRow(row.ToRow()), row.GrainKey, row.Seq);

    /// <summary>The passages; none where the row can't be read, so that it doesn't keep others from being found.</summary>
    private ImmutableArray<SearchPassage> Readable(Func<ImmutableArray<SearchPassage>> read, string grain, long seq)
    {
        try
        {
            return read();
        }
#pragma warning disable CA1031 // Whatever is wrong with one row, the others are found.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            unreadable?.Invoke(failure, grain, seq);
            return [];
        }
    }

    private sealed class IndexedPerson
    {
        public required string Id { get; init; }
        public required string Name { get; init; }
        public required string Email { get; init; }
        public string? Customer { get; init; }
        public required long CreatedAt { get; init; }
    }
}

/// <summary>A row of the history as the search index reads it.</summary>
internal sealed class IndexedRow
{
    public const string Columns = "epoch AS Epoch, xact AS Xact, " + StoredKeyedHistory.Columns;

    public required long Epoch { get; init; }
    public required long Xact { get; init; }
    public required string GrainKey { get; init; }
    public required long Seq { get; init; }
    public required long At { get; init; }
    public required string Kind { get; init; }
    public required string Actor { get; init; }
    public required string Body { get; init; }
    public string? Text { get; init; }

    public HistoryRow ToRow() => new StoredHistory(Seq, At, Kind, Actor, Body, Text).ToRow();
}
