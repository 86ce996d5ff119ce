"""A log to write and a toy projection to fold it with."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from hub_core.embedded import Addresses, Servers
from hub_core.log.aggregate import Envelope
from hub_core.log.event import Event, encode
from hub_core.log.ledger import Append, Ledger, NewEvent, Written
from hub_core.membership.events import HubEstablished
from hub_core.migrations import migrate
from hub_core.rosters.events import RollDeclared
from projections.checkpoints import MIGRATIONS
from projections.projection import Projection, Rows
from projections.runner import Runner
from tests.builders.databases import fresh_addresses

ENVELOPE = msgspec.json.encode(Envelope(actor="test", correlation="test"))


class Log:
    """Appends events to the real ledger, each to a stream of its own."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool = pool
        self.ledger = Ledger(pool)

    async def append(self, *events: Event) -> int:
        """Write events in one commit; returns the last position."""
        [outcome] = await self.ledger.append(
            [Append(events=[self.new(event) for event in events], envelope=ENVELOPE)]
        )
        assert isinstance(outcome, Written)
        return outcome.last

    async def raw(self, *, topic: str, data: bytes, institution: UUID | None) -> int:
        """Write what is no event of ours."""
        event = NewEvent(
            event_id=uuid4(),
            stream_id=uuid4(),
            version=1,
            topic=topic,
            data=data,
            institution=institution,
        )
        [outcome] = await self.ledger.append([Append(events=[event], envelope=ENVELOPE)])
        assert isinstance(outcome, Written)
        return outcome.last

    async def fill(self, events: Iterable[Event], *, at_once: int = 500) -> int:
        """Write many; returns the last position."""
        position = 0
        waiting = iter(events)
        while chunk := list(itertools.islice(waiting, at_once)):
            position = await self.append(*chunk)
        return position

    async def begin_new_life(self) -> None:
        """What a restore from backup does: another incarnation of the log."""
        await self.pool.execute("insert into ledger.incarnation (id) values (gen_random_uuid())")

    @staticmethod
    def new(event: Event) -> NewEvent:
        """The event as the ledger takes it."""
        return NewEvent(
            event_id=uuid4(),
            stream_id=uuid4(),
            version=1,
            topic=event.TOPIC,
            data=encode(event),
            institution=getattr(event, "institution", None),
        )


@pytest.fixture
async def log(database: str, pool: asyncpg.Pool) -> Log:
    """The ledger of this test, beside the tables of checkpoints."""
    await migrate(database, [MIGRATIONS])
    return Log(pool)


class Shared:
    """A log that the tests of one module share, and a connection as the role of the services."""

    def __init__(self, log: Log, services: asyncpg.Connection, addresses: Addresses) -> None:
        self.log = log
        self.services = services
        self.addresses = addresses


@pytest.fixture(scope="module")
async def shared(
    servers: Servers, ledger_template: str, vault_template: str
) -> AsyncIterator[Shared]:
    """A database with every migration for tests that only read it."""
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    async with asyncpg.create_pool(addresses.postgres_url, min_size=1, max_size=8) as pool:
        services = await asyncpg.connect(addresses.for_services().postgres_url)
        yield Shared(Log(pool), services, addresses)
        await services.close()


class Tally:
    """A toy fold: the learners on an institution's rolls so far. An unlucky roll raises."""

    UNLUCKY = 99_999

    def __init__(self, institution: UUID | None = None) -> None:
        self.institution = institution
        self.rolls = 0
        self.learners = 0
        self.changed = False

    def apply(self, event: Event, position: int, recorded_at: datetime) -> None:
        """Add a roll."""
        match event:
            case RollDeclared():
                if self.UNLUCKY in event.roll.values():
                    raise ValueError("this roll is unlucky")
                self.rolls += 1
                self.learners += sum(event.roll.values())
            case HubEstablished():
                if event.slug == "unlucky":
                    raise ValueError("this hub is unlucky")
        self.changed = True

    def changes(self, rows: Rows) -> None:
        """One row an institution."""
        if self.changed and self.institution is not None:
            rows["tallies"].append((self.institution, self.rolls, self.learners))
        self.changed = False


class Toy(Projection, frozen=True, kw_only=True):
    """A projection whose tables stand here."""

    @property
    def tables(self) -> str:
        """One table."""
        return (
            "create table tallies ("
            "institution uuid primary key, rolls integer not null, learners integer not null)"
        )

    @property
    def indexes(self) -> str:
        """None."""
        return ""

    @property
    def policies(self) -> str:
        """None, so that nobody but the owner reads anything."""
        return ""


def toy(*, edition: bytes = b"1", fold: type[Tally] = Tally) -> Toy:
    """The toy projection; another edition is another version of it."""
    return Toy(
        name="toy",
        package="",
        institution=fold,
        shared=fold,
        events=(RollDeclared, HubEstablished),
        edition=edition,
    )


class Rolls:
    """What tests of the machinery need, in one hand."""

    Tally = Tally
    projection = staticmethod(toy)

    def __init__(self, log: Log) -> None:
        self.log = log
        self.pool = log.pool
        self.ledger = log.ledger

    def runner(self, projection: Projection | None = None, **settings: Any) -> Runner:
        """A runner of the toy projection."""
        return Runner(projection or toy(), ledger=self.log.ledger, pool=self.pool, **settings)

    @staticmethod
    def roll(institution: UUID, learners: int) -> RollDeclared:
        """An institution sends a roll."""
        return RollDeclared(
            institution=institution, occurred_on=date(2025, 9, 10), roll={7: learners}
        )

    @classmethod
    def unlucky(cls, institution: UUID) -> RollDeclared:
        """A roll the toy cannot fold."""
        return cls.roll(institution, Tally.UNLUCKY)

    @staticmethod
    def hub(slug: str) -> HubEstablished:
        """An event without institution."""
        return HubEstablished(
            hub=uuid4(),
            occurred_on=date(2025, 9, 1),
            name="A hub",
            slug=slug,
            lead_organisation="A council",
            local_authorities=("202",),
        )

    async def tallies(self) -> dict[UUID, tuple[int, int]]:
        """What readers see: rolls and learners by institution."""
        rows = await self.pool.fetch("select institution, rolls, learners from toy.tallies")
        return {row[0]: (row[1], row[2]) for row in rows}

    async def position(self) -> int:
        """Where the read model stands."""
        position: int = await self.pool.fetchval("select position from toy.checkpoint")
        return position

    async def until(self, position: int) -> None:
        """Wait until the read model stands there."""
        async with asyncio.timeout(30):
            while await self.position() < position:  # noqa: ASYNC110 - it moves in the database
                await asyncio.sleep(0.01)


@pytest.fixture
def rolls(log: Log) -> Rolls:
    """The toy projection over the log of this test."""
    return Rolls(log)
