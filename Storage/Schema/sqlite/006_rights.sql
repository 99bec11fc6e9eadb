-- What was changed of people, sessions and tokens: who, what, before and after, and from where. The rows are chained:
-- each holds a hash over the one before and itself, and the head tells how many there are.
CREATE TABLE rights_changes (
    seq INTEGER NOT NULL PRIMARY KEY CHECK (seq > 0),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    actor TEXT NOT NULL,
    source TEXT,
    before TEXT,
    after TEXT,
    command_id TEXT CHECK (length(command_id) <= 255),
    content_hash BLOB,
    chain BLOB NOT NULL,
    CHECK ((command_id IS NULL) = (content_hash IS NULL))
) STRICT;
CREATE INDEX rights_changes_subject ON rights_changes (subject, seq);
CREATE UNIQUE INDEX rights_changes_command ON rights_changes (command_id) WHERE command_id IS NOT NULL;
CREATE TRIGGER rights_changes_not_updated BEFORE UPDATE ON rights_changes
BEGIN SELECT RAISE(ABORT, 'Rows of rights_changes are never changed or deleted.'); END;
CREATE TRIGGER rights_changes_not_deleted BEFORE DELETE ON rights_changes
BEGIN SELECT RAISE(ABORT, 'Rows of rights_changes are never changed or deleted.'); END;

CREATE TABLE rights_head (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    seq INTEGER NOT NULL,
    chain BLOB NOT NULL
) STRICT;
INSERT INTO rights_head VALUES (1, 0, x'');
