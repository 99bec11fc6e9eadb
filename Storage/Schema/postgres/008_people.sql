-- People who sign in, their sessions, and the mails they are sent. The body holds what is secret of a person: hashes,
-- the security stamp, and the second factor's key under the desk's data protection.
CREATE TABLE people (
    id text COLLATE "C" PRIMARY KEY,
    email text COLLATE "C" NOT NULL UNIQUE CHECK (email = lower(email)),
    name text NOT NULL,
    role text NOT NULL,
    customer_id text COLLATE "C",
    created_at bigint NOT NULL,
    disabled_at bigint,
    version bigint NOT NULL,
    body text NOT NULL
);
CREATE INDEX people_customer ON people (customer_id) WHERE customer_id IS NOT NULL;

-- By what else a person is found: a company login's issuer and subject, a passkey's id.
CREATE TABLE person_keys (
    kind text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    person_id text COLLATE "C" NOT NULL REFERENCES people,
    PRIMARY KEY (kind, key)
);
CREATE INDEX person_keys_person ON person_keys (person_id);

-- A session's id is the hash of the secret in its cookie.
CREATE TABLE sessions (
    id text COLLATE "C" PRIMARY KEY,
    person_id text COLLATE "C" REFERENCES people,
    token_id text COLLATE "C",
    created_at bigint NOT NULL,
    seen_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    ended_at bigint,
    address text NOT NULL,
    agent text NOT NULL,
    CHECK ((person_id IS NULL) <> (token_id IS NULL))
);
CREATE INDEX sessions_person ON sessions (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX sessions_ends ON sessions (ends_at);

-- Mails to be sent, kept from the change that caused them until they are; sent ones keep their id for a while, so that a
-- repeated command sends nothing twice.
CREATE TABLE mails (
    id text COLLATE "C" PRIMARY KEY,
    created_at bigint NOT NULL,
    due_at bigint,
    attempts integer NOT NULL,
    sent_at bigint,
    body text
);
CREATE INDEX mails_due ON mails (due_at) WHERE due_at IS NOT NULL;
