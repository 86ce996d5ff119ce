-- Statistics that others publish, for context beside the figures of hubs. Nothing here comes from the log, and
-- nothing of the log is worked out from it: no rebuild touches it, and a file imported again replaces its own rows.

create schema statistics;

-- The collection as its mapping described it when its files were taken over.
create table statistics.collections (
    code text primary key,
    mapping jsonb not null
);

-- One row a figure. Where symbol is not empty it stands for the value, which is null.
create table statistics.figures (
    collection text not null references statistics.collections,
    place text not null,
    period text not null,
    measure text not null,
    value numeric,
    symbol text not null,
    primary key (collection, place, period, measure),
    check ((value is null) <> (symbol = ''))
);
