-- The vault: who is behind an ordinal, and text about people under a key of their own.

create schema vault;

-- One row a learner whose reference is known. keyed is an HMAC of the reference, sealed the reference
-- encrypted, so that the institution can be told who is behind a figure.
create table vault.learners (
    institution uuid not null,
    keyed bytea not null,
    ordinal integer not null check (ordinal >= 0),
    sealed bytea not null,
    enrolled_at timestamptz not null default clock_timestamp(),
    primary key (institution, keyed),
    constraint one_learner_an_ordinal unique (institution, ordinal)
);

-- The next ordinal of each institution. Kept apart from the learners, so that erasing one frees none.
create table vault.next_ordinals (
    institution uuid primary key,
    next integer not null check (next >= 0)
);

-- References that were erased and stay refused. Nothing tells which ordinal they had.
create table vault.tombstones (
    institution uuid not null,
    keyed bytea not null,
    erased_at timestamptz not null default clock_timestamp(),
    primary key (institution, keyed)
);

-- One data key a subject, wrapped by a key from the master key. Erasing destroys it: wrapped is null.
create table vault.subjects (
    subject uuid primary key,
    wrapped bytea,
    erased_at timestamptz,
    check ((wrapped is null) = (erased_at is not null))
);

create table vault.texts (
    reference uuid primary key,
    subject uuid not null references vault.subjects (subject),
    sealed bytea not null,
    kept_at timestamptz not null default clock_timestamp()
);

create index texts_of_a_subject on vault.texts (subject);

-- A known value sealed with the master key's wrapping key: tells a wrong key before it does harm.
create table vault.key_proof (
    only_one boolean primary key default true check (only_one),
    sealed bytea not null
);
