"""Following the log: subscriptions as they change, and what is to be sent to whom.

The rule: what the log says and the checkpoint that says so are committed together; another worker that
was faster leaves nothing of ours behind.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from hub_core.log.cloud_event import LogRow
from hub_core.log.event import Event, decode
from hub_core.log.ledger import Ledger
from hub_core.webhooks import store
from hub_core.webhooks.audience import Audience, audiences
from hub_core.webhooks.codes import SubscriptionState
from hub_core.webhooks.events import (
    WebhookDisabled,
    WebhookEnded,
    WebhookPaused,
    WebhookReplayAsked,
    WebhookResumed,
    WebhookSubscribed,
)
from hub_core.webhooks.store import Checkpoint, Standing
from hub_core.webhooks.topics import catalogue

#: Topics of this begin so.
_OWN = "webhooks."


class OvertakenByAnother(Exception):
    """Another worker has moved the checkpoint: begin anew where it stands."""


class Follower:
    """Takes the log in, batch by batch."""

    def __init__(
        self, ledger: Ledger, pool: asyncpg.Pool, *, clock: Callable[[], datetime]
    ) -> None:
        self._ledger = ledger
        self._pool = pool
        self._clock = clock

    async def begin(self) -> Checkpoint:
        """Where to go on. In another life of the log, subscriptions are folded anew from its start."""
        incarnation, head = await self._ledger.incarnation(), await self._ledger.head()
        async with self._pool.acquire() as connection, connection.transaction():
            found = await store.checkpoint(connection, incarnation=incarnation, head=head)
            if found.position == 0:
                await connection.execute("delete from webhooks.subscriptions")
            return found

    async def take(self, rows: Sequence[LogRow], before: Checkpoint) -> Checkpoint:
        """Take a batch in; the checkpoint after it. Raises ``OvertakenByAnother``."""
        concerning = [
            (row, decode(row.topic, row.data))
            for row in rows
            if row.topic in catalogue() or row.topic.startswith(_OWN)
        ]
        about = await audiences(self._ledger, [event for _, event in concerning])
        after = rows[-1].position
        async with self._pool.acquire() as connection, connection.transaction():
            if not await store.advance(connection, before=before, position=after):
                raise OvertakenByAnother
            standing = await store.all_standing(connection)
            found: list[tuple[UUID, UUID, int, str]] = []
            for (row, event), audience in zip(concerning, about, strict=True):
                if row.topic.startswith(_OWN):
                    await self._change(connection, standing, event)
                elif row.position > before.quiet_until:
                    found += _to_be_sent(row, audience, standing)
            # A subscription may have ended within the batch, and its deliveries with it.
            waiting = [one for one in found if one[0] in standing]
            await store.add_deliveries(connection, waiting, at=self._clock())
        return msgspec.structs.replace(before, position=after)

    async def _change(self, connection: Any, standing: dict[UUID, Standing], event: Event) -> None:
        """A subscription changes, in the database and in what we remember of this batch."""
        match event:
            case WebhookSubscribed():
                standing[event.subscription] = Standing(
                    id=event.subscription,
                    organisation=event.organisation,
                    topics=event.topics,
                    state=SubscriptionState.ACTIVE,
                    subscribed_on=event.occurred_on,
                )
                await connection.execute(
                    _SUBSCRIBED,
                    event.subscription,
                    event.organisation.kind,
                    event.organisation.id,
                    list(event.topics),
                    event.occurred_on,
                )
            case WebhookPaused():
                await connection.execute(_STATE, event.subscription, SubscriptionState.PAUSED)
            case WebhookDisabled():
                await connection.execute(_STATE, event.subscription, SubscriptionState.DISABLED)
            case WebhookResumed():
                await connection.execute(_STATE, event.subscription, SubscriptionState.ACTIVE)
                await connection.execute(_WAIT_NO_LONGER, event.subscription, self._clock())
            case WebhookReplayAsked():
                chosen = list(event.events) or None
                await connection.execute(_REPLAY, event.subscription, chosen, self._clock())
            case WebhookEnded():
                standing.pop(event.subscription, None)
                await connection.execute(_ENDED, event.subscription)


def _to_be_sent(
    row: LogRow, audience: Audience, standing: dict[UUID, Standing]
) -> list[tuple[UUID, UUID, int, str]]:
    return [
        (one.id, row.event_id, row.position, row.topic)
        for one in standing.values()
        if row.topic in one.topics and one.organisation in audience
    ]


_SUBSCRIBED = """
insert into webhooks.subscriptions (id, organisation_kind, organisation, topics, state, subscribed_on)
values ($1, $2, $3, $4, 'active', $5)
"""
_STATE = "update webhooks.subscriptions set state = $2, failing_since = null where id = $1"
_WAIT_NO_LONGER = """
update webhooks.deliveries set due_at = $2, attempts = 0 where subscription = $1 and state = 'waiting'
"""
_REPLAY = """
update webhooks.deliveries
set state = 'waiting', attempts = 0, due_at = $3, changed_at = $3
where subscription = $1 and state = 'dead' and ($2::uuid [] is null or event = any($2))
"""
_ENDED = "delete from webhooks.subscriptions where id = $1"
