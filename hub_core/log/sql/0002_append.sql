-- Append a group of commands: one round trip, one commit, each command all or nothing.
--
-- The log's advisory lock is held until commit, so positions are dense and in commit order, and a
-- reader that has seen a position has seen everything before it. The writer never puts two commands
-- that touch one stream or one claim into the same group, so commands here cannot disturb each other.
-- Planner settings are pinned: a plan cached while the table was small must not outlive that, and
-- planning anew each time takes a third of the whole.

create function ledger.append(
    keys uuid [],
    fingerprints bytea [],
    answers bytea [],
    envelopes bytea [],
    event_counts integer [],
    event_commands integer [],
    event_ids uuid [],
    stream_ids uuid [],
    versions integer [],
    topics text [],
    institutions uuid [],
    data bytea [],
    checked_commands integer [],
    checked_streams uuid [],
    checked_versions integer [],
    taken_commands integer [],
    taken_keys text [],
    taken_holders uuid [],
    released_commands integer [],
    released_keys text [],
    released_holders uuid []
) returns table (
    command integer,
    outcome text,
    first_position bigint,
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
    refused boolean[] := array_fill(false, array[cardinality(keys)]);
    shifts bigint[] := array_fill(0::bigint, array[cardinality(keys)]);
    next_position bigint;
    offset_in_group bigint := 0;
    lasts bigint[] := array_fill(0::bigint, array[cardinality(keys)]);
    found record;
begin
    perform pg_advisory_xact_lock(7238101);

    select e.position, e.recorded_at into head, moment
    from ledger.events e order by e.position desc limit 1;
    head := coalesce(head, 0);
    moment := greatest(clock_timestamp(), moment);

    for found in
        select c.number::integer as number, k.*, k.fingerprint = fingerprints[c.number] as same
        from unnest(keys) with ordinality as c (key, number)
        join ledger.commands k on k.key = c.key
    loop
        refused[found.number] := true;
        command := found.number;
        outcome := case when found.same then 'repeated' else 'key reused' end;
        first_position := found.first_position;
        last_position := found.last_position;
        recorded_at := found.recorded_at;
        answer := case when found.same then found.answer end;
        refused_stream := null; refused_version := null; refused_claim := null; claim_holder := null;
        return next;
    end loop;

    first_position := null; last_position := null; recorded_at := null; answer := null;

    for found in
        select distinct on (c.number) c.number, c.stream_id, c.version
        from unnest(checked_commands, checked_streams, checked_versions) as c (number, stream_id, version)
        left join ledger.events e on e.stream_id = c.stream_id and e.version = c.version
        -- A version may not be skipped either. (Joins, since EXISTS may be planned as a hash of the table.)
        left join ledger.events b on b.stream_id = c.stream_id and b.version = c.version - 1
        where e.position is not null or (c.version > 1 and b.position is null)
        order by c.number
    loop
        continue when refused[found.number];
        refused[found.number] := true;
        command := found.number;
        outcome := 'version conflict';
        refused_stream := found.stream_id;
        refused_version := found.version;
        return next;
    end loop;

    refused_stream := null; refused_version := null;

    if cardinality(taken_keys) > 0 then
        for found in
            select distinct on (t.number) t.number, t.key, c.holder
            from unnest(taken_commands, taken_keys) as t (number, key)
            join ledger.claims c on c.key = t.key
            where not exists (
                select from unnest(released_commands, released_keys, released_holders)
                    as r (number, key, holder)
                where r.number = t.number and r.key = t.key and r.holder = c.holder
            )
            order by t.number
        loop
            continue when refused[found.number];
            refused[found.number] := true;
            command := found.number;
            outcome := 'claim taken';
            refused_claim := found.key;
            claim_holder := found.holder;
            return next;
        end loop;
    end if;

    if cardinality(released_keys) > 0 then
        for found in
            select distinct on (r.number) r.number, r.key, c.holder
            from unnest(released_commands, released_keys, released_holders) as r (number, key, holder)
            left join ledger.claims c on c.key = r.key
            where c.holder is distinct from r.holder
            order by r.number
        loop
            continue when refused[found.number];
            refused[found.number] := true;
            command := found.number;
            outcome := 'claim not held';
            refused_claim := found.key;
            claim_holder := found.holder;
            return next;
        end loop;
    end if;

    refused_claim := null; claim_holder := null;
    outcome := 'written';
    recorded_at := moment;
    next_position := head;
    for number in 1 .. cardinality(keys) loop
        if not refused[number] then
            shifts[number] := next_position - offset_in_group;
            command := number;
            first_position := case when event_counts[number] > 0 then next_position + 1 end;
            next_position := next_position + event_counts[number];
            last_position := next_position;
            lasts[number] := next_position;
            return next;
        end if;
        offset_in_group := offset_in_group + event_counts[number];
    end loop;

    insert into ledger.events
    select
        shifts[e.number] + e.place, e.event_id, e.stream_id, e.version, e.topic, e.institution,
        moment, e.data, envelopes[e.number]
    from unnest(event_commands, event_ids, stream_ids, versions, topics, institutions, data)
        with ordinality
        as e (number, event_id, stream_id, version, topic, institution, data, place)
    where not refused[e.number];

    insert into ledger.commands
    select
        c.key, c.fingerprint, c.answer,
        case when c.events > 0 then lasts[c.number] - c.events + 1 end,
        lasts[c.number], moment
    from unnest(keys, fingerprints, answers, event_counts)
        with ordinality as c (key, fingerprint, answer, events, number)
    where c.key is not null and not refused[c.number];

    if cardinality(released_keys) > 0 then
        delete from ledger.claims c
        using unnest(released_commands, released_keys) as r (number, key)
        where c.key = r.key and not refused[r.number]
            and not exists (
                select from unnest(taken_commands, taken_keys) as t (number, key)
                where t.number = r.number and t.key = r.key
            );
    end if;

    if cardinality(taken_keys) > 0 then
        insert into ledger.claims (key, holder)
        select t.key, t.holder
        from unnest(taken_commands, taken_keys, taken_holders) as t (number, key, holder)
        where not refused[t.number]
        on conflict (key) do update set holder = excluded.holder;
    end if;
end
$$;

comment on function ledger.append is
'Append a group of commands. Returns one row a command: written, repeated, key reused, '
'version conflict, claim taken or claim not held.';
