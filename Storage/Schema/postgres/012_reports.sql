-- What happened within some weeks, for reports, without reading all of the history.
CREATE INDEX history_reports ON history (kind, at) WHERE kind IN ('ticketOpened', 'promisedAnswerGiven');
