-- Oldest program: 28
-- What a start compares: a step's checksum, so that one that was changed after it was applied is noticed, and the oldest
-- program that may run on the schema from this step on, as the newest step that it knows. Steps that were applied before get
-- their checksums at the next start.
ALTER TABLE schema_versions ADD COLUMN checksum TEXT;
ALTER TABLE schema_versions ADD COLUMN oldest_program INTEGER;
