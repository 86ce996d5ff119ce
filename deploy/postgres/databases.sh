#!/bin/sh
# Makes the two databases of the platform at the first start of a new PostgreSQL, each owned by a
# role of the same name that enters no other, and the role of the services, which owns nothing. Passwords come from the secrets, never from arguments.
set -eu

secrets="${SECRETS_FOLDER:-/run/secrets}"

for name in hub hub_vault; do
    PASSWORD_OF_ROLE="$(cat "$secrets/postgres-$name")" \
        psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=name="$name" \
        --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
\getenv password PASSWORD_OF_ROLE
create role :"name" login password :'password';
create database :"name" owner :"name";
revoke all on database :"name" from public;
SQL
done

# Services read rows past no policy: their role owns no table. The owner may put it on, inheriting nothing.
PASSWORD_OF_ROLE="$(cat "$secrets/postgres-hub_services")" \
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 \
    --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
\getenv password PASSWORD_OF_ROLE
create role hub_services login password :'password';
grant connect on database hub to hub_services;
grant hub_services to hub with inherit false, set true;
SQL
