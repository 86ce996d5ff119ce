-- The read model of benchmark progress: figures of whole academic years, an institution's from its own events.

-- Whose an institution is now: the hub it is an active member of, its trust by its id as an organisation.
create table belongs (
    institution uuid primary key,
    hub uuid,
    trust uuid,
    local_authority text
);

-- One row an institution, academic year and edition. Benchmarks in order from 1 to 8: criteria achieved and
-- scored. Headline: learners reached up to the end of each week from 1 September, and learners on roll.
-- Cells: every figure about everybody, as msgpack (projections/benchmark_progress/cells.py).
create table progress (
    institution uuid not null,
    academic_year text not null,
    edition text not null,
    achieved smallint[] not null,
    scored smallint[] not null,
    headline integer[] not null,
    headline_of integer not null,
    cells bytea not null,
    primary key (institution, academic_year, edition)
);

-- Figures about groups of learners, which are the institution's own to see.
create table group_progress (
    institution uuid not null,
    academic_year text not null,
    edition text not null,
    cells bytea not null,
    primary key (institution, academic_year, edition)
);
