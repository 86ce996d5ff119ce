"""Builders of commands and events for tests of the log."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from hub_core.log.aggregate import Envelope
from hub_core.log.ledger import Append, Claim, Ledger, NewEvent
from hub_core.log.stream import LogStream

ENVELOPE = msgspec.json.encode(Envelope(actor="employer:1", correlation="a-request"))


class Build:
    """Makes events and commands as the domain would."""

    @staticmethod
    def event(
        stream_id: UUID | None = None,
        version: int = 1,
        *,
        data: bytes = b'{"learners":62}',
        institution: UUID | None = None,
        topic: str = "encounters.EncounterDelivered.v1",
    ) -> NewEvent:
        return NewEvent(
            event_id=uuid4(),
            stream_id=stream_id or uuid4(),
            version=version,
            topic=topic,
            data=data,
            institution=institution,
        )

    def command(
        self,
        *events: NewEvent,
        key: UUID | None = None,
        fingerprint: bytes = b"request",
        answer: bytes = b'{"ok":true}',
        take: Sequence[Claim] = (),
        release: Sequence[Claim] = (),
    ) -> Append:
        return Append(
            events=events or [self.event()],
            envelope=ENVELOPE,
            key=key,
            fingerprint=fingerprint,
            answer=answer,
            take=take,
            release=release,
        )

    async def fill(self, ledger: Ledger, count: int, *, size: int = 40) -> None:
        """Append this many events, in bulk."""
        data = b'{"text":"' + b"x" * size + b'"}'
        for begin in range(0, count, 500):
            some = min(500, count - begin)
            await ledger.append([self.command(*(self.event(data=data) for _ in range(some)))])


@pytest.fixture
def build() -> Build:
    return Build()


@pytest.fixture
def ledger(pool: asyncpg.Pool) -> Ledger:
    return Ledger(pool)


@pytest.fixture
def stream(stream_name: str) -> LogStream:
    """A stream and subjects of this test's own."""
    return LogStream(name=stream_name, prefix=f"log-{stream_name}")


@pytest.fixture
async def in_background() -> AsyncIterator[Callable[..., "asyncio.Task[None]"]]:
    """Run coroutines beside the test; they are cancelled after it, and what they raised is raised."""
    tasks: list[asyncio.Task[None]] = []

    def start(coroutine) -> "asyncio.Task[None]":
        tasks.append(asyncio.create_task(coroutine))
        return tasks[-1]

    yield start
    for task in tasks:
        task.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    for outcome in ended:
        if isinstance(outcome, Exception):
            raise outcome
