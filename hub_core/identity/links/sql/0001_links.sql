-- Signed links: one deed for somebody without an account. Of the token only its SHA-256 is kept.

create schema links;

create table links.links (
    id uuid primary key,
    token_sha256 bytea not null check (octet_length(token_sha256) = 32),
    purpose text not null,
    organisation_kind text,
    organisation uuid,
    -- What it is about first, then towards whom.
    things uuid[] not null,
    -- The academic year or month it is about, where that is part of the purpose.
    period text,
    -- The organisation that sends it, as its page says; null when the platform does.
    sender_kind text,
    sender uuid,
    issued_by text not null,
    issued_at timestamptz not null,
    expires_at timestamptz not null,
    opened integer not null default 0,
    first_opened_at timestamptz,
    last_opened_at timestamptz,
    spent_at timestamptz,
    -- What became of it, in a code its page has a sentence for.
    outcome text,
    revoked_at timestamptz,
    constraint one_link_a_token unique (token_sha256),
    check (expires_at > issued_at),
    check ((organisation_kind is null) = (organisation is null)),
    check ((sender_kind is null) = (sender is null)),
    check ((spent_at is null) = (outcome is null))
);

create index links_of_an_organisation on links.links (organisation, issued_at desc);
create index links_from_an_organisation on links.links (sender, issued_at desc);
