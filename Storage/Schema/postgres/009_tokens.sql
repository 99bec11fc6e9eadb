-- What a token may do below its role, until when, whose own it is, and when it was last used.
ALTER TABLE tokens ADD COLUMN scopes text, ADD COLUMN expires_at bigint, ADD COLUMN owner text COLLATE "C",
    ADD COLUMN last_used_at bigint;
CREATE INDEX tokens_owner ON tokens (owner) WHERE owner IS NOT NULL;
