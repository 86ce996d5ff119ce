-- Shared counts of requests and of wrong guesses. Unlogged: a crash may forget them, and taking one
-- costs no write to disk. Keys are digests, so the tables name nobody.

create schema limits;

-- A bucket is one moment: when it will be full again (the generic cell rate algorithm). A row whose
-- moment has passed says nothing and may go at any time.
create unlogged table limits.buckets (
    key uuid primary key,
    full_again timestamptz not null
) with (fillfactor = 50);

create index buckets_by_age on limits.buckets (full_again);

create unlogged table limits.guesses (
    key uuid primary key,
    wrong integer not null,
    last timestamptz not null,
    until timestamptz not null
);

create index guesses_by_age on limits.guesses (last);

-- Take one from each bucket, all or none refused first: returns how long the caller must wait for the
-- slowest of those that refuse; zero when every one gave. What a refused request takes from the others
-- stays taken.
create function limits.take(
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
    )
    select coalesce(max(greatest(b.full_again, moment) + a.each - moment - a.room), interval '0')
    from asked as a
    left join limits.buckets as b on b.key = a.key
    where not exists (select from taken as t where t.key = a.key)
$$;

-- Note a wrong guess for each key and return the longest wait that stands. A guess during a wait is not
-- counted, so nobody can make a wait longer by knocking on.
create function limits.guessed_wrong(
    keys uuid [],
    free integer,
    first_wait interval,
    longest_wait interval,
    forgotten_after interval,
    moment timestamptz
) returns interval
language sql
as $$
    with waiting as (
        select g.key, g.until from limits.guesses as g
        where g.key = any(keys) and g.until > moment
    ),
    counted as (
        insert into limits.guesses as g (key, wrong, last, until)
        select k, 1, moment, case when free < 1 then moment + first_wait else moment end
        from unnest(keys) as k
        where k not in (select key from waiting)
        order by k
        on conflict (key) do update set
            wrong = case when g.last < moment - forgotten_after then 1 else g.wrong + 1 end,
            last = moment,
            until = moment + case
                when (case when g.last < moment - forgotten_after then 1 else g.wrong + 1 end) <= free
                    then interval '0'
                else least(longest_wait, first_wait * power(2, least(
                    30, (case when g.last < moment - forgotten_after then 1 else g.wrong + 1 end)
                        - free - 1
                )))
            end
        where g.until <= moment
        returning until
    )
    select greatest(interval '0', max(until) - moment)
    from (select until from waiting union all select until from counted) as every
$$;

create function limits.forget(buckets_before timestamptz, guesses_before timestamptz)
returns void
language sql
as $$
    delete from limits.buckets where full_again < buckets_before;
    delete from limits.guesses where last < guesses_before and until < guesses_before;
$$;
