-- Run at every start when the schema's owner is not the serving role: what that role may do, and no more.
GRANT SELECT ON schema_versions, orleansquery, database_epochs TO {role};
GRANT SELECT, INSERT ON history, texts, entries, orders, rights_changes, audit_anchors, audit_anchored_heads,
    server_keys TO {role};
GRANT SELECT, UPDATE ON rights_head TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON orleansstorage, cards, notices, orleansmembershipversiontable,
    orleansmembershiptable, tokens, data_protection_keys, person_keys, sessions, sign_in_attempts, mails,
    attachments, attachment_usage, webhooks, webhook_events, webhook_deliveries, webhook_attempts,
    webhook_reading, board_views, failed_work, search_passages, search_reading TO {role};
-- People are disabled, never deleted: the history names them.
GRANT SELECT, INSERT, UPDATE ON people TO {role};
REVOKE DELETE ON people FROM {role};
GRANT USAGE ON SEQUENCE ticket_numbers TO {role};
