-- How far the filling of a new build has come, and what services may know of every build.

alter table projections.checkpoints add column filled bigint not null default 0;
alter table projections.checkpoints add column filling_to bigint;

comment on column projections.checkpoints.filled is 'Events folded so far by the rebuild that fills this build.';
comment on column projections.checkpoints.filling_to is 'The position that rebuild goes up to; null once it is filled.';

-- Counts only: what an institution was parked for may be told of learners by its error.
create view projections.state as
select
    c.projection,
    c.build,
    c.version,
    c.incarnation,
    c.position,
    c.recorded_at,
    c.current,
    c.superseded_at is not null as superseded,
    c.begun_at,
    c.filled,
    c.filling_to,
    (
        select count(*) from projections.parked as p
        where p.projection = c.projection and p.build = c.build
    ) as parked
from projections.checkpoints as c;
