-- Append a group of commands: one round trip, one commit, each command all or nothing.
--
-- The log's advisory lock is held until commit, so positions are dense and in commit order, and a
-- reader that has seen a position has seen everything before it. The writer never puts two commands
-- that touch one stream or one claim into the same group, so commands here cannot disturb each other.
-- Planner settings are pinned: a plan cached while the table was small must not outlive that, and
-- planning anew each time takes a third of the whole.

create type ledger.new_command as (
    key uuid,
    fingerprint bytea,
    answer bytea,
    envelope bytea,
    events integer
);

-- In the order of their commands; a command is its number in the group, from 1.
create type ledger.new_event as (
    command integer,
    event_id uuid,
    stream_id uuid,
    version integer,
    topic text,
    institution uuid,
    data bytea
);

-- A stream a command writes to, and the first version it writes there.
create type ledger.new_version as (
    command integer,
    stream_id uuid,
    version integer
);

create type ledger.new_claim as (
    command integer,
    key text,
    holder uuid
);

create function ledger.append(
    commands ledger.new_command [],
    events ledger.new_event [],
    firsts ledger.new_version [],
    taken ledger.new_claim [],
    released ledger.new_claim []
) returns table (
    command integer,
    outcome text,
    last_position bigint,
    recorded_at timestamptz,
    answer bytea,
    refused_stream uuid,
    refused_version integer,
    refused_claim text,
    claim_holder uuid
)
language plpgsql
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    head bigint;
    moment timestamptz;
    refused integer[] := '{}';
    found record;
begin
    perform pg_advisory_xact_lock(7238101);

    select e.position, e.recorded_at into head, moment
    from ledger.events e order by e.position desc limit 1;
    head := coalesce(head, 0);
    moment := greatest(clock_timestamp(), moment);

    for found in
        select c.number::integer as number, k.*, k.fingerprint = c.fingerprint as same
        from unnest(commands) with ordinality
            as c (key, fingerprint, answer, envelope, events, number)
        join ledger.commands k on k.key = c.key
    loop
        refused := refused || found.number;
        command := found.number;
        outcome := case when found.same then 'repeated' else 'key reused' end;
        last_position := found.last_position;
        recorded_at := found.recorded_at;
        answer := case when found.same then found.answer end;
        return next;
    end loop;

    last_position := null; recorded_at := null; answer := null;

    for found in
        select distinct on (f.command) f.command, f.stream_id, f.version
        from unnest(firsts) as f
        left join lateral (
            select e.version from ledger.events e
            where e.stream_id = f.stream_id order by e.version desc limit 1
        ) as latest on true
        -- Neither may a version be taken twice nor one be skipped.
        where f.version <= latest.version or f.version > coalesce(latest.version, 0) + 1
        order by f.command
    loop
        continue when found.command = any(refused);
        refused := refused || found.command;
        command := found.command;
        outcome := 'version conflict';
        refused_stream := found.stream_id;
        refused_version := found.version;
        return next;
    end loop;

    refused_stream := null; refused_version := null;

    if cardinality(taken) > 0 then
        for found in
            select distinct on (t.command) t.command, t.key, c.holder
            from unnest(taken) as t
            join ledger.claims c on c.key = t.key
            where not exists (
                select from unnest(released) as r
                where r.command = t.command and r.key = t.key and r.holder = c.holder
            )
            order by t.command
        loop
            continue when found.command = any(refused);
            refused := refused || found.command;
            command := found.command;
            outcome := 'claim taken';
            refused_claim := found.key;
            claim_holder := found.holder;
            return next;
        end loop;
    end if;

    if cardinality(released) > 0 then
        for found in
            select distinct on (r.command) r.command, r.key, c.holder
            from unnest(released) as r
            left join ledger.claims c on c.key = r.key
            where c.holder is distinct from r.holder
            order by r.command
        loop
            continue when found.command = any(refused);
            refused := refused || found.command;
            command := found.command;
            outcome := 'claim not held';
            refused_claim := found.key;
            claim_holder := found.holder;
            return next;
        end loop;
    end if;

    insert into ledger.events
    select
        head + row_number() over (order by e.place), e.event_id, e.stream_id, e.version, e.topic,
        e.institution, moment, e.data, commands[e.command].envelope
    from unnest(events) with ordinality
        as e (command, event_id, stream_id, version, topic, institution, data, place)
    where e.command <> all(refused);

    insert into ledger.commands
    select c.key, c.fingerprint, c.answer, c.last_position, moment
    from (
        select c.*, head + sum(c.events) over (order by c.number) as last_position
        from unnest(commands) with ordinality
            as c (key, fingerprint, answer, envelope, events, number)
        where c.number <> all(refused)
    ) as c
    where c.key is not null;

    if cardinality(released) > 0 then
        delete from ledger.claims c
        using unnest(released) as r
        where c.key = r.key and r.command <> all(refused)
            and not exists (
                select from unnest(taken) as t where t.command = r.command and t.key = r.key
            );
    end if;

    if cardinality(taken) > 0 then
        insert into ledger.claims (key, holder)
        select t.key, t.holder
        from unnest(taken) as t
        where t.command <> all(refused)
        on conflict (key) do update set holder = excluded.holder;
    end if;

    command := null;
    outcome := 'written';
    last_position := head;
    recorded_at := moment;
    refused_claim := null; claim_holder := null;
    return next;
end
$$;

comment on function ledger.append is
'Append a group of commands. Returns a row for each command that was not written (repeated, key '
'reused, version conflict, claim taken, claim not held), then one with the last position before the '
'group: all others stand after it, densely and in their order.';
