-- Oldest program: 29
-- The search index: the folded words of subjects, messages, notes, names, email addresses and license numbers, cut by the
-- program. It is derived from the history, cards and people, and can be rebuilt from them (rebuild-search).
CREATE TABLE IF NOT EXISTS search_passages (
    grain_key text COLLATE "C" NOT NULL,
    seq bigint NOT NULL CHECK (seq >= 0),
    part integer NOT NULL CHECK (part >= 0),
    kind text COLLATE "C" NOT NULL,
    rank bigint NOT NULL,
    customer text COLLATE "C",
    internal integer NOT NULL CHECK (internal IN (0, 1)),
    words tsvector NOT NULL,
    PRIMARY KEY (grain_key, seq, part)
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX IF NOT EXISTS search_passages_words ON search_passages USING gin (words);
CREATE INDEX IF NOT EXISTS search_passages_customer ON search_passages (customer) WHERE customer IS NOT NULL;

-- Up to where history and rights have been read for it; walked is the last card that was read when it was built, null once
-- all have been.
CREATE TABLE IF NOT EXISTS search_reading (
    only_row integer PRIMARY KEY CHECK (only_row = 1),
    epoch bigint NOT NULL,
    xact bigint NOT NULL,
    grain_key text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    walked text COLLATE "C",
    rights_seq bigint NOT NULL
);
INSERT INTO search_reading VALUES (1, 0, 0, '', 0, '', 0) ON CONFLICT DO NOTHING;
