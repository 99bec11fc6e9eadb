-- Files that were uploaded for a ticket's messages. A row comes first, then the bytes, so that nothing is stored that
-- nobody knows of; what no message has claimed within a day goes again.
CREATE TABLE attachments (
    id TEXT NOT NULL PRIMARY KEY,
    ticket TEXT NOT NULL,
    license TEXT NOT NULL,
    actor TEXT NOT NULL,
    place TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    sha256 TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    stored_at INTEGER,
    claimed_at INTEGER
) STRICT;
CREATE INDEX attachments_ticket ON attachments (ticket);
CREATE INDEX attachments_unclaimed ON attachments (created_at) WHERE claimed_at IS NULL;

-- How much of a license's quota is used; raised in the transaction that adds a file, so that no race exceeds it.
CREATE TABLE attachment_usage (
    license TEXT NOT NULL PRIMARY KEY,
    bytes INTEGER NOT NULL CHECK (bytes >= 0)
) STRICT;
