-- Other people's programs that are told of what happens. The secret lies under the desk's data protection; what happened
-- before since is not told.
CREATE TABLE webhooks (
    id text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    url text NOT NULL,
    events text NOT NULL,
    secret text NOT NULL,
    created_at bigint NOT NULL,
    since bigint NOT NULL,
    paused_at bigint
);

-- What happened and was looked at, by the row of history or ledger that tells it; without a body nobody is told.
CREATE TABLE webhook_events (
    id text COLLATE "C" PRIMARY KEY,
    trail text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    at bigint NOT NULL,
    type text,
    body text,
    UNIQUE (trail, subject, seq)
);
CREATE INDEX webhook_events_at ON webhook_events (at);

-- Who is told what, and how that goes.
CREATE TABLE webhook_deliveries (
    place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook text COLLATE "C" NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    event text COLLATE "C" NOT NULL REFERENCES webhook_events ON DELETE CASCADE,
    due_at bigint,
    attempts integer NOT NULL,
    tried_at bigint,
    delivered_at bigint,
    status integer,
    failure text,
    UNIQUE (webhook, event)
);
CREATE INDEX webhook_deliveries_place ON webhook_deliveries (webhook, place);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_event ON webhook_deliveries (event);

-- How far history and ledger have been looked at, and when last.
CREATE TABLE webhook_reading (
    only_row integer PRIMARY KEY CHECK (only_row = 1),
    looked_at bigint NOT NULL,
    read_until bigint NOT NULL
);
INSERT INTO webhook_reading VALUES (1, 0, 0);

-- Rows stand in the order of their writing, so the newest are found by blocks, at next to no cost for who writes.
CREATE INDEX history_at ON history USING brin (at) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX entries_at ON entries USING brin (at) WITH (pages_per_range = 16, autosummarize = on);
