-- Uploads on their way: what was sent, sealed under a key of its own, until it is committed or 30 days old.
-- What was committed stands in the log; nothing here is needed to know it.

create schema sync;

create table sync.uploads (
    id uuid primary key,
    institution uuid not null,
    source text not null,
    kind text not null,
    academic_year text not null,
    complete boolean not null,
    state text not null,
    begun_by text not null,
    begun_at timestamptz not null,
    expires_at timestamptz not null,
    -- Keyed digest of the content, by which the same file is known again.
    content text,
    content_bytes bigint not null default 0,
    -- The last check, as JSON without anything the file says: counts, and what the check rests on.
    report bytea,
    checked_at timestamptz,
    committed_at timestamptz,
    deleted_at timestamptz
);

create index uploads_of_an_institution on sync.uploads (institution, begun_at desc);
create index uploads_by_expiry on sync.uploads (expires_at) where deleted_at is null;

-- What an upload holds, in pieces: its file, the columns it has, chunks to commit, problems, held rows.
create table sync.pieces (
    upload uuid not null references sync.uploads (id) on delete cascade,
    part text not null,
    number integer not null,
    sealed bytea not null,
    primary key (upload, part, number)
);

-- It is sealed: compressing it again would be work for nothing.
alter table sync.pieces alter column sealed set storage external;

-- Which column of a source's files is what. Headings and words, never cells about learners.
create table sync.mappings (
    institution uuid not null,
    source text not null,
    kind text not null,
    mapping bytea not null,
    told_at timestamptz not null,
    primary key (institution, source, kind)
);

-- Rows of learners whom no roster knew when they came, one line an activity, sealed like their upload.
create table sync.held (
    institution uuid not null,
    source text not null,
    academic_year text not null,
    source_id text not null,
    upload uuid not null references sync.uploads (id) on delete cascade,
    rows integer not null,
    held_at timestamptz not null,
    sealed bytea not null,
    primary key (institution, source, academic_year, source_id)
);

create index held_of_an_upload on sync.held (upload);
