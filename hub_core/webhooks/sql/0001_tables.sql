-- Webhooks: who is to be told, and what became of telling them. Built from the log by the worker, which
-- is the only one to write here.

create schema webhooks;

-- How far the log has been taken in. Of a log that was restored, events up to quiet_until are not sent anew.
create table webhooks.checkpoint (
    only_one boolean primary key default true check (only_one),
    incarnation uuid not null,
    position bigint not null default 0,
    quiet_until bigint not null default 0
);

create table webhooks.subscriptions (
    id uuid primary key,
    organisation_kind text not null,
    organisation uuid not null,
    topics text [] not null,
    state text not null check (state in ('active', 'paused', 'disabled')),
    subscribed_on date not null,
    -- Since when nothing could be delivered; null while things go well.
    failing_since timestamptz,
    last_delivered_at timestamptz
);

create index subscriptions_of_an_organisation
on webhooks.subscriptions (organisation, subscribed_on);

create table webhooks.deliveries (
    subscription uuid not null references webhooks.subscriptions on delete cascade,
    event uuid not null,
    position bigint not null,
    topic text not null,
    state text not null check (state in ('waiting', 'delivered', 'dead', 'withheld')),
    attempts integer not null default 0,
    -- When it is to be sent. Whoever sends it moves this on first, so that a worker that dies leaves
    -- it to be sent again.
    due_at timestamptz not null,
    -- How the last attempt ended, and the status the receiver answered with.
    outcome text,
    status integer,
    changed_at timestamptz not null,
    primary key (subscription, event)
);

create index deliveries_due on webhooks.deliveries (due_at) where state = 'waiting';
create index deliveries_given_up on webhooks.deliveries (subscription, position) where state = 'dead';
create index deliveries_by_age on webhooks.deliveries (changed_at);
