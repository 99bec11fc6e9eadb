-- With what a token was made: the token that was used, also through a session it began, or the person behind a session.
-- The trail of rights tells it of those there are.
ALTER TABLE tokens ADD COLUMN maker TEXT;
CREATE INDEX tokens_maker ON tokens (maker) WHERE maker IS NOT NULL;
UPDATE tokens SET maker = (
    SELECT CASE WHEN instr(source, ' token ') > 0 THEN substr(source, instr(source, ' token ') + 7) ELSE actor END
    FROM rights_changes
    WHERE subject = tokens.id AND kind = 'tokenMade' AND actor <> 'desk'
    ORDER BY seq LIMIT 1
);

-- When somebody last proved in a session who they are; null for not since it began.
ALTER TABLE sessions ADD COLUMN proved_at INTEGER;
CREATE INDEX sessions_token ON sessions (token_id) WHERE token_id IS NOT NULL;

-- How many passwords and codes of a person were compared and not right, those that are being compared included.
CREATE TABLE sign_in_attempts (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people,
    counted INTEGER NOT NULL,
    locked_until INTEGER
) STRICT;

-- Secrets of the installation itself, each under the desk's data protection.
CREATE TABLE server_keys (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
