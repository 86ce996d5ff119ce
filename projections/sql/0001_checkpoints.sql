-- How far each build of each read model has come, and what it had to set aside.

create schema projections;

-- One row a build. A build is one set of tables in a schema of its own, <projection>_<build>.
create table projections.checkpoints (
    projection text not null,
    build text not null,
    version text not null,
    incarnation uuid not null,
    position bigint not null check (position >= 0),
    recorded_at timestamptz,
    current boolean not null default false,
    begun_at timestamptz not null default clock_timestamp(),
    current_since timestamptz,
    superseded_at timestamptz,
    primary key (projection, build)
);

create unique index one_current_build on projections.checkpoints (projection) where current;

-- Institutions a build could not fold any further. Their figures stand just before this position.
create table projections.parked (
    projection text not null,
    build text not null,
    institution uuid not null,
    position bigint not null,
    topic text not null,
    error text not null,
    parked_at timestamptz not null default clock_timestamp(),
    primary key (projection, build, institution),
    foreign key (projection, build)
    references projections.checkpoints (projection, build) on delete cascade
);
