-- Open tickets and chats by whom they are assigned to, to find those of people who have left.
CREATE INDEX cards_held ON cards (assignee) WHERE assignee IS NOT NULL AND (desk IS NOT NULL OR status = 'taken');
