-- Oldest program: 29
-- Commits that are joined are written together or not at all: where one of them has lost at the fence, the statement of
-- the group ends with this error, and nothing of the group is written.
CREATE OR REPLACE FUNCTION refuse_stale(keys text[]) RETURNS text[] LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', array_to_string(keys, ' ') USING ERRCODE = 'TD001';
END
$$;
