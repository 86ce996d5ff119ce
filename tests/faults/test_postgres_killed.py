"""PostgreSQL is killed under 32 writers, again and again, by SIGKILL and by SIGQUIT.

What must hold: no acknowledged event is lost, and every command in doubt settles, once, by sending the same
command id again.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from hub_core.embedded import Servers, embedded_servers
from hub_core.log.ledger import Append, Ledger, NewEvent, Repeated, Written
from hub_core.log.writer import OutcomeUnknown, Writer
from hub_core.migrations import MigrationSet, migrate
from tests.builders.ledger_events import ENVELOPE

WRITERS = 32
KILLS = (signal.SIGKILL, signal.SIGQUIT)
#: Commands that must have been acknowledged between two kills.
BETWEEN = 150


class Writing:
    """Callers that send one command after another and keep what they were told."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        #: What each command was told, and how often it had to be sent.
        self.told: dict[UUID, Written | Repeated] = {}
        self.sent: dict[UUID, int] = {}
        self.commands: dict[UUID, Append] = {}
        self.stopping = False
        #: Set while the server answers: whoever is in doubt waits for that.
        self.up = asyncio.Event()
        self.up.set()

    async def caller(self) -> None:
        """A stream of its own, one event a command."""
        stream, version = uuid4(), 0
        while not self.stopping:
            version += 1
            command = _command(stream, version)
            assert command.key is not None
            self.commands[command.key] = command
            self.told[command.key] = await self._settled(command)

    async def _settled(self, command: Append) -> Written | Repeated:
        assert command.key is not None
        while True:
            await self.up.wait()
            self.sent[command.key] = self.sent.get(command.key, 0) + 1
            try:
                outcome = await self._writer.append(command)
            except OutcomeUnknown:
                await asyncio.sleep(0.05)  # a caller's own patience
                continue
            assert isinstance(outcome, Written | Repeated), outcome
            return outcome

    async def come_to(self, acknowledged: int) -> None:
        """Wait until so many were acknowledged."""
        while len(self.told) < acknowledged:  # noqa: ASYNC110 - by counting
            await asyncio.sleep(0.002)


def _command(stream: UUID, version: int) -> Append:
    event = NewEvent(
        event_id=uuid4(),
        stream_id=stream,
        version=version,
        topic="encounters.EncounterDelivered.v1",
        data=b'{"learners":62}',
    )
    key = uuid4()
    return Append(events=[event], envelope=ENVELOPE, key=key, fingerprint=b"f", answer=key.bytes)


async def under_fire(folder: Path, rounds: int) -> None:
    """Kill the server in every way, ``rounds`` times each, and compare what was told with what stands."""
    async with embedded_servers(folder) as servers, _ledger(servers) as ledger:
        async with Writer(ledger) as writer:
            writing = Writing(writer)
            async with asyncio.TaskGroup() as callers:  # one that is told wrong ends them all
                for _ in range(WRITERS):
                    callers.create_task(writing.caller())
                for how in KILLS * rounds:
                    await writing.come_to(len(writing.told) + BETWEEN)
                    await servers.postgres.kill(how)  # while every caller goes on sending
                    writing.up.clear()
                    await servers.postgres.start()
                    writing.up.set()
                await writing.come_to(len(writing.told) + BETWEEN)
                writing.stopping = True
        await _compare(ledger, writing)


async def _compare(ledger: Ledger, writing: Writing) -> None:
    rows = await ledger.read(after=0, limit=1_000_000)
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
    # Each command once, whatever it went through, and exactly where its caller was told.
    standing = {UUID(str(row["event_id"])): row["position"] for row in rows}
    assert len(standing) == len(rows) == len(writing.told)
    for key, outcome in writing.told.items():
        command = writing.commands[key]
        assert standing[command.events[0].event_id] == outcome.last
        if isinstance(outcome, Repeated):
            assert outcome.answer == key.bytes
    assert max(writing.sent.values()) > 1, "no command was ever in doubt"
    # And every one is still answered as it was, by its id.
    for key in list(writing.told)[::37]:
        [again] = await ledger.append([writing.commands[key]])
        assert isinstance(again, Repeated)
        assert again.last == writing.told[key].last


@asynccontextmanager
async def _ledger(servers: Servers) -> AsyncIterator[Ledger]:
    address = servers.postgres.address("hub", "hub")
    await migrate(address, [MigrationSet(name="ledger", package="hub_core.log")])
    await _keep_tables(servers)
    async with asyncpg.create_pool(address, min_size=1, max_size=4) as pool:
        yield Ledger(pool)


async def _keep_tables(servers: Servers) -> None:
    """What is at stake is what callers are told, not the tables they write to."""
    connection = await asyncpg.connect(servers.postgres.superuser_url)
    try:
        await connection.execute("checkpoint")
    finally:
        await connection.close()


async def test_nothing_acknowledged_is_lost_and_all_doubt_settles(tmp_path: Path) -> None:
    await under_fire(tmp_path, rounds=1)


@pytest.mark.long
async def test_nothing_is_lost_however_often_it_is_killed(tmp_path: Path) -> None:
    await under_fire(tmp_path, rounds=6)
