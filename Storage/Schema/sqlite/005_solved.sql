-- Since when a ticket is solved, so that those that close by themselves (Policy F4) are found without reading all.
ALTER TABLE cards ADD COLUMN solved_since INTEGER;
UPDATE cards SET solved_since = changed_at WHERE status = 'solved';
CREATE INDEX cards_solved ON cards (solved_since) WHERE solved_since IS NOT NULL;
