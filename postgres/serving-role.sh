#!/bin/sh
# Run once, by the database's owner: the role under which the desk serves. What it may do is granted by the desk itself, at
# each start, and is no more than it needs. Arguments are psql's; without any, those of PostgreSQL's image.
set -eu
if [ $# -eq 0 ]; then set -- -U "$POSTGRES_USER" "$POSTGRES_DB"; fi
psql -v ON_ERROR_STOP=1 -v password="$SERVING_PASSWORD" "$@" <<'SQL'
CREATE ROLE tallydesk_serving LOGIN PASSWORD :'password';
SQL
