-- Other people's programs that are told of what happens. The secret lies under the desk's data protection; what happened
-- before since is not told.
CREATE TABLE webhooks (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    secret TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    since INTEGER NOT NULL,
    paused_at INTEGER
) STRICT;

-- What happened and was looked at, by the row of history or ledger that tells it; without a body nobody is told.
CREATE TABLE webhook_events (
    id TEXT NOT NULL PRIMARY KEY,
    trail TEXT NOT NULL,
    subject TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    type TEXT,
    body TEXT,
    UNIQUE (trail, subject, seq)
) STRICT;
CREATE INDEX webhook_events_at ON webhook_events (at);

-- Who is told what, and how that goes.
CREATE TABLE webhook_deliveries (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook TEXT NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    event TEXT NOT NULL REFERENCES webhook_events ON DELETE CASCADE,
    due_at INTEGER,
    attempts INTEGER NOT NULL,
    tried_at INTEGER,
    delivered_at INTEGER,
    status INTEGER,
    failure TEXT,
    UNIQUE (webhook, event)
) STRICT;
CREATE INDEX webhook_deliveries_place ON webhook_deliveries (webhook, place);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_event ON webhook_deliveries (event);

-- How far history and ledger have been looked at, and when last.
CREATE TABLE webhook_reading (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    looked_at INTEGER NOT NULL,
    read_until INTEGER NOT NULL
) STRICT;
INSERT INTO webhook_reading VALUES (1, 0, 0);

CREATE INDEX history_at ON history (at);
CREATE INDEX entries_at ON entries (at);
