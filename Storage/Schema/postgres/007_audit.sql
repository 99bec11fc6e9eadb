-- The history and the ledger are the audit of grains: where each change came from, and a chain over each grain's rows,
-- whose last link and count stand in the grain's state. Rows from before have no link.
ALTER TABLE history ADD COLUMN source text, ADD COLUMN chain bytea NOT NULL DEFAULT ''::bytea;
ALTER TABLE entries ADD COLUMN source text, ADD COLUMN chain bytea NOT NULL DEFAULT ''::bytea;

-- Every so often the last links of all grains that changed are written down under one digest, which is chained itself and
-- told to the log: who removes a grain with all its rows and its state has to rewrite what was written down elsewhere.
CREATE TABLE audit_anchors (
    seq bigint PRIMARY KEY CHECK (seq > 0),
    at bigint NOT NULL,
    heads bigint NOT NULL,
    digest bytea NOT NULL
);
CREATE TABLE audit_anchored_heads (
    anchor bigint NOT NULL REFERENCES audit_anchors,
    trail text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    link bytea NOT NULL,
    PRIMARY KEY (anchor, trail, subject)
);
CREATE TRIGGER audit_anchors_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_anchors
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_anchored_heads_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_anchored_heads
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
