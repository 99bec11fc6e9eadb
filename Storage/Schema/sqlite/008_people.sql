-- People who sign in, their sessions, and the mails they are sent. The body holds what is secret of a person: hashes,
-- the security stamp, and the second factor's key under the desk's data protection.
CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    customer_id TEXT,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER,
    version INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX people_customer ON people (customer_id) WHERE customer_id IS NOT NULL;

-- By what else a person is found: a company login's issuer and subject, a passkey's id.
CREATE TABLE person_keys (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people,
    PRIMARY KEY (kind, key)
) STRICT;
CREATE INDEX person_keys_person ON person_keys (person_id);

-- A session's id is the hash of the secret in its cookie.
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT REFERENCES people,
    token_id TEXT,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    ended_at INTEGER,
    address TEXT NOT NULL,
    agent TEXT NOT NULL,
    CHECK ((person_id IS NULL) <> (token_id IS NULL))
) STRICT;
CREATE INDEX sessions_person ON sessions (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX sessions_ends ON sessions (ends_at);

-- Mails to be sent, kept from the change that caused them until they are; sent ones keep their id for a while, so that a
-- repeated command sends nothing twice.
CREATE TABLE mails (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    due_at INTEGER,
    attempts INTEGER NOT NULL,
    sent_at INTEGER,
    body TEXT
) STRICT;
CREATE INDEX mails_due ON mails (due_at) WHERE due_at IS NOT NULL;
