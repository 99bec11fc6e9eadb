-- Who gave a webhook its address and its events, and who invited a person: the token that was used, also through a session
-- it began, or the person behind a session. The trail of rights tells it of those there are.
ALTER TABLE webhooks ADD COLUMN maker TEXT;
CREATE INDEX webhooks_maker ON webhooks (maker) WHERE maker IS NOT NULL;
ALTER TABLE people ADD COLUMN maker TEXT;
CREATE INDEX people_maker ON people (maker) WHERE maker IS NOT NULL;
UPDATE webhooks SET maker = (
    SELECT CASE WHEN instr(source, ' token ') > 0 THEN substr(source, instr(source, ' token ') + 7) ELSE actor END
    FROM rights_changes
    WHERE subject = webhooks.id AND kind = 'webhookMade' AND actor <> 'desk'
    ORDER BY seq LIMIT 1
);
UPDATE people SET maker = (
    SELECT CASE WHEN instr(source, ' token ') > 0 THEN substr(source, instr(source, ' token ') + 7) ELSE actor END
    FROM rights_changes
    WHERE subject = people.id AND kind = 'personInvited' AND actor <> 'desk'
    ORDER BY seq DESC LIMIT 1
);

-- When a webhook ends; null for not by itself.
ALTER TABLE webhooks ADD COLUMN expires_at INTEGER;
