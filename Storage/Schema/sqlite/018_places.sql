-- The place of a row: the database's epoch, the transaction that wrote it, and the row's own number. There is one writer, so
-- its transactions are numbered as they commit. An epoch ends where they may be numbered again: after a restore. Epoch 0
-- holds the rows from before this step.
CREATE TABLE database_epochs (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    id TEXT NOT NULL UNIQUE,
    begun_at INTEGER NOT NULL
) STRICT;
INSERT INTO database_epochs VALUES (1, lower(hex(randomblob(16))), CAST(unixepoch('subsec') * 1000 AS INTEGER));

CREATE TABLE last_transaction (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    epoch INTEGER NOT NULL REFERENCES database_epochs,
    xact INTEGER NOT NULL
) STRICT;
INSERT INTO last_transaction VALUES (1, 1, 0);

ALTER TABLE history ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE history ADD COLUMN xact INTEGER NOT NULL DEFAULT 0;
CREATE INDEX history_place ON history (epoch, xact) WHERE epoch > 0;
ALTER TABLE entries ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entries ADD COLUMN xact INTEGER NOT NULL DEFAULT 0;
CREATE INDEX entries_place ON entries (epoch, xact) WHERE epoch > 0;

-- Only the rows of epoch 0 that have not been read are found by their instants, once.
DROP INDEX history_at;

-- A webhook is sent what was written at its start or after it.
ALTER TABLE webhooks ADD COLUMN start_epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE webhooks ADD COLUMN start_xact INTEGER NOT NULL DEFAULT 0;

-- The place up to which the rows have been read. While it is in epoch 0, rows are found by their instants.
ALTER TABLE webhook_reading ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE webhook_reading ADD COLUMN xact INTEGER NOT NULL DEFAULT 0;
ALTER TABLE webhook_reading ADD COLUMN trail TEXT NOT NULL DEFAULT '';
ALTER TABLE webhook_reading ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE webhook_reading ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
