namespace Tallydesk.Bench.Baseline;

/// <summary>
/// The statements of a group of commands. Each parameter is an array with one element a command. They return the place
/// within the group, from 1, and the answer of every command that was carried out.
/// </summary>
internal static class BatchedSql
{
    /// <summary>Parameters: license, customer, subject, body, ceiling; actor, key, hash.</summary>
    public const string Open = """
        WITH asked AS MATERIALIZED (
            SELECT nextval('tickets_id_seq') AS id, l.account, a.*
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY
                AS a(license, customer, subject, body, ceiling, actor, operation_key, content_hash, place)
            JOIN licenses l ON l.number = a.license AND (a.customer = 0 OR a.customer = l.account)
        ), ticket AS (
            INSERT INTO tickets (id, account, license, subject, ceiling)
            SELECT id, account, license, subject, ceiling FROM asked
        ), message AS (
            INSERT INTO messages (ticket, author, body) SELECT id, actor, body FROM asked
        ), kept AS (
            INSERT INTO history (ticket, kind, actor, operation_key, content_hash, answer)
            SELECT id, 'opened', actor, operation_key, content_hash,
                format('{"number":%s,"status":"new","licenseNumber":%s}', id, to_json(license))
            FROM asked
            RETURNING ticket, answer
        )
        SELECT place, answer FROM kept JOIN asked ON asked.id = kept.ticket
        """;

    /// <summary>Parameters: ticket, category, price; actor, key, hash. An account that is not covered is left out whole.</summary>
    public const string Assess = """
        WITH asked AS (
            SELECT a.*, t.account, t.revision + 1 AS revision, t.charged, a.price <= t.ceiling AS agreed,
                CASE WHEN a.price <= t.ceiling THEN a.price - t.charged ELSE 0 END AS taken
            FROM unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY
                AS a(id, category, price, actor, operation_key, content_hash, place)
            JOIN tickets t ON t.id = a.id
            WHERE t.status IN ('new', 'awaitingConsent', 'awaitingCredits', 'open', 'pending')
            FOR UPDATE OF t
        ), balances AS (
            SELECT id, balance FROM accounts WHERE id IN (SELECT account FROM asked) FOR UPDATE
        ), running AS (
            SELECT asked.*,
                (balance - sum(taken) OVER (PARTITION BY account ORDER BY place))::bigint AS balance_after
            FROM asked JOIN balances ON balances.id = asked.account
        ), covered AS (
            SELECT * FROM running WHERE account NOT IN (SELECT account FROM running WHERE balance_after < 0)
        ), account AS (
            UPDATE accounts SET balance = balance - c.taken
            FROM (SELECT account, sum(taken)::bigint AS taken FROM covered GROUP BY account) c
            WHERE accounts.id = c.account AND c.taken <> 0
        ), entry AS (
            INSERT INTO entries (account, operation_key, amount, balance_after, reason, author, ticket)
            SELECT account, format('ticket-%s-%s', id, revision), -taken, balance_after, category, actor, id
            FROM covered WHERE taken <> 0
        ), changed AS (
            UPDATE tickets
            SET status = CASE WHEN c.agreed THEN 'open' ELSE 'awaitingConsent' END, category = c.category,
                price = c.price, revision = c.revision, charged = c.charged + c.taken
            FROM covered c WHERE tickets.id = c.id
        ), kept AS (
            INSERT INTO history (ticket, kind, actor, operation_key, content_hash, answer)
            SELECT id, 'assessed', actor, operation_key, content_hash,
                format('{"revision":%s,"category":%s,"price":%s,"status":"%s","charged":%s}', revision,
                    to_json(category), price, CASE WHEN agreed THEN 'open' ELSE 'awaitingConsent' END, charged + taken)
            FROM covered
            RETURNING ticket, answer
        )
        SELECT place, answer FROM kept JOIN covered ON covered.id = kept.ticket
        """;
}
