-- What the gateway keeps: bearer tokens, by the hash of their secret, and the keys that protect cookies.
CREATE TABLE tokens (
    id text COLLATE "C" PRIMARY KEY,
    hash bytea NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    customer_id text COLLATE "C",
    created_at bigint NOT NULL,
    revoked_at bigint
);
CREATE INDEX tokens_customer ON tokens (customer_id) WHERE customer_id IS NOT NULL;

CREATE TABLE data_protection_keys (
    name text PRIMARY KEY,
    xml text NOT NULL
);
