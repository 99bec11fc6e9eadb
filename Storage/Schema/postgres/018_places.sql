-- The place of a row: the database's epoch, the transaction that wrote it, and the row's own number. Rows are read in the
-- order of their places, up to the oldest transaction that is still open, so a commit that takes long is never passed by.
-- An epoch ends where transactions may be numbered again: after a restore. Epoch 0 holds the rows from before this step.
CREATE TABLE database_epochs (
    number bigint PRIMARY KEY CHECK (number > 0),
    id text NOT NULL UNIQUE,
    begun_at bigint NOT NULL
);
INSERT INTO database_epochs VALUES (1, gen_random_uuid()::text, (extract(epoch FROM clock_timestamp()) * 1000)::bigint);

-- Constants first, so that the existing rows are not rewritten; the defaults for new rows after them.
ALTER TABLE history ADD COLUMN epoch bigint NOT NULL DEFAULT 0, ADD COLUMN xact bigint NOT NULL DEFAULT 0;
ALTER TABLE history ALTER COLUMN epoch SET DEFAULT 1,
    ALTER COLUMN xact SET DEFAULT (pg_current_xact_id()::text::bigint);
CREATE INDEX history_place ON history (epoch, xact) WHERE epoch > 0;
ALTER TABLE entries ADD COLUMN epoch bigint NOT NULL DEFAULT 0, ADD COLUMN xact bigint NOT NULL DEFAULT 0;
ALTER TABLE entries ALTER COLUMN epoch SET DEFAULT 1,
    ALTER COLUMN xact SET DEFAULT (pg_current_xact_id()::text::bigint);
CREATE INDEX entries_place ON entries (epoch, xact) WHERE epoch > 0;

-- A webhook is sent what was written at its start or after it.
ALTER TABLE webhooks ADD COLUMN start_epoch bigint NOT NULL DEFAULT 0, ADD COLUMN start_xact bigint NOT NULL DEFAULT 0;

-- The place up to which the rows have been read. While it is in epoch 0, rows are found by their instants.
ALTER TABLE webhook_reading ADD COLUMN epoch bigint NOT NULL DEFAULT 0, ADD COLUMN xact bigint NOT NULL DEFAULT 0,
    ADD COLUMN trail text COLLATE "C" NOT NULL DEFAULT '', ADD COLUMN subject text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN seq bigint NOT NULL DEFAULT 0;
