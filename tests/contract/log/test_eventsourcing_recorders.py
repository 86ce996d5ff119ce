"""The ``eventsourcing`` package's published recorder test cases, unmodified, against our log.

Our log is async, the package is not: a facade runs the ledger on an event loop in a thread of its own.
Only these tests need it. Each test case gets a database of its own on the run's real PostgreSQL.
"""

import asyncio
import threading
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    IntegrityError,
    Notification,
    StoredEvent,
    Subscription,
)
from eventsourcing.tests.persistence import (
    AggregateRecorderTestCase,
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
)

from hub_core.log.ledger import Append, Ledger, NewEvent, VersionsNotConsecutive, Written


class LoopInThread:
    """An event loop other threads may call."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def call(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class LedgerAggregateRecorder(AggregateRecorder):
    """The package's interface over our ledger."""

    def __init__(self, loop: LoopInThread, ledger: Ledger) -> None:
        self._loop = loop
        self._ledger = ledger

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        self._insert(stored_events)
        return None

    def _insert(self, stored_events: Sequence[StoredEvent]) -> Sequence[int]:
        if not stored_events:
            return []
        events = [
            NewEvent(
                event_id=uuid4(),
                stream_id=event.originator_id,
                version=event.originator_version,
                topic=event.topic,
                data=event.state,
            )
            for event in stored_events
        ]
        try:
            (outcome,) = self._loop.call(
                self._ledger.append([Append(events=events, envelope=b"{}")])
            )
        except VersionsNotConsecutive as error:
            raise IntegrityError from error
        if not isinstance(outcome, Written) or outcome.first is None:
            raise IntegrityError(outcome)
        return range(outcome.first, outcome.last + 1)

    def select_events(
        self,
        originator_id: UUID,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        after = -1 if gt is None else gt
        rows = self._loop.call(self._ledger.read_stream(originator_id, after=after))
        events = [
            StoredEvent(row["stream_id"], row["version"], row["topic"], row["data"])
            for row in rows
            if lte is None or row["version"] <= lte
        ]
        return (events[::-1] if desc else events)[:limit]


class LedgerApplicationRecorder(LedgerAggregateRecorder, ApplicationRecorder):
    """The same with positions as notification ids."""

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        return list(self._insert(stored_events))

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        after = 0 if start is None else start - inclusive_of_start
        found: list[Notification] = []
        while len(found) < limit:
            rows = self._loop.call(self._ledger.read(after=after))
            if not rows:
                break
            found += [
                Notification(
                    row["stream_id"], row["version"], row["topic"], row["data"], row["position"]
                )
                for row in rows
                if (not topics or row["topic"] in topics)
                and (stop is None or row["position"] <= stop)
            ]
            after = rows[-1]["position"]
        return found[:limit]

    def max_notification_id(self) -> int | None:
        return self._loop.call(self._ledger.head()) or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> "Subscription[ApplicationRecorder]":
        raise NotImplementedError("Our log is followed through LiveReader.")


@pytest.fixture
async def recording(request, database):
    """Give the test case a loop in a thread and a ledger on a database of its own."""
    loop = LoopInThread()
    pool = loop.call(_pool(database))
    request.instance.loop, request.instance.ledger = loop, Ledger(pool)
    yield
    loop.call(pool.close())
    loop.close()


async def _pool(address: str) -> asyncpg.Pool:
    return await asyncpg.create_pool(address, min_size=1, max_size=8)


@pytest.mark.usefixtures("recording")
class TestAggregateRecorder(AggregateRecorderTestCase):
    def create_recorder(self) -> AggregateRecorder:
        return LedgerAggregateRecorder(self.loop, self.ledger)


@pytest.mark.usefixtures("recording")
class TestApplicationRecorder(ApplicationRecorderTestCase):
    def create_recorder(self) -> ApplicationRecorder:
        return LedgerApplicationRecorder(self.loop, self.ledger)


@pytest.mark.usefixtures("recording")
class TestPositionsDoNotInterleave(NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> ApplicationRecorder:
        return LedgerApplicationRecorder(self.loop, self.ledger)


# The imported base cases are abstract; pytest must not collect them too.
del AggregateRecorderTestCase, ApplicationRecorderTestCase, NonInterleavingNotificationIDsBaseCase
