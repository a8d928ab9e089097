#!/usr/bin/env bash
# Run once by the image of PostgreSQL, as its administrator, when its volume is new: PostGIS, who owns the tables, and
# who uses them. POSTGRES_USER, POSTGRES_DB, OWNER_PASSWORD and APP_PASSWORD come from docker-compose.yml.
set -euo pipefail
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE ROLE dorpsronde_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE dorpsronde_app LOGIN PASSWORD :'app_password';
ALTER DATABASE :"DBNAME" OWNER TO dorpsronde_owner;
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO dorpsronde_app;
SQL
