"""Sending what waits: each event at least once, under one id, with pauses that grow.

The rule: what is due is moved on before it is sent and marked after, so that whoever dies between the
two leaves it to be sent again, never lost.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import structlog

from hub_core.access import PLATFORM, Principal, Role
from hub_core.execute import Platform, Request, execute
from hub_core.log.away import DATABASE_AWAY
from hub_core.log.cloud_event import LogRow
from hub_core.log.event import decode
from hub_core.log.repository import load
from hub_core.log.writer import OutcomeUnknown
from hub_core.vault import Vault
from hub_core.webhooks.audience import audiences
from hub_core.webhooks.codes import DeliveryState, DisabledReason, Outcome, SubscriptionState
from hub_core.webhooks.commands import DisableSubscription
from hub_core.webhooks.message import message
from hub_core.webhooks.schedule import FAILING, KEPT_DELIVERED, KEPT_WAITING, next_attempt
from hub_core.webhooks.signing import signed
from hub_core.webhooks.store import Delivery, delivery
from hub_core.webhooks.subscription import Subscription
from services.reactions.sending import Attempt, Sender

_log = structlog.get_logger(__name__)

#: Sent at one time, and of these to one subscriber, so that a slow one holds nobody else up.
AT_ONCE, TO_ONE = 32, 4
#: How long whoever took a delivery has to send and mark it before another does.
LEASE = timedelta(seconds=60)

#: What leaves a delivery for later without counting as an attempt.
AWAY: tuple[type[Exception], ...] = (*DATABASE_AWAY, OutcomeUnknown)

#: Whoever switches a subscription off that nobody answers.
WORKER = Principal(
    id="system:reactions", roles=frozenset({Role.ADMINISTRATOR}), organisation=PLATFORM
)


class Deliverer:
    """Sends what is due."""

    def __init__(
        self,
        platform: Platform,
        vault: Vault,
        pool: asyncpg.Pool,
        sender: Sender,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._platform = platform
        self._vault = vault
        self._pool = pool
        self._sender = sender
        self._clock = clock

    async def send_due(self) -> int:
        """Send what is due now, a round of it; how many were tried."""
        now = self._clock()
        rows = await self._pool.fetch(_CLAIM, now, now + LEASE, TO_ONE, AT_ONCE)
        async with asyncio.TaskGroup() as sending:
            for row in rows:
                sending.create_task(self._apart(delivery(row)))
        return len(rows)

    async def next_due(self) -> datetime | None:
        """When something is due again; None when nothing waits."""
        due: datetime | None = await self._pool.fetchval(_NEXT)
        return due

    async def sweep(self) -> None:
        """Forget what was delivered a week ago, and what could not be a month ago."""
        now = self._clock()
        await self._pool.execute(_SWEEP, now - KEPT_DELIVERED, now - KEPT_WAITING)

    async def _apart(self, one: Delivery) -> None:
        """Deliver one, so that whatever goes wrong with it is no matter of the others.

        Left where it is while the database is away: it is due again when its lease is over.
        """
        about = {"subscription": str(one.subscription), "event_id": str(one.event)}
        try:
            await self._tried(one, about)
        except AWAY as error:
            _log.warning("a delivery waits", **about, error=str(error) or type(error).__name__)

    async def _tried(self, one: Delivery, about: dict[str, str]) -> None:
        """Deliver one; put it off for a fault that does not pass by itself."""
        try:
            await self._deliver(one)
        except AWAY:
            raise
        except Exception:
            _log.exception("a delivery could not be tried", **about)
            await self._put_off(one)

    async def _put_off(self, one: Delivery) -> None:
        """Try it again later: a fault of ours, which is not held against the subscriber."""
        now = self._clock()
        again = next_attempt(one.attempts + 1, at=now)
        state = DeliveryState.DEAD if again is None else DeliveryState.WAITING
        await self._mark(one, state, Attempt(Outcome.NOT_SENT), due=again or now)

    async def _deliver(self, one: Delivery) -> None:
        subscription = await load(self._platform.ledger, Subscription, one.subscription)
        if subscription.state is not SubscriptionState.ACTIVE:
            return  # the log has it already; what waits goes on waiting, or away, with it
        body = await self._body(one, subscription)
        if body is None:
            await self._mark(one, DeliveryState.WITHHELD, None, due=self._clock())
            return
        attempt = await self._attempt(one, subscription, body)
        if attempt is None:
            return
        if attempt.outcome is Outcome.TAKEN:
            await self._mark(one, DeliveryState.DELIVERED, attempt, due=self._clock())
            await self._pool.execute(_WELL, one.subscription, self._clock())
        else:
            await self._failed(one, attempt)

    async def _body(self, one: Delivery, subscription: Subscription) -> bytes | None:
        """What to send, as things stand now; None for what the subscriber may not see any more, or
        what a restored log does not hold any more."""
        found = await self._platform.ledger.read(after=one.position - 1, limit=1)
        if not found or found[0]["event_id"] != one.event:
            return None
        row = LogRow(*found[0])
        event = decode(row.topic, row.data)
        (audience,) = await audiences(self._platform.ledger, [event])
        if subscription.organisation not in audience:
            return None
        return message(row, event)

    async def _attempt(
        self, one: Delivery, subscription: Subscription, body: bytes
    ) -> Attempt | None:
        """Send once; None when address and secrets were destroyed meanwhile: it has ended."""
        now = self._clock()
        address = await self._vault.reveal(subscription.address)
        secrets = [await self._vault.reveal(each) for each in subscription.secrets(at=now)]
        known = [secret for secret in secrets if secret is not None]
        if address is None or not known:
            return None
        headers = signed(
            body, secrets=known, webhook_id=str(one.event), timestamp=int(now.timestamp())
        )
        return await self._sender.post(address, body, headers)

    async def _failed(self, one: Delivery, attempt: Attempt) -> None:
        now = self._clock()
        again = next_attempt(one.attempts + 1, at=now)
        state = DeliveryState.DEAD if again is None else DeliveryState.WAITING
        await self._mark(one, state, attempt, due=again or now)
        since: datetime = await self._pool.fetchval(_BADLY, one.subscription, now)
        _log.info(
            "a delivery failed",
            subscription=str(one.subscription),
            event_id=str(one.event),
            attempt=one.attempts + 1,
            outcome=attempt.outcome.value,
            status=attempt.status,
            state=state.value,
        )
        if attempt.outcome is Outcome.GONE:
            await self._disable(one.subscription, DisabledReason.GONE)
        elif since is not None and now - since >= FAILING:
            await self._disable(one.subscription, DisabledReason.FAILING)

    async def _disable(self, subscription: UUID, reason: DisabledReason) -> None:
        command = DisableSubscription(subscription=subscription, reason=reason)
        await execute(command, WORKER, self._platform, Request())

    async def _mark(
        self, one: Delivery, state: DeliveryState, attempt: Attempt | None, *, due: datetime
    ) -> None:
        tried: tuple[Any, ...] = (attempt.outcome, attempt.status) if attempt else (None, None)
        await self._pool.execute(
            _MARK, one.subscription, one.event, state, due, *tried, self._clock()
        )


#: What a paused or disabled subscription waits for stays where it is.
_CLAIM = """
with due as (
    select d.subscription, d.event, d.due_at,
        row_number() over (partition by d.subscription order by d.due_at, d.position) as place
    from webhooks.deliveries d
    join webhooks.subscriptions s on s.id = d.subscription and s.state = 'active'
    where d.state = 'waiting' and d.due_at <= $1
),
chosen as (
    select d.subscription, d.event
    from webhooks.deliveries d
    join due using (subscription, event)
    where due.place <= $3 and d.state = 'waiting' and d.due_at <= $1
    order by due.due_at
    limit $4
    for update of d skip locked
)
update webhooks.deliveries d
set due_at = $2
from chosen
where d.subscription = chosen.subscription and d.event = chosen.event
returning d.*
"""
_NEXT = """
select min(d.due_at)
from webhooks.deliveries d
join webhooks.subscriptions s on s.id = d.subscription and s.state = 'active'
where d.state = 'waiting'
"""
_MARK = """
update webhooks.deliveries
set state = $3, due_at = $4, outcome = $5, status = $6, changed_at = $7, attempts = attempts + 1
where subscription = $1 and event = $2
"""
_WELL = """
update webhooks.subscriptions set failing_since = null, last_delivered_at = $2 where id = $1
"""
_BADLY = """
update webhooks.subscriptions set failing_since = coalesce(failing_since, $2) where id = $1
returning failing_since
"""
_SWEEP = """
delete from webhooks.deliveries
where (state in ('delivered', 'withheld') and changed_at < $1) or changed_at < $2
"""
