-- The ledger: the record of everything, in commit order. Rows are added and never changed.

create schema ledger;

create table ledger.events (
    position bigint primary key check (position > 0),
    event_id uuid not null,
    stream_id uuid not null,
    version integer not null,
    topic text not null,
    institution uuid,
    recorded_at timestamptz not null,
    data bytea not null,
    envelope bytea not null,
    constraint one_winner_a_version unique (stream_id, version)
);

create index events_of_an_institution
on ledger.events (institution, position)
where institution is not null;

-- Unique keys across streams: one company number an employer, one active hub an institution.
create table ledger.claims (
    key text primary key,
    holder uuid not null
);

create index claims_of_a_holder on ledger.claims (holder);

-- What an accepted command answered, so that a repeat gets the same answer.
-- The key is a digest of principal, operation and command id.
create table ledger.commands (
    key uuid primary key,
    fingerprint bytea not null,
    answer bytea not null,
    last_position bigint not null,
    recorded_at timestamptz not null
);

create index commands_by_age on ledger.commands using brin (recorded_at);

-- Which life of the log this is: a restore from backup mints a new one.
create table ledger.incarnation (
    id uuid primary key,
    began_at timestamptz not null default clock_timestamp()
);

insert into ledger.incarnation (id) values (gen_random_uuid());

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'The ledger is append-only: % of ledger.events is refused.', tg_op
        using hint = 'Record a correcting event instead.';
end
$$;

create trigger append_only before update or delete on ledger.events
for each row execute function ledger.refuse_change();

create trigger append_only_truncate before truncate on ledger.events
for each statement execute function ledger.refuse_change();

revoke update, delete, truncate on ledger.events from public, current_user;

-- For people: the same rows with their JSON readable.
create view ledger.readable as
select
    position,
    event_id,
    stream_id,
    version,
    topic,
    institution,
    recorded_at,
    convert_from(data, 'UTF8')::json as data,
    convert_from(envelope, 'UTF8')::json as envelope
from ledger.events;
