#!/bin/sh
# Makes the secrets that docker-compose.yml names, in deploy/secrets or the folder given. Passwords
# and keys that exist are kept: a database that knows a password must not have it changed under it.
#
# POSTGRES_HOST, NATS_HOST and NATS_NODES say where the servers are, if not where compose has them.
#
# The folder is for its owner only. The files in it can be read by anyone who gets that far, since
# containers see them under other user ids than yours.
set -eu

here="$(cd "$(dirname "$0")" && pwd)"
folder="${1:-$here/secrets}"
umask 077
mkdir -p "$folder"
chmod 700 "$folder"
cd "$folder"
postgres="${POSTGRES_HOST:-postgres}"
nats="${NATS_HOST:-nats}"
nodes="${NATS_NODES:-nats-1 nats-2 nats-3}"

password() {
    # 32 characters from 64: letters, digits, - and _ need no quoting in addresses or configuration.
    [ -s "$1" ] || head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n' >"$1"
    cat "$1"
}

superuser="$(password postgres-superuser)"
hub="$(password postgres-hub)"
services="$(password postgres-hub_services)"
vault="$(password postgres-hub_vault)"
cluster="$(password nats-cluster)"
[ -n "$superuser" ]

# The vault's master key: 32 bytes. Losing it loses every learner's reference.
[ -s vault-master-key ] || head -c 32 /dev/urandom >vault-master-key

# Ours for issuers that take what they are told. Most give a client its secret: put theirs in this file.
password openid-client-secret >/dev/null

# The key that signs the tokens of machines, as `hub keys signing new` makes it: the three numbers of a
# P-256 key stand at fixed places of its SEC 1 form (RFC 5915).
if ! [ -s signing-keys.json ]; then
    openssl ecparam -name prime256v1 -genkey -noout -outform DER -out signing-key.der
    number() { tail -c +"$1" signing-key.der | head -c 32 | base64 | tr '+/' '-_' | tr -d '=\n'; }
    kid="$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')"
    printf '{"keys": [{"jwk": {"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "%s", "d": "%s", "x": "%s", "y": "%s"}, "signs_from": "%s"}]}\n' \
        "$kid" "$(number 8)" "$(number 58)" "$(number 90)" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" >signing-keys.json
    rm -f signing-key.der
fi

rm -f -- *-url *.conf
printf 'postgresql://hub:%s@%s:5432/hub\n' "$hub" "$postgres" >hub-postgres-url
printf 'postgresql://hub_services:%s@%s:5432/hub\n' "$services" "$postgres" >hub-services-url
printf 'postgresql://hub_vault:%s@%s:5432/hub_vault\n' "$vault" "$postgres" >hub-vault-url

# Every part of the platform signs in to NATS by itself. nats/parts has their names.
while read -r part; do
    secret="$(password "nats-$part")"
    printf 'nats://%s:%s@%s:4222\n' "$part" "$secret" "$nats" >"nats-$part-url"
    printf '%s_PASSWORD: "%s"\n' "$(printf %s "$part" | tr 'a-z-' 'A-Z_')" "$secret" >>passwords.conf
done <"$here/nats/parts"

{
    printf 'authorization { user: cluster, password: "%s" }\nroutes: [\n' "$cluster"
    for node in $nodes; do
        printf '  "nats-route://cluster:%s@%s:6222"\n' "$cluster" "$node"
    done
    printf ']\n'
} >routes.conf

chmod 444 -- *
echo "The secrets are in $folder. Back up vault-master-key apart from the data, and nothing else of it."
