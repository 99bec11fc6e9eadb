namespace Tallydesk.Bench.Baseline;

/// <summary>
/// The statements behind tickets. Each is a whole transaction in one round trip: it checks, writes, and keeps its answer
/// with the history row. It returns no row when the ticket is not there or not in the right status.
/// </summary>
internal static class TicketSql
{
    /// <summary>Parameters: license, customer, subject, body, ceiling; actor, key, hash.</summary>
    public const string Open = """
        WITH ticket AS (
            INSERT INTO tickets (account, license, subject, ceiling)
            SELECT account, number, $3, $5 FROM licenses WHERE number = $1 AND ($2 = 0 OR account = $2)
            RETURNING id, license
        ), message AS (
            INSERT INTO messages (ticket, author, body) SELECT id, $6, $4 FROM ticket
        )
        INSERT INTO history (ticket, kind, actor, operation_key, content_hash, answer)
        SELECT id, 'opened', $6, $7, $8,
            format('{"number":%s,"status":"new","licenseNumber":%s}', id, to_json(license))
        FROM ticket
        RETURNING answer
        """;

    /// <summary>Parameters: ticket, category, price; actor, key, hash.</summary>
    public const string Assess = """
        WITH ticket AS (
            SELECT id, account, revision + 1 AS revision, $3 - charged AS due, $3 <= ceiling AS agreed
            FROM tickets
            WHERE id = $1 AND status IN ('new', 'awaitingConsent', 'awaitingCredits', 'open', 'pending')
            FOR UPDATE
        ), account AS (
            UPDATE accounts SET balance = balance - due FROM ticket
            WHERE accounts.id = ticket.account AND agreed AND due <> 0 AND balance >= due
            RETURNING balance
        ), assessed AS (
            SELECT ticket.*, balance, CASE WHEN balance IS NULL THEN 0 ELSE due END AS taken,
                CASE WHEN NOT agreed THEN 'awaitingConsent'
                    WHEN due = 0 OR balance IS NOT NULL THEN 'open'
                    ELSE 'awaitingCredits' END AS status
            FROM ticket LEFT JOIN account ON true
        ), entry AS (
            INSERT INTO entries (account, operation_key, amount, balance_after, reason, author, ticket)
            SELECT account, format('ticket-%s-%s', id, revision), -due, balance, $2, $4, id
            FROM assessed WHERE balance IS NOT NULL
        ), changed AS (
            UPDATE tickets
            SET status = a.status, category = $2, price = $3, revision = a.revision, charged = charged + a.taken
            FROM assessed a WHERE tickets.id = a.id
            RETURNING tickets.id, tickets.status, tickets.revision, tickets.charged
        )
        INSERT INTO history (ticket, kind, actor, operation_key, content_hash, answer)
        SELECT id, 'assessed', $4, $5, $6, format('{"revision":%s,"category":%s,"price":%s,"status":"%s","charged":%s}',
            revision, to_json($2), $3, status, charged)
        FROM changed
        RETURNING answer
        """;

    /// <summary>Parameters: ticket, revision, customer; actor, key, hash.</summary>
    public const string Accept = """
        WITH ticket AS (
            SELECT id, account, price - charged AS due, category
            FROM tickets
            WHERE id = $1 AND revision = $2 AND account = $3 AND status = 'awaitingConsent'
            FOR UPDATE
        ), account AS (
            UPDATE accounts SET balance = balance - due FROM ticket
            WHERE accounts.id = ticket.account AND due <> 0 AND balance >= due
            RETURNING balance
        ), accepted AS (
            SELECT ticket.*, balance, CASE WHEN balance IS NULL THEN 0 ELSE due END AS taken,
                CASE WHEN due = 0 OR balance IS NOT NULL THEN 'open' ELSE 'awaitingCredits' END AS status
            FROM ticket LEFT JOIN account ON true
        ), entry AS (
            INSERT INTO entries (account, operation_key, amount, balance_after, reason, author, ticket)
            SELECT account, format('ticket-%s-%s', id, $2), -due, balance, category, $4, id
            FROM accepted WHERE balance IS NOT NULL
        ), changed AS (
            UPDATE tickets SET status = a.status, ceiling = greatest(ceiling, price), charged = charged + a.taken
            FROM accepted a WHERE tickets.id = a.id
            RETURNING tickets.id, tickets.status, tickets.price, tickets.charged
        )
        INSERT INTO history (ticket, kind, actor, operation_key, content_hash, answer)
        SELECT id, 'accepted', $4, $5, $6, format('{"number":%s,"status":"%s","revision":%s,"price":%s,"charged":%s}',
            id, status, $2, price, charged)
        FROM changed
        RETURNING answer
        """;

    /// <summary>Parameters: ticket, body; actor, key, hash.</summary>
    public const string Reply = """
        WITH ticket AS (
            UPDATE tickets SET status = CASE status WHEN 'open' THEN 'pending' ELSE status END
            WHERE id = $1 AND status IN ('new', 'awaitingConsent', 'awaitingCredits', 'open', 'pending', 'solved')
            RETURNING id
        ), message AS (
            INSERT INTO messages (ticket, author, body) SELECT id, $3, $2 FROM ticket RETURNING id, ticket
        )
        INSERT INTO history (ticket, kind, actor, operation_key, content_hash, answer)
        SELECT ticket, 'answered', $3, $4, $5, format('{"id":%s,"ticket":%s}', id, ticket) FROM message
        RETURNING answer
        """;

    /// <summary>Parameters: ticket; actor, key, hash.</summary>
    public const string Resolve = """
        WITH ticket AS (
            UPDATE tickets SET status = 'solved'
            WHERE id = $1 AND status IN ('new', 'awaitingConsent', 'awaitingCredits', 'open', 'pending')
            RETURNING id, price, charged
        )
        INSERT INTO history (ticket, kind, actor, operation_key, content_hash, answer)
        SELECT id, 'resolved', $2, $3, $4, format('{"number":%s,"status":"solved","price":%s,"charged":%s}',
            id, price, charged)
        FROM ticket
        RETURNING answer
        """;

    /// <summary>What a key was answered before. Parameters: actor, key.</summary>
    public const string FirstAnswer =
        "SELECT content_hash, answer FROM history WHERE actor = $1 AND operation_key = $2";
}
