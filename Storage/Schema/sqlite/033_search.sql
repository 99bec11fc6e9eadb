-- Oldest program: 29
-- The search index: the folded words of subjects, messages, notes, names, email addresses and license numbers, cut by the
-- program. It is derived from the history, cards and people, and can be rebuilt from them (rebuild-search).
CREATE TABLE IF NOT EXISTS search_passages (
    id INTEGER PRIMARY KEY,
    grain_key TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq >= 0),
    part INTEGER NOT NULL CHECK (part >= 0),
    kind TEXT NOT NULL,
    rank INTEGER NOT NULL,
    customer TEXT,
    internal INTEGER NOT NULL CHECK (internal IN (0, 1)),
    words TEXT NOT NULL,
    UNIQUE (grain_key, seq, part)
) STRICT;

-- The words are separated by blanks and have no other ASCII characters than letters and digits, so this tokenizer leaves
-- them as they are. Deleted words leave the index at once.
CREATE VIRTUAL TABLE IF NOT EXISTS search_words
    USING fts5 (words, content = 'search_passages', content_rowid = 'id', tokenize = 'ascii');
INSERT INTO search_words (search_words, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER IF NOT EXISTS search_passages_inserted AFTER INSERT ON search_passages
BEGIN INSERT INTO search_words (rowid, words) VALUES (new.id, new.words); END;
CREATE TRIGGER IF NOT EXISTS search_passages_deleted AFTER DELETE ON search_passages
BEGIN INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', old.id, old.words); END;

-- Up to where history and rights have been read for it; walked is the last card that was read when it was built, null once
-- all have been.
CREATE TABLE IF NOT EXISTS search_reading (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    epoch INTEGER NOT NULL,
    xact INTEGER NOT NULL,
    grain_key TEXT NOT NULL,
    seq INTEGER NOT NULL,
    walked TEXT,
    rights_seq INTEGER NOT NULL
) STRICT;
INSERT INTO search_reading VALUES (1, 0, 0, '', 0, '', 0) ON CONFLICT DO NOTHING;
