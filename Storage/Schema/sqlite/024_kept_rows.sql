-- Which row a change of rights left: its table, its id, and digests of the columns that the state after does not show;
-- without digests the row is gone. Changes from before have none of these.
ALTER TABLE rights_changes ADD COLUMN kept_in TEXT;
ALTER TABLE rights_changes ADD COLUMN kept_id TEXT;
ALTER TABLE rights_changes ADD COLUMN kept TEXT;
CREATE INDEX rights_changes_kept ON rights_changes (kept_in, kept_id, seq) WHERE kept_in IS NOT NULL;
