-- National figures as they were published, and who contributed to what they show. No read model: no rebuild
-- touches them, and no row is ever changed. What is published is what the log says was.

create schema snapshots;

-- One row a snapshot that was made. Basis: for each group that is shown, the institutions and their results
-- (msgpack); never published, kept to protect later snapshots against this one.
create table snapshots.made (
    snapshot uuid primary key,
    measure_date date not null,
    edition text not null,
    stands_at bigint not null,
    code text not null,
    content text not null,
    basis bytea not null,
    made_at timestamptz not null default clock_timestamp()
);

create table snapshots.files (
    snapshot uuid not null references snapshots.made,
    name text not null,
    content bytea not null,
    primary key (snapshot, name)
);

create function snapshots.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'Snapshots are immutable: % of %.% is refused.', tg_op, tg_table_schema, tg_table_name
        using hint = 'Restate the figures with a reason instead.';
end
$$;

create trigger immutable before update or delete on snapshots.made
for each row execute function snapshots.refuse_change();

create trigger immutable_truncate before truncate on snapshots.made
for each statement execute function snapshots.refuse_change();

create trigger immutable before update or delete on snapshots.files
for each row execute function snapshots.refuse_change();

create trigger immutable_truncate before truncate on snapshots.files
for each statement execute function snapshots.refuse_change();
