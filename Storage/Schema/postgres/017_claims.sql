-- Which ticket a command claimed that named none, "the next one": its repeat finds it here, also after a restart.
CREATE INDEX history_claims ON history (command_id) WHERE kind IN ('ticketAssigned', 'nothingChanged');
