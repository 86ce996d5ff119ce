-- The same as before, save that whoever is refused waits for some time. While another takes the last one,
-- the statement still sees the bucket as it was, from which no wait follows: it was let in.
create or replace function limits.take(
    keys uuid [],
    each interval [],
    room interval [],
    moment timestamptz
) returns interval
language sql
as $$
    with asked as (
        select * from unnest(keys, each, room) as a (key, each, room)
        order by key
    ),
    taken as (
        insert into limits.buckets as b (key, full_again)
        select key, moment + each from asked
        on conflict (key) do update
        set full_again = greatest(b.full_again, moment) + (excluded.full_again - moment)
        where
            greatest(b.full_again, moment) + (excluded.full_again - moment)
            <= moment + (select a.room from asked as a where a.key = b.key)
        returning key
    ),
    refused as (
        select a.each, greatest(b.full_again, moment) + a.each - moment - a.room as wait
        from asked as a
        left join limits.buckets as b on b.key = a.key
        where not exists (select from taken as t where t.key = a.key)
    )
    select coalesce(max(case when wait > interval '0' then wait else each end), interval '0')
    from refused
$$;
