-- How far the stream was when a relay last looked, for people who watch. No relay rests on it.

create table ledger.stream_seen (
    only_one boolean primary key default true check (only_one),
    position bigint not null check (position >= 0),
    seen_at timestamptz not null
);
