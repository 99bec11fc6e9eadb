-- Oldest program: 29
-- What people wrote in a row of history lies beside it, so that it can be removed. The row has marks in its places and a
-- hash of the texts under a random salt, which is removed with them. Rows from before keep their texts, and links of
-- version 1.
CREATE TABLE texts (
    grain_key TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    salt BLOB NOT NULL CHECK (length(salt) >= 16),
    text TEXT NOT NULL,
    PRIMARY KEY (grain_key, seq)
) STRICT;
ALTER TABLE history ADD COLUMN chain_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE history ADD COLUMN text_hash BLOB;

-- Texts are removed, and never changed.
CREATE TRIGGER texts_not_updated BEFORE UPDATE ON texts
BEGIN SELECT RAISE(ABORT, 'Rows of texts are never changed.'); END;
