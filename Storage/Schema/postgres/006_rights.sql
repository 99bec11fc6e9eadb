-- What was changed of people, sessions and tokens: who, what, before and after, and from where. The rows are chained:
-- each holds a hash over the one before and itself, and the head tells how many there are.
CREATE TABLE rights_changes (
    seq bigint PRIMARY KEY CHECK (seq > 0),
    at bigint NOT NULL,
    kind text NOT NULL,
    subject text COLLATE "C" NOT NULL,
    actor text NOT NULL,
    source text,
    before text,
    after text,
    command_id text COLLATE "C" CHECK (length(command_id) <= 255),
    content_hash bytea,
    chain bytea NOT NULL,
    CHECK ((command_id IS NULL) = (content_hash IS NULL))
);
CREATE INDEX rights_changes_subject ON rights_changes (subject, seq);
CREATE UNIQUE INDEX rights_changes_command ON rights_changes (command_id) WHERE command_id IS NOT NULL;
CREATE TRIGGER rights_changes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON rights_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE rights_head (
    only_row integer PRIMARY KEY CHECK (only_row = 1),
    seq bigint NOT NULL,
    chain bytea NOT NULL
);
INSERT INTO rights_head VALUES (1, 0, ''::bytea);
