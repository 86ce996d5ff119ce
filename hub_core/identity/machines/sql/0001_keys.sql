-- What proves the secrets of machines. Whether a key stands, for whom and for what, its own stream in
-- the ledger says: a row here without a stream opens nothing.

create schema machines;

create table machines.keys (
    key uuid primary key,
    kind text not null,
    organisation_kind text not null,
    organisation uuid not null,
    label text not null,
    issued_by text not null,
    made_at timestamptz not null default clock_timestamp()
);

create index keys_of_an_organisation on machines.keys (organisation, organisation_kind);

create index keys_issued_by on machines.keys (issued_by);

-- One row a secret: a rotated key has several. sha256 is that of a secret of 256 random bits.
create table machines.secrets (
    prefix text primary key,
    key uuid not null references machines.keys (key),
    sha256 bytea not null check (octet_length(sha256) = 32),
    made_at timestamptz not null default clock_timestamp(),
    last_used_at timestamptz
);

create index secrets_of_a_key on machines.secrets (key);
