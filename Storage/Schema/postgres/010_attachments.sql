-- Files that were uploaded for a ticket's messages. A row comes first, then the bytes, so that nothing is stored that
-- nobody knows of; what no message has claimed within a day goes again.
CREATE TABLE attachments (
    id text COLLATE "C" PRIMARY KEY,
    ticket text COLLATE "C" NOT NULL,
    license text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,
    place text NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    sha256 text NOT NULL,
    created_at bigint NOT NULL,
    stored_at bigint,
    claimed_at bigint
);
CREATE INDEX attachments_ticket ON attachments (ticket);
CREATE INDEX attachments_unclaimed ON attachments (created_at) WHERE claimed_at IS NULL;

-- How much of a license's quota is used; raised in the transaction that adds a file, so that no race exceeds it.
CREATE TABLE attachment_usage (
    license text COLLATE "C" PRIMARY KEY,
    bytes bigint NOT NULL CHECK (bytes >= 0)
);
