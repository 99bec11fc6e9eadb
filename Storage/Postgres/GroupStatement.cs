using Npgsql;
using NpgsqlTypes;
using Tallydesk.Storage.Committing;

namespace Tallydesk.Storage.Postgres;

/// <summary>Which tables a group writes beside the states.</summary>
[Flags]
internal enum GroupTables
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The history.</summary>
    History = 1,

    /// <summary>The ledger.</summary>
    Entries = 2,

    /// <summary>The cards.</summary>
    Cards = 4,

    /// <summary>The notices.</summary>
    Notices = 8,

    /// <summary>The shop's orders.</summary>
    Orders = 16,

    /// <summary>What people wrote.</summary>
    Texts = 32,

    /// <summary>No table: some of the commits are joined, and none of these may be written without the others.</summary>
    Joined = 64,
}

/// <summary>
/// One prepared statement that writes a whole group and returns the keys of the grains that lost at the fence. It is a
/// transaction by itself, and takes one round trip. Where joined commits lost, it raises an error and writes nothing.
/// </summary>
internal sealed class GroupStatement
{
    private readonly ArrayParameters parameters;
    private readonly NpgsqlParameter<long> now;
    private readonly List<IGroupColumns> rows = [];
    private readonly List<string>? joined;

    /// <summary>Writes the statement for a set of tables.</summary>
    public GroupStatement(NpgsqlConnection connection, GroupTables tables)
    {
        Command = connection.CreateCommand();
        parameters = new(Command);
        now = new() { NpgsqlDbType = NpgsqlDbType.Bigint };
        Command.Parameters.Add(now);
        var parts = new List<string> { Sql(Fence, p => new StateColumns(p)) };
        foreach (var table in Enum.GetValues<GroupTables>().Where(t => t != GroupTables.None && tables.HasFlag(t)))
        {
            if (table != GroupTables.Joined)
            {
                parts.Add(Part(table));
            }
        }

        var lost = "keys";
        if (tables.HasFlag(GroupTables.Joined))
        {
            lost = $"CASE WHEN keys && ${parameters.Next} THEN refuse_stale(keys) ELSE keys END";
            joined = parameters.Add<string>(NpgsqlDbType.Text);
        }

#pragma warning disable CA2100 // The statement is made of this file's own text.
        Command.CommandText = $"WITH {string.Join(",\n", parts)}\nSELECT unnest({lost}) FROM lost";
#pragma warning restore CA2100
    }

    /// <summary>The command, to be prepared once and executed after each <see cref="Fill"/>.</summary>
    public NpgsqlCommand Command { get; }

    /// <summary>The tables that a group needs.</summary>
    public static GroupTables TablesOf(IReadOnlyList<PendingCommit> group)
    {
        var tables = GroupTables.None;
        foreach (var commit in group.SelectMany(pending => pending.Commit.WithJoined))
        {
            tables |=
                (commit.Joined.IsEmpty ? GroupTables.None : GroupTables.Joined)
                | (commit.History.IsEmpty ? GroupTables.None : GroupTables.History)
                | (commit.Entries.IsEmpty ? GroupTables.None : GroupTables.Entries)
                | (commit.Card is null ? GroupTables.None : GroupTables.Cards)
                | (commit.Notices.IsEmpty ? GroupTables.None : GroupTables.Notices)
                | (commit.Orders.IsEmpty ? GroupTables.None : GroupTables.Orders)
                | (commit.History.Any(row => row.Text is not null) ? GroupTables.Texts : GroupTables.None);
        }

        return tables;
    }

    /// <summary>Makes a group's rows the statement's parameters.</summary>
    public void Fill(IReadOnlyList<PendingCommit> group, DateTimeOffset now)
    {
        this.now.TypedValue = now.ToUnixTimeMilliseconds();
        parameters.Clear();
        foreach (var pending in group)
        {
            foreach (var commit in pending.Commit.WithJoined)
            {
                foreach (var table in rows)
                {
                    table.Add(commit);
                }

                if (!pending.Commit.Joined.IsEmpty)
                {
                    joined!.Add(commit.GrainKey);
                }
            }
        }
    }

    private string Part(GroupTables table) =>
        table switch
        {
            GroupTables.History => Sql(History, p => new HistoryColumns(p)),
            GroupTables.Entries => Sql(Entries, p => new EntryColumns(p)),
            GroupTables.Cards => Sql(Cards, p => new CardColumns(p)),
            GroupTables.Notices => Sql(Notices, p => new NoticeColumns(p)),
            GroupTables.Orders => Sql(Orders, p => new OrderColumns(p)),
            GroupTables.Texts => Sql(Texts, p => new TextColumns(p)),
            _ => throw new ArgumentOutOfRangeException(nameof(table), table, "Unknown table."),
        };

    private string Sql(string part, Func<ArrayParameters, IGroupColumns> columns)
    {
        var first = parameters.Next;
        this.rows.Add(columns(parameters));
        return part.Replace("{rows}", parameters.RowsFrom(first), StringComparison.Ordinal);
    }

    // A grain wins when its row has the expected version, or is not there and version 0 was expected. "lost" is one
    // array, made once and mostly empty, so that the other tables' rows pass it without a join.
    private const string Fence = """
        commits AS (
            SELECT * FROM {rows} AS c (key, state, expected, payload)
        ),
        updated AS (
            UPDATE orleansstorage AS s SET payloadbinary = c.payload, version = s.version + 1, modifiedon = $1
            FROM commits AS c
            WHERE s.grainidextensionstring = c.key AND s.graintypestring = c.state AND s.version = c.expected
            RETURNING s.grainidextensionstring AS key
        ),
        inserted AS (
            INSERT INTO orleansstorage (grainidextensionstring, graintypestring, version, modifiedon, payloadbinary)
            SELECT key, state, 1, $1, payload FROM commits WHERE expected = 0
            ON CONFLICT DO NOTHING
            RETURNING grainidextensionstring AS key
        ),
        lost AS MATERIALIZED (
            SELECT ARRAY(
                SELECT key FROM commits EXCEPT (SELECT key FROM updated UNION ALL SELECT key FROM inserted)
            ) AS keys
        )
        """;

    private const string Won = "<> ALL ((SELECT keys FROM lost)::text[])";

    private const string History = $$"""
        history_rows AS (
            INSERT INTO history (grain_key, seq, at, kind, actor, body, command_id, content_hash, answer, source, chain,
                chain_version, text_hash)
            SELECT * FROM {rows} AS h (key, seq, at, kind, actor, body, command_id, content_hash, answer, source,
                chain, chain_version, text_hash)
            WHERE h.key {{Won}}
        )
        """;

    private const string Texts = $$"""
        text_rows AS (
            INSERT INTO texts (grain_key, seq, salt, text)
            SELECT * FROM {rows} AS t (key, seq, salt, text)
            WHERE t.key {{Won}}
        )
        """;

    private const string Entries = $$"""
        entry_rows AS (
            INSERT INTO entries (account, seq, at, kind, amount, balance_after, actor, ticket, operation_key,
                content_hash, answer, body, source, chain)
            SELECT * FROM {rows} AS e (key, seq, at, kind, amount, balance_after, actor, ticket, operation_key,
                content_hash, answer, body, source, chain)
            WHERE e.key {{Won}}
        )
        """;

    private const string Cards = $$"""
        card_rows AS (
            INSERT INTO cards AS stored (grain_key, kind, rank, version, changed_at, customer, desk, status, assignee,
                pending_since, solved_since, body)
            SELECT c.key, c.kind, c.rank, c.version, $1, c.customer, c.desk, c.status, c.assignee, c.pending_since,
                c.solved_since, c.body
            FROM {rows} AS c (key, kind, rank, version, customer, desk, status, assignee, pending_since,
                solved_since, body)
            WHERE c.key {{Won}}
            ON CONFLICT (grain_key) DO UPDATE SET kind = excluded.kind, rank = excluded.rank,
                version = excluded.version, changed_at = excluded.changed_at, customer = excluded.customer,
                desk = excluded.desk, status = excluded.status, assignee = excluded.assignee,
                pending_since = excluded.pending_since, solved_since = excluded.solved_since, body = excluded.body
        )
        """;

    // One order may bring credits and coverage of one customer; another customer's, or another letter case, is refused.
    private const string Orders = $$"""
        order_rows AS (
            INSERT INTO orders (name, order_id, customer, later)
            SELECT o.name, o.order_id, o.customer, 0
            FROM {rows} AS o (key, name, order_id, customer)
            WHERE o.key {{Won}} AND NOT EXISTS (
                SELECT 1 FROM orders AS known
                WHERE known.name = o.name AND known.order_id = o.order_id AND known.customer = o.customer
            )
        )
        """;

    private const string Notices = $$"""
        notice_rows AS (
            INSERT INTO notices (id, kind, target, body)
            SELECT n.id, n.kind, n.target, n.body
            FROM {rows} AS n (key, id, kind, target, body)
            WHERE n.key {{Won}}
            ON CONFLICT (id) DO NOTHING
        )
        """;
}
