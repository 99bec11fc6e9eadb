-- Run at every start when the schema's owner is not the serving role: what that role may do, and no more.
GRANT SELECT ON schema_versions, orleansquery TO {role};
GRANT SELECT, INSERT ON history, entries, rights_changes, audit_anchors, audit_anchored_heads TO {role};
GRANT SELECT, INSERT ON server_keys TO {role};
GRANT SELECT, UPDATE ON rights_head TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON orleansstorage, cards, notices, orleansmembershipversiontable,
    orleansmembershiptable, tokens, data_protection_keys, people, person_keys, sessions, mails,
    attachments, attachment_usage, webhooks, webhook_events, webhook_deliveries, webhook_reading,
    board_views, sign_in_attempts TO {role};
GRANT USAGE ON SEQUENCE ticket_numbers TO {role};
