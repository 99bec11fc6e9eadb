-- Oldest program: 29
-- What changed is read by the places of rows (history_place, entries_place). The index by instants is not needed any more,
-- and without it an update of a card whose lists stay the same touches no index.
DROP INDEX cards_changed;
