-- Who is signed in, and who is just signing in. Tokens are kept as SHA-256 only: what stands here
-- opens nothing.
CREATE SCHEMA sessions;

CREATE TABLE sessions.sessions (
    token_sha256        bytea       PRIMARY KEY CHECK (length(token_sha256) = 32),
    person              uuid        NOT NULL,
    organisation_kind   text        NOT NULL,
    organisation_id     uuid        NOT NULL,
    on_behalf_of_kind   text,
    on_behalf_of_id     uuid,
    -- The roles this token was given out for; others mean another token.
    roles               text[]      NOT NULL,
    -- What the pages say of the person, under a key that only the cookie's token gives.
    sealed              bytea       NOT NULL,
    created_at          timestamptz NOT NULL,
    last_seen_at        timestamptz NOT NULL,
    expires_at          timestamptz NOT NULL,
    CHECK ((on_behalf_of_kind IS NULL) = (on_behalf_of_id IS NULL))
);
CREATE INDEX sessions_of_person ON sessions.sessions (person);
CREATE INDEX sessions_by_expiry ON sessions.sessions (expires_at);

CREATE TABLE sessions.attempts (
    state_sha256    bytea       PRIMARY KEY CHECK (length(state_sha256) = 32),
    browser_sha256  bytea       NOT NULL CHECK (length(browser_sha256) = 32),
    next_address    text        NOT NULL,
    invitation      bytea,
    expires_at      timestamptz NOT NULL
);
CREATE INDEX attempts_by_expiry ON sessions.attempts (expires_at);
