-- What the journal commits: a grain's state, its history, its ledger entries, its card, and its notices.
-- Instants are Unix milliseconds.

-- The state of every grain, in the shape of Orleans' relational storage as far as it is needed here. The hash columns
-- of the vendor's table are left out because the key itself is unique, the numeric parts because every grain of the
-- product has a text key (a grain with another kind of key is refused by the NOT NULL), and the service id because one
-- database serves one desk.
CREATE TABLE orleansstorage (
    grainidextensionstring TEXT NOT NULL,
    graintypestring TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    modifiedon INTEGER NOT NULL,
    payloadbinary BLOB,
    PRIMARY KEY (grainidextensionstring, graintypestring)
) STRICT;

-- What happened in a grain, oldest first, for ever.
CREATE TABLE history (
    grain_key TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    body TEXT NOT NULL,
    command_id TEXT CHECK (length(command_id) <= 255),
    content_hash BLOB,
    answer TEXT,
    PRIMARY KEY (grain_key, seq),
    CHECK ((command_id IS NULL) = (content_hash IS NULL))
) STRICT;
CREATE UNIQUE INDEX history_command ON history (grain_key, command_id) WHERE command_id IS NOT NULL;

-- The ledger: every movement of credits (Policy D9), each operation at most once (Policy D10), never below zero.
CREATE TABLE entries (
    account TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount <> 0),
    balance_after INTEGER NOT NULL CHECK (balance_after >= 0),
    actor TEXT NOT NULL,
    ticket INTEGER,
    operation_key TEXT NOT NULL CHECK (length(operation_key) <= 255),
    content_hash BLOB NOT NULL,
    answer TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (account, seq)
) STRICT;
CREATE UNIQUE INDEX entries_operation ON entries (account, operation_key);
CREATE INDEX entries_ticket ON entries (account, ticket) WHERE ticket IS NOT NULL;

-- How grains stand in lists. A ticket's rank is its number, so it is unique; other kinds may share one.
CREATE TABLE cards (
    grain_key TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    rank INTEGER NOT NULL,
    version INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    customer TEXT,
    desk TEXT,
    status TEXT,
    assignee TEXT,
    pending_since INTEGER,
    body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX cards_rank ON cards (kind, rank, (CASE WHEN kind = 'ticket' THEN '' ELSE grain_key END));
CREATE INDEX cards_customer ON cards (customer, kind, rank) WHERE customer IS NOT NULL;
CREATE INDEX cards_status ON cards (status, kind, rank) WHERE status IS NOT NULL;
CREATE INDEX cards_assignee ON cards (assignee, kind, rank) WHERE assignee IS NOT NULL;
CREATE INDEX cards_desk ON cards (desk) WHERE desk IS NOT NULL;
CREATE INDEX cards_pending ON cards (pending_since) WHERE pending_since IS NOT NULL;
CREATE INDEX cards_changed ON cards (kind, changed_at);

-- What others are still to be told.
CREATE TABLE notices (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE ticket_numbers (
    last INTEGER NOT NULL
) STRICT;
INSERT INTO ticket_numbers VALUES (0);

CREATE TRIGGER history_not_updated BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'Rows of history are never changed or deleted.'); END;
CREATE TRIGGER history_not_deleted BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'Rows of history are never changed or deleted.'); END;
CREATE TRIGGER entries_not_updated BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'Rows of entries are never changed or deleted.'); END;
CREATE TRIGGER entries_not_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'Rows of entries are never changed or deleted.'); END;
