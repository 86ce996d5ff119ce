-- The read model of hub dashboards. An institution's rows follow from its own events alone.

-- Institutions as they stand now. A trust by its id as an organisation.
create table institutions (
    institution uuid primary key,
    name text,
    urn text,
    ukprn text,
    phase text,
    local_authority text,
    trust uuid,
    region text,
    status text not null,
    closed_on date,
    successor uuid
);

-- When an institution was an active member of which hub, in order: from since up to the day before until.
create table stays (
    institution uuid not null,
    place smallint not null,
    hub uuid not null,
    joined date not null,
    since date not null,
    until date,
    primary key (institution, place)
);

-- Institutions a hub took into its scope or out of it by name.
create table scope_choices (
    institution uuid not null,
    hub uuid not null,
    included boolean not null,
    primary key (institution, hub)
);

-- Hubs as they stand now. Without a declared scope every institution of their areas is eligible.
create table hubs (
    hub uuid primary key,
    slug text not null,
    name text not null,
    lead_organisation text not null,
    areas text[] not null,
    scope_areas text[],
    scope_phases text[],
    established_on date not null
);

-- Employers by name; null for a sole trader, whose name the vault keeps.
create table employers (
    employer uuid primary key,
    name text
);

-- Facts: one institution's part in an encounter, as its latest event left it.
-- attended and learners are what the institution says, reported what the employer says.
create table encounters (
    institution uuid not null,
    encounter uuid not null,
    employer uuid,
    kind text,
    mode text,
    sector text,
    size text,
    happens_on date not null,
    state text not null,
    evidence text,
    reported integer,
    attended integer,
    learners bytea,
    counts bytea,
    checks bytea,
    position bigint not null,
    recorded_at timestamptz not null,
    primary key (institution, encounter)
);

-- Facts: what an institution recorded itself of an employer that is registered here. employer and happens_on
-- are null once it was withdrawn or names none any more.
create table own_meetings (
    institution uuid not null,
    activity uuid not null,
    employer uuid,
    happens_on date,
    recorded_at timestamptz not null,
    primary key (institution, activity)
);

-- Figures: one institution in one academic year. cells, planned, year_groups and beside are described in
-- cells.py. encounters are those with employers, each act once, whoever told of it; what is of another kind
-- stands in beside and is added to nothing.
-- learner_encounters and distinct_learners rest on the institution's word, never on the employer's.
create table institution_years (
    institution uuid not null,
    academic_year text not null,
    encounters integer not null,
    learner_encounters integer not null,
    distinct_learners integer not null,
    counted_at_least integer not null,
    counted_at_most integer not null,
    supplied boolean not null,
    last_activity date,
    newest timestamptz,
    cells bytea not null,
    planned bytea not null,
    year_groups bytea not null,
    beside bytea not null,
    primary key (institution, academic_year)
);

-- The latest acts of each institution, in a ring of slots, so that a later one takes an old one's place.
create table activity (
    institution uuid not null,
    slot smallint not null,
    position bigint not null,
    happened_on date not null,
    recorded_at timestamptz not null,
    act text not null,
    kind text,
    employer uuid,
    learners integer,
    primary key (institution, slot)
);
