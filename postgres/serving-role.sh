#!/bin/sh
# Creates the role under which Tallydesk runs. Run it once, as the database owner. Tallydesk grants the role the permissions it
# needs at each start. Arguments are passed to psql; without any, those of the PostgreSQL image are used.
set -eu
if [ $# -eq 0 ]; then set -- -U "$POSTGRES_USER" "$POSTGRES_DB"; fi
psql -v ON_ERROR_STOP=1 -v password="$SERVING_PASSWORD" "$@" <<'SQL'
CREATE ROLE tallydesk_serving LOGIN PASSWORD :'password';
SQL
