-- The history and the ledger are the audit of grains: where each change came from, and a chain over each grain's rows,
-- whose last link and count stand in the grain's state. Rows from before have no link.
ALTER TABLE history ADD COLUMN source TEXT;
ALTER TABLE history ADD COLUMN chain BLOB NOT NULL DEFAULT x'';
ALTER TABLE entries ADD COLUMN source TEXT;
ALTER TABLE entries ADD COLUMN chain BLOB NOT NULL DEFAULT x'';

-- Every so often the last links of all grains that changed are written down under one digest, which is chained itself and
-- told to the log: who removes a grain with all its rows and its state has to rewrite what was written down elsewhere.
CREATE TABLE audit_anchors (
    seq INTEGER NOT NULL PRIMARY KEY CHECK (seq > 0),
    at INTEGER NOT NULL,
    heads INTEGER NOT NULL,
    digest BLOB NOT NULL
) STRICT;
CREATE TABLE audit_anchored_heads (
    anchor INTEGER NOT NULL REFERENCES audit_anchors,
    trail TEXT NOT NULL,
    subject TEXT NOT NULL,
    seq INTEGER NOT NULL,
    link BLOB NOT NULL,
    PRIMARY KEY (anchor, trail, subject)
) STRICT;
CREATE TRIGGER audit_anchors_not_updated BEFORE UPDATE ON audit_anchors
BEGIN SELECT RAISE(ABORT, 'Rows of audit_anchors are never changed or deleted.'); END;
CREATE TRIGGER audit_anchors_not_deleted BEFORE DELETE ON audit_anchors
BEGIN SELECT RAISE(ABORT, 'Rows of audit_anchors are never changed or deleted.'); END;
CREATE TRIGGER audit_anchored_heads_not_updated BEFORE UPDATE ON audit_anchored_heads
BEGIN SELECT RAISE(ABORT, 'Rows of audit_anchored_heads are never changed or deleted.'); END;
CREATE TRIGGER audit_anchored_heads_not_deleted BEFORE DELETE ON audit_anchored_heads
BEGIN SELECT RAISE(ABORT, 'Rows of audit_anchored_heads are never changed or deleted.'); END;
