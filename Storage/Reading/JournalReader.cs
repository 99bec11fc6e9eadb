using System.Collections.Immutable;
using Dapper;
using Tallydesk.Identity;
using Tallydesk.Journal;
using Tallydesk.Tickets;

namespace Tallydesk.Storage.Reading;

/// <summary>Reads the journal's tables on read-only connections. Every page is found by a key, never by counting rows.</summary>
internal sealed class JournalReader(Database database) : IJournalReader
{
    // SQLite takes each key as a parameter of its own.
    private const int MostKeys = 500;

    private static readonly ImmutableArray<string> OfPrices =
    [
        StoredNames.Of(typeof(TicketOpened)),
        StoredNames.Of(typeof(AssessmentProposed)),
        StoredNames.Of(typeof(AssessmentAgreed)),
        StoredNames.Of(typeof(AssessmentDeclined)),
        StoredNames.Of(typeof(ChargeSettled)),
    ];

    /// <inheritdoc/>
    public async Task<RecordedCommand?> FindCommandAsync(string grainKey, string commandId)
    {
        const string Sql = $"""
            SELECT Id, ContentHash, Answer, Text FROM (
                SELECT operation_key AS Id, content_hash AS ContentHash, answer AS Answer, CAST(NULL AS text) AS Text,
                    0 AS place
                FROM entries WHERE account = @grainKey AND operation_key = @commandId
                UNION ALL
                SELECT command_id, content_hash, answer, {StoredText.Column}, 1
                FROM history WHERE grain_key = @grainKey AND command_id = @commandId
            ) AS found
            ORDER BY place LIMIT 1
            """;
        var found = await ReadAsync<StoredCommand>(Sql, new { grainKey, commandId });
        return found.FirstOrDefault()?.ToCommand();
    }

    /// <inheritdoc/>
    public async Task<long?> FindClaimedAsync(string commandId)
    {
        // The kinds stand here as in the index history_claims, by which alone a row is found without its grain.
        const string Sql = """
            SELECT c.rank FROM history AS h JOIN cards AS c ON c.grain_key = h.grain_key AND c.kind = 'ticket'
            WHERE h.command_id = @commandId AND h.kind IN ('ticketAssigned', 'nothingChanged')
            ORDER BY h.at, c.rank LIMIT 1
            """;
        var found = await ReadAsync<long?>(Sql, new { commandId });
        return found.FirstOrDefault();
    }

    /// <inheritdoc/>
    public async Task<bool> KnowsAnyAsync(string grainKey, ImmutableArray<string> commandIds)
    {
        var found = await ReadAsync<long>(
            $"""
            SELECT CAST(1 AS bigint) FROM entries
            WHERE account = @grainKey AND {database.IsOneOf("operation_key", "commandIds")}
            UNION ALL
            SELECT CAST(1 AS bigint) FROM history
            WHERE grain_key = @grainKey AND {database.IsOneOf("command_id", "commandIds")}
            LIMIT 1
            """,
            new { grainKey, commandIds = commandIds.ToArray() }
        );
        return found.Any();
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<HistoryRow>> ReadHistoryAsync(
        string grainKey,
        long afterSeq,
        int limit,
        ImmutableArray<string> kinds
    )
    {
        var ofKinds = kinds.IsDefaultOrEmpty ? "" : $"AND {OfKinds(kinds)}";
        var rows = await ReadAsync<StoredHistory>(
            $"""
            SELECT {StoredHistory.Columns} FROM history
            WHERE grain_key = @grainKey AND seq > @afterSeq {ofKinds}
            ORDER BY seq LIMIT @limit
            """,
            new
            {
                grainKey,
                afterSeq,
                limit,
                kinds = kinds.IsDefaultOrEmpty ? [] : kinds.ToArray(),
            }
        );
        return [.. rows.Select(r => r.ToRow())];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<KeyedHistoryRow>> ReadHistoriesAsync(
        ImmutableArray<string> grainKeys,
        ImmutableArray<string> kinds
    )
    {
        var found = ImmutableArray.CreateBuilder<KeyedHistoryRow>();
        foreach (var keys in grainKeys.Chunk(MostKeys))
        {
            var rows = await ReadAsync<StoredKeyedHistory>(
                $"""
                SELECT {StoredKeyedHistory.Columns} FROM history
                WHERE {database.IsOneOf("grain_key", "keys")} AND {OfKinds(kinds)}
                ORDER BY grain_key, seq
                """,
                new { keys, kinds = kinds.ToArray() }
            );
            found.AddRange(rows.Select(row => row.ToRow()));
        }

        return found.DrainToImmutable();
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<HistoryRow>> ReadHistoryBeforeAsync(
        string grainKey,
        long beforeSeq,
        int limit,
        ImmutableArray<string> kinds,
        long afterSeq = 0
    )
    {
        var rows = await ReadAsync<StoredHistory>(
            $"""
            SELECT {StoredHistory.Columns} FROM history
            WHERE grain_key = @grainKey AND seq < @beforeSeq AND seq > @afterSeq AND {OfKinds(kinds)}
            ORDER BY seq DESC LIMIT @limit
            """,
            new
            {
                grainKey,
                beforeSeq,
                afterSeq,
                limit,
                kinds = kinds.ToArray(),
            }
        );
        return [.. rows.Select(r => r.ToRow()).Reverse()];
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<HistoryRow>> ReadHistoryRowsAsync(string grainKey, ImmutableArray<long> seqs)
    {
        var rows = await ReadAsync<StoredHistory>(
            $"""
            SELECT {StoredHistory.Columns} FROM history
            WHERE grain_key = @grainKey AND {database.IsOneOf("seq", "seqs")}
            ORDER BY seq
            """,
            new { grainKey, seqs = seqs.ToArray() }
        );
        return [.. rows.Select(r => r.ToRow())];
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<EntryRow>> ReadEntriesAsync(string accountKey, long afterSeq, int limit) =>
        ReadEntriesAsync(
            "account = @accountKey AND seq > @afterSeq ORDER BY seq LIMIT @limit",
            new
            {
                accountKey,
                afterSeq,
                limit,
            }
        );

    /// <inheritdoc/>
    public Task<ImmutableArray<EntryRow>> ReadEntriesOfTicketAsync(string accountKey, long ticket) =>
        ReadEntriesAsync("account = @accountKey AND ticket = @ticket ORDER BY seq", new { accountKey, ticket });

    /// <inheritdoc/>
    public async Task<EntryRow?> FindEntryAsync(string accountKey, string operationKey)
    {
        var found = await ReadEntriesAsync(
            "account = @accountKey AND operation_key = @operationKey",
            new { accountKey, operationKey }
        );
        return found.FirstOrDefault();
    }

    /// <inheritdoc/>
    public async Task<ShopOrder?> FindOrderAsync(string name)
    {
        var found = await ReadAsync<StoredOrder>(
            "SELECT order_id AS Id, customer AS Customer FROM orders WHERE name = @name AND later = 0",
            new { name }
        );
        return found.FirstOrDefault() is { } order ? new(order.Id, new(order.Customer)) : null;
    }

    /// <inheritdoc/>
    public async Task<StoredCard?> FindCardAsync(string grainKey)
    {
        var found = await ReadCardsAsync("grain_key = @grainKey", new { grainKey });
        return found.FirstOrDefault();
    }

    /// <inheritdoc/>
    public async Task<StoredCard?> FindCardByRankAsync(string kind, long rank)
    {
        var found = await ReadCardsAsync(
            "kind = @kind AND rank = @rank ORDER BY grain_key LIMIT 1",
            new { kind, rank }
        );
        return found.FirstOrDefault();
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<StoredCard>> ListCardsAsync(CardQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (after, direction) = query.Descending ? ("<", "DESC") : (">", "ASC");
        var where =
            "kind = @Kind"
            + (query.Customer is null ? "" : " AND customer = @Customer")
            + query.Statuses.Length switch
            {
                0 => "",
                1 => " AND status = @status",
                _ => $" AND {database.IsOneOf("status", "statuses")}",
            }
            + (query.InQueue ? " AND desk IS NOT NULL" : "")
            + (query.Assignee is null ? "" : " AND assignee = @Assignee")
            + (query.After is null ? "" : $" AND (rank, grain_key) {after} (@afterRank, @afterKey)");
        return ReadCardsAsync(
            $"{where} ORDER BY rank {direction}, grain_key {direction} LIMIT @Limit",
            new
            {
                query.Kind,
                query.Customer,
                query.Assignee,
                query.Limit,
                status = query.Statuses.FirstOrDefault(),
                statuses = query.Statuses.ToArray(),
                afterRank = query.After?.Rank,
                afterKey = query.After?.GrainKey,
            }
        );
    }

    /// <inheritdoc/>
    public async Task<bool> IsCustomersAddressAsync(string email)
    {
        ArgumentNullException.ThrowIfNull(email);
        var found = await ReadAsync<long>(
            $"""
            SELECT CAST(1 AS bigint) FROM cards
            WHERE kind = 'customer' AND lower({database.TextOf("body", "email")}) = @email LIMIT 1
            """,
            new { email = EmailAddress.Normalize(email) }
        );
        return found.Any();
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<StoredCard>> ReadDeskAsync(string desk) =>
        ReadCardsAsync("desk = @desk ORDER BY rank", new { desk });

    /// <inheritdoc/>
    public Task<TransactionPlace> FindHorizonAsync() => database.FindHorizonAsync();

    /// <inheritdoc/>
    public async Task<JournalChanges> ReadChangesAsync(TransactionPlace since)
    {
        // One epoch and a range of transactions, which lets the planner see that few index rows match.
        const string Since = "epoch > 0 AND epoch = @Epoch AND xact >= @Xact";

        // The horizon first: what is committed behind it later is read the next time.
        var until = await FindHorizonAsync();
        var from = new { until.Epoch, Xact = since.Epoch == until.Epoch ? since.Xact : 0 };
        // The keys by themselves: in one query with the cards, PostgreSQL may choose to walk all cards.
        var changed = await ReadAsync<string>($"SELECT DISTINCT grain_key FROM history WHERE {Since}", from);
        var cards = await ReadCardsAsync([.. changed]);
        var balances = await ReadAsync<BalanceRow>(
            BalanceRow.NewestOf($"SELECT DISTINCT account FROM entries WHERE {Since}"),
            from
        );
        return new(
            [.. cards.Where(card => card.Card.Kind is CardKinds.Ticket or CardKinds.License)],
            [.. balances.Select(row => row.ToBalance())],
            until
        );
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<StoredCard>> ReadCardsAsync(ImmutableArray<string> grainKeys)
    {
        var cards = ImmutableArray.CreateBuilder<StoredCard>();
        foreach (var keys in grainKeys.Chunk(MostKeys))
        {
            cards.AddRange(await ReadCardsAsync(database.IsOneOf("grain_key", "keys"), new { keys }));
        }

        return cards.DrainToImmutable();
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<AccountBalance>> ReadBalancesAsync(ImmutableArray<CustomerId> customers)
    {
        var balances = ImmutableArray.CreateBuilder<AccountBalance>();
        foreach (var keys in customers.Select(customer => customer.Value).Chunk(MostKeys))
        {
            var rows = await ReadAsync<BalanceRow>(
                BalanceRow.NewestOf(BalanceRow.AccountsOf(database.IsOneOf("grain_key", "keys"))),
                new { keys }
            );
            balances.AddRange(rows.Select(row => row.ToBalance()));
        }

        return balances.DrainToImmutable();
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<string>> ReadPendingAsync(DateTimeOffset pendingSinceBefore, int limit) =>
        [
            .. await ReadAsync<string>(
                "SELECT grain_key FROM cards WHERE pending_since < @before ORDER BY pending_since, grain_key LIMIT @limit",
                new { before = pendingSinceBefore.ToUnixTimeMilliseconds(), limit }
            ),
        ];

    /// <inheritdoc/>
    public async Task<ImmutableArray<string>> ReadSolvedAsync(DateTimeOffset solvedUntil, int limit) =>
        [
            .. await ReadAsync<string>(
                "SELECT grain_key FROM cards WHERE solved_since <= @until ORDER BY solved_since, grain_key LIMIT @limit",
                new { until = solvedUntil.ToUnixTimeMilliseconds(), limit }
            ),
        ];

    /// <inheritdoc/>
    public async Task<ImmutableArray<Notice>> ReadNoticesAsync(int limit) =>
        [
            .. await ReadAsync<Notice>(
                "SELECT id AS Id, kind AS Kind, target AS Target, body AS Body FROM notices ORDER BY place LIMIT @limit",
                new { limit }
            ),
        ];

    /// <summary>
    /// The condition that a row of history is of one of the kinds in <c>@kinds</c>. For kinds of prices it also has the
    /// condition of the index <c>history_prices</c> as it stands there, so that other rows of a grain are not read.
    /// </summary>
    internal string OfKinds(ImmutableArray<string> kinds)
    {
        var isOne = database.IsOneOf("kind", "kinds");
        return kinds.All(kind => OfPrices.Contains(kind))
            ? $"{isOne} AND kind IN ({string.Join(", ", OfPrices.Select(kind => $"'{kind}'"))})"
            : isOne;
    }

    private async Task<ImmutableArray<EntryRow>> ReadEntriesAsync(string where, object parameters)
    {
        var rows = await ReadAsync<StoredEntry>($"SELECT {StoredEntry.Columns} FROM entries WHERE {where}", parameters);
        return [.. rows.Select(r => r.ToRow())];
    }

    private async Task<ImmutableArray<StoredCard>> ReadCardsAsync(string where, object parameters)
    {
        var rows = await ReadAsync<CardRow>($"SELECT {CardRow.Columns} FROM cards WHERE {where}", parameters);
        return [.. rows.Select(r => r.ToCard())];
    }

    private async Task<IEnumerable<T>> ReadAsync<T>(string sql, object parameters)
    {
        await using var connection = await database.OpenReadAsync();
        return await connection.QueryAsync<T>(sql, parameters);
    }
}
