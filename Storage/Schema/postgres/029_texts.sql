-- Oldest program: 29
-- What people wrote in a row of history lies beside it, so that it can be removed. The row has marks in its places and a
-- hash of the texts under a random salt, which is removed with them. Rows from before keep their texts, and links of
-- version 1.
CREATE TABLE texts (
    grain_key text COLLATE "C" NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    salt bytea NOT NULL CHECK (length(salt) >= 16),
    text text NOT NULL,
    PRIMARY KEY (grain_key, seq)
);
ALTER TABLE history ADD COLUMN chain_version integer NOT NULL DEFAULT 1, ADD COLUMN text_hash bytea;

-- Texts are removed by the schema's owner alone, and never changed.
CREATE TRIGGER texts_not_changed BEFORE UPDATE OR TRUNCATE ON texts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
