-- Room on each page, so that a new balance stays on its page and touches no index.
CREATE TABLE accounts (
    id      bigint PRIMARY KEY,
    balance bigint NOT NULL CHECK (balance >= 0)
) WITH (fillfactor = 70);

CREATE TABLE entries (
    account       bigint NOT NULL,
    operation_key text NOT NULL,
    amount        bigint NOT NULL,
    balance_after bigint NOT NULL,
    reason        text NOT NULL,
    author        text NOT NULL,
    at            timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account, operation_key)
);

CREATE TABLE tokens (
    hash bytea PRIMARY KEY,
    name text NOT NULL,
    role text NOT NULL
);
