-- Oldest program: 29
-- How a ticket's prices came about, found without reading the rest of its conversation.
CREATE INDEX history_prices ON history (grain_key, seq)
    WHERE kind IN ('ticketOpened', 'assessmentProposed', 'assessmentAgreed', 'assessmentDeclined', 'chargeSettled');
