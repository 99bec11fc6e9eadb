-- What the journal commits: a grain's state, its history, its ledger entries, its card, and its notices.
-- Keys are compared byte by byte, so that their order is the same on every installation. Instants are Unix milliseconds.

-- The state of every grain, in the shape of Orleans' relational storage as far as it is needed here. The hash columns
-- of the vendor's table are left out because the key itself is unique, the numeric parts because every grain of the
-- product has a text key (a grain with another kind of key is refused by the NOT NULL), and the service id because one
-- database serves one desk.
CREATE TABLE orleansstorage (
    grainidextensionstring text COLLATE "C" NOT NULL,
    graintypestring text COLLATE "C" NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    modifiedon bigint NOT NULL,
    payloadbinary bytea,
    PRIMARY KEY (grainidextensionstring, graintypestring)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- What happened in a grain, oldest first, for ever.
CREATE TABLE history (
    grain_key text COLLATE "C" NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    at bigint NOT NULL,
    kind text NOT NULL,
    actor text NOT NULL,
    body text NOT NULL,
    command_id text COLLATE "C" CHECK (length(command_id) <= 255),
    content_hash bytea,
    answer text,
    PRIMARY KEY (grain_key, seq),
    CHECK ((command_id IS NULL) = (content_hash IS NULL))
);
CREATE UNIQUE INDEX history_command ON history (grain_key, command_id) WHERE command_id IS NOT NULL;

-- The ledger: every movement of credits (Policy D9), each operation at most once (Policy D10), never below zero.
CREATE TABLE entries (
    account text COLLATE "C" NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    at bigint NOT NULL,
    kind text NOT NULL,
    amount bigint NOT NULL CHECK (amount <> 0),
    balance_after bigint NOT NULL CHECK (balance_after >= 0),
    actor text NOT NULL,
    ticket bigint,
    operation_key text COLLATE "C" NOT NULL CHECK (length(operation_key) <= 255),
    content_hash bytea NOT NULL,
    answer text,
    body text NOT NULL,
    PRIMARY KEY (account, seq)
);
CREATE UNIQUE INDEX entries_operation ON entries (account, operation_key);
CREATE INDEX entries_ticket ON entries (account, ticket) WHERE ticket IS NOT NULL;

-- How grains stand in lists. A ticket's rank is its number, so it is unique; other kinds may share one.
CREATE TABLE cards (
    grain_key text COLLATE "C" PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    rank bigint NOT NULL,
    version bigint NOT NULL,
    changed_at bigint NOT NULL,
    customer text COLLATE "C",
    desk text COLLATE "C",
    status text COLLATE "C",
    assignee text COLLATE "C",
    pending_since bigint,
    body text NOT NULL
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE UNIQUE INDEX cards_rank ON cards (kind, rank, (CASE WHEN kind = 'ticket' THEN '' ELSE grain_key END));
CREATE INDEX cards_customer ON cards (customer, kind, rank) WHERE customer IS NOT NULL;
CREATE INDEX cards_status ON cards (status, kind, rank) WHERE status IS NOT NULL;
CREATE INDEX cards_assignee ON cards (assignee, kind, rank) WHERE assignee IS NOT NULL;
CREATE INDEX cards_desk ON cards (desk) WHERE desk IS NOT NULL;
CREATE INDEX cards_pending ON cards (pending_since) WHERE pending_since IS NOT NULL;
CREATE INDEX cards_changed ON cards (kind, changed_at);

-- What others are still to be told.
CREATE TABLE notices (
    id text COLLATE "C" PRIMARY KEY,
    place bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    kind text NOT NULL,
    target text NOT NULL,
    body text NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.05);

CREATE SEQUENCE ticket_numbers AS bigint;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are never changed or deleted.', TG_TABLE_NAME;
END
$$;
CREATE TRIGGER history_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON history
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
