-- The read model of benchmark progress: figures of whole academic years, an institution's from its own events.

-- What an institution is called, and whose it is now: the hub it is an active member of, its trust by its id
-- as an organisation; and its pupils by the school census.
create table institutions (
    institution uuid primary key,
    name text not null,
    urn text,
    phase text,
    type_code text,
    hub uuid,
    trust uuid,
    local_authority text,
    pupils integer
);

-- Official Compass results as reported, benchmarks in order from 1 to 8. A percentage is null where only a
-- status was reported. One that was withdrawn stands no longer.
create table results (
    institution uuid not null,
    result uuid not null,
    stands boolean not null,
    completed_on date not null,
    edition text not null,
    source text not null,
    copied_forward boolean not null,
    percentages smallint[] not null,
    achieved boolean[] not null,
    primary key (institution, result)
);

-- One row an institution, academic year and edition. Benchmarks in order from 1 to 8: criteria achieved and
-- scored, of these the ones with incomplete history, and those not scored because nobody supplied data.
-- Headline: learners reached up to the end of each week from 1 September, and learners on roll.
-- Cells: every figure about everybody, as msgpack (projections/benchmark_progress/cells.py).
create table progress (
    institution uuid not null,
    academic_year text not null,
    edition text not null,
    achieved smallint[] not null,
    scored smallint[] not null,
    history_incomplete smallint[] not null,
    silent smallint[] not null,
    headline integer[] not null,
    headline_of integer not null,
    cells bytea not null,
    primary key (institution, academic_year, edition)
);

-- What an institution said of an academic year, as far as questions are asked of it, as msgpack
-- (projections/benchmark_progress/words.py).
create table words (
    institution uuid not null,
    academic_year text not null,
    said bytea not null,
    primary key (institution, academic_year)
);

-- Where an institution stood at the last month's end before its latest fact, under an edition: criteria whose
-- threshold can be tried, each with the least of its protected percentages, null where one is withheld. Rolls:
-- later days from which, by what is told already, somebody is on roll or in a group, or no longer.
create table month_ends (
    institution uuid not null,
    edition text not null,
    day date not null,
    rolls date[] not null,
    criteria text[] not null,
    least smallint[] not null,
    primary key (institution, edition)
);

-- Figures about groups of learners, which are the institution's own to see.
create table group_progress (
    institution uuid not null,
    academic_year text not null,
    edition text not null,
    cells bytea not null,
    primary key (institution, academic_year, edition)
);

-- The same summed over year groups, for criteria about learners: of about (a criterion and a group) so many
-- learners of the group are reached, and of everybody in the same year groups. A hub is told sums of these over
-- several members, by a function (projections/benchmark_progress/groups.py), and no row.
create table group_sums (
    institution uuid not null,
    academic_year text not null,
    edition text not null,
    about text[] not null,
    reached integer[] not null,
    learners integer[] not null,
    all_reached integer[] not null,
    all_learners integer[] not null,
    primary key (institution, academic_year, edition)
);
