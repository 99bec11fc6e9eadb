-- Items of background work that failed: when each is tried again, and since when it is dead or was discarded. Done ones are
-- removed. Mails and deliveries of webhooks keep the same in their own rows.
CREATE TABLE failed_work (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    failed_at INTEGER NOT NULL,
    due_at INTEGER,
    discarded_at INTEGER,
    failure TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT;
ALTER TABLE mails ADD COLUMN failed_at INTEGER;
CREATE INDEX mails_dead ON mails (created_at) WHERE due_at IS NULL AND sent_at IS NULL AND body IS NOT NULL;
ALTER TABLE webhook_deliveries ADD COLUMN discarded_at INTEGER;
CREATE INDEX webhook_deliveries_dead ON webhook_deliveries (place)
    WHERE due_at IS NULL AND delivered_at IS NULL AND discarded_at IS NULL;
