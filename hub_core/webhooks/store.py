"""Subscriptions and deliveries as the worker keeps them and subscribers look them up.

The rule: following the log and the checkpoint it has reached are one transaction; a worker that finds
the checkpoint moved by another takes nothing in and begins anew.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from hub_core.access import Organisation, OrganisationKind
from hub_core.migrations import MigrationSet
from hub_core.webhooks.codes import DeliveryState, Outcome, SubscriptionState

#: The tables of this module, for whoever migrates a database.
MIGRATIONS = MigrationSet(name="webhooks", package="hub_core.webhooks")


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """How far the log has been taken in; nothing up to ``quiet_until`` is sent."""

    incarnation: UUID
    position: int
    quiet_until: int


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription as the worker knows it, and how it fares."""

    id: UUID
    organisation: Organisation
    topics: tuple[str, ...]
    state: SubscriptionState
    subscribed_on: date
    failing_since: datetime | None = None
    last_delivered_at: datetime | None = None
    waiting: int = 0
    dead: int = 0


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One event for one subscriber."""

    subscription: UUID
    event: UUID
    position: int
    topic: str
    state: DeliveryState
    attempts: int
    outcome: Outcome | None
    status: int | None
    changed_at: datetime


class Subscriptions:
    """What subscribers ask, over a pool of connections to the hub's own database."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def of(self, organisation: Organisation) -> list[Standing]:
        """An organisation's subscriptions that stand, the oldest first."""
        rows = await self._pool.fetch(_OF, organisation.kind, organisation.id)
        return [standing(row) for row in rows]

    async def dead(
        self, organisation: Organisation, subscription: UUID, *, after: int, limit: int
    ) -> list[Delivery]:
        """What was given up after a position, in the log's order; of this organisation's own only."""
        rows = await self._pool.fetch(
            _DEAD, organisation.kind, organisation.id, subscription, after, limit
        )
        return [delivery(row) for row in rows]


def standing(row: Any) -> Standing:
    """A subscription's row as a value."""
    return Standing(
        id=row["id"],
        organisation=Organisation(OrganisationKind(row["organisation_kind"]), row["organisation"]),
        topics=tuple(row["topics"]),
        state=SubscriptionState(row["state"]),
        subscribed_on=row["subscribed_on"],
        failing_since=row["failing_since"],
        last_delivered_at=row["last_delivered_at"],
        waiting=row.get("waiting", 0),
        dead=row.get("dead", 0),
    )


def delivery(row: Any) -> Delivery:
    """A delivery's row as a value."""
    return Delivery(
        subscription=row["subscription"],
        event=row["event"],
        position=row["position"],
        topic=row["topic"],
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        outcome=None if row["outcome"] is None else Outcome(row["outcome"]),
        status=row["status"],
        changed_at=row["changed_at"],
    )


async def all_standing(connection: Any) -> dict[UUID, Standing]:
    """Every subscription that stands, by id."""
    return {row["id"]: standing(row) for row in await connection.fetch(_ALL)}


async def checkpoint(connection: Any, *, incarnation: UUID, head: int) -> Checkpoint:
    """Where to go on in this life of the log.

    In another life than the one taken in so far, everything is folded anew, and what had been taken in
    before is not sent a second time.
    """
    row = await connection.fetchrow(_BEGIN, incarnation, head)
    return Checkpoint(
        incarnation=row["incarnation"], position=row["position"], quiet_until=row["quiet_until"]
    )


async def advance(connection: Any, *, before: Checkpoint, position: int) -> bool:
    """Move the checkpoint on; False when another worker has."""
    done = await connection.execute(_ADVANCE, before.incarnation, before.position, position)
    return bool(done == "UPDATE 1")


async def add_deliveries(
    connection: Any, deliveries: Iterable[tuple[UUID, UUID, int, str]], *, at: datetime
) -> None:
    """Let these (subscription, event, position, topic) be sent."""
    await connection.executemany(_ADD, [(*one, at) for one in deliveries])


_ALL = "select * from webhooks.subscriptions"
_OF = """
select s.*,
    (select count(*) from webhooks.deliveries d where d.subscription = s.id and d.state = 'waiting')
        as waiting,
    (select count(*) from webhooks.deliveries d where d.subscription = s.id and d.state = 'dead') as dead
from webhooks.subscriptions s
where organisation_kind = $1 and organisation = $2
order by subscribed_on, id
"""
_DEAD = """
select d.*
from webhooks.deliveries d
join webhooks.subscriptions s on s.id = d.subscription
where s.organisation_kind = $1 and s.organisation = $2 and d.subscription = $3
    and d.state = 'dead' and d.position > $4
order by d.position
limit $5
"""
_BEGIN = """
with known as (
    insert into webhooks.checkpoint (incarnation) values ($1)
    on conflict (only_one) do update set
        quiet_until = case when webhooks.checkpoint.incarnation = $1
            then webhooks.checkpoint.quiet_until
            else least(webhooks.checkpoint.position, $2) end,
        position = case when webhooks.checkpoint.incarnation = $1
            then webhooks.checkpoint.position else 0 end,
        incarnation = $1
    returning *
)
select * from known
"""
_ADVANCE = """
update webhooks.checkpoint set position = $3 where incarnation = $1 and position = $2
"""
_ADD = """
insert into webhooks.deliveries (subscription, event, position, topic, state, due_at, changed_at)
values ($1, $2, $3, $4, 'waiting', $5, $5)
on conflict do nothing
"""
