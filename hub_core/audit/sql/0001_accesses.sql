-- Who read what. Rows are added, never changed, and taken out only once their time is over.

create schema audit;

-- How long each kind of record is kept, at least; the reasons stand in retention.csv.
create table audit.retention (
    kind text primary key,
    years integer not null check (years > 0)
);

insert into audit.retention (kind, years) values
('learner_data', 6),
('vault', 6),
('export', 6),
('audit', 6);

create table audit.accesses (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    kind text not null references audit.retention,
    action text not null,
    principal text not null,
    organisation text,
    on_behalf_of text,
    about text [] not null,
    learners integer check (learners >= 0),
    door text not null,
    correlation text not null
);

create index accesses_by_time on audit.accesses using brin (at);
create index accesses_of_a_principal on audit.accesses (principal, id);
create index accesses_about on audit.accesses using gin (about);

create function audit.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'The record of reads is append-only: % is refused.', tg_op
        using hint = 'Records whose time is over are taken out with `hub audit prune`.';
end
$$;

create function audit.refuse_early_delete() returns trigger language plpgsql as $$
begin
    if old.at > clock_timestamp() - (
        select make_interval(years => r.years) from audit.retention as r where r.kind = old.kind
    ) then
        raise exception 'Record % of % is kept until its time is over.', old.id, old.at
            using hint = 'Records whose time is over are taken out with `hub audit prune`.';
    end if;
    return old;
end
$$;

create trigger append_only before update on audit.accesses
for each row execute function audit.refuse_change();

create trigger append_only_truncate before truncate on audit.accesses
for each statement execute function audit.refuse_change();

create trigger kept_for_its_time before delete on audit.accesses
for each row execute function audit.refuse_early_delete();

revoke update, truncate on audit.accesses from public, current_user;

-- Shortening a time is a matter for a migration, not for whoever holds the connection.
create trigger fixed before update or delete on audit.retention
for each row execute function audit.refuse_change();

create function audit.prune() returns bigint language sql as $$
    with gone as (
        delete from audit.accesses as a
        using audit.retention as r
        where a.kind = r.kind and a.at < clock_timestamp() - make_interval(years => r.years)
        returning 1
    )
    select count(*) from gone
$$;

comment on function audit.prune() is
'Take out every record whose time is over; returns how many.';
