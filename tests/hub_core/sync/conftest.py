"""The sync engine on real servers, with a school whose roster is known.

desk  sends files as a school would, through both stages
"""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from hub_core.access import Principal
from hub_core.embedded import Servers
from hub_core.execute import Platform
from hub_core.log.event import Event, decode
from hub_core.log.ledger import Ledger
from hub_core.log.writer import Writer
from hub_core.rosters.commands import RosterLearner, SendRoster
from hub_core.sync.checking import PROBLEMS, check
from hub_core.sync.committing import commit
from hub_core.sync.content import take_in
from hub_core.sync.kinds import UploadKind
from hub_core.sync.mapping import Mapping
from hub_core.sync.problems import RowProblem
from hub_core.sync.uploads import Upload, Uploads
from hub_core.vault import Vault
from tests.builders.databases import fresh_addresses
from tests.builders.principals import sender_of
from tests.hub_core.conftest import NOW, Story

import msgspec  # isort: skip

HEAD = "Activity ID,Learner reference,Date,Type,Mode"


class Desk:
    """A school's desk: what is sent from it, checked and committed."""

    def __init__(self, platform: Platform, uploads: Uploads, story: Story, school: UUID) -> None:
        self.platform = platform
        self.uploads = uploads
        self.story = story
        self.move_to(school)

    def move_to(self, school: UUID) -> None:
        """Send for this institution from now on."""
        self.school = school
        self.principal: Principal = sender_of(SendRoster(institution=school, learners=()))

    async def roster(self, *references: str, year_group: int = 8) -> None:
        learners = tuple(RosterLearner(reference=one, year_group=year_group) for one in references)
        await self.story.do(SendRoster(institution=self.school, learners=learners))

    async def send(self, content: str | bytes, **more: Any) -> Upload:
        """Begin an upload and send its content."""
        given = {
            "source": "sims",
            "kind": UploadKind.ACTIVITIES,
            "academic_year": "2025/26",
            "complete": False,
        } | more
        upload = uuid4()
        await self.uploads.begin(upload, self.school, by=self.principal.id, **given)
        raw = content.encode() if isinstance(content, str) else content

        async def parts() -> AsyncIterator[bytes]:
            for start in range(0, len(raw), 50_000):
                yield raw[start : start + 50_000]

        digest, size = await take_in(self.uploads, upload, parts())
        await self.uploads.received(upload, content=digest, size=size)
        return await self.uploads.find(upload, self.school)

    async def check(self, upload: Upload, mapping: Mapping | None = None) -> Upload:
        again = await self.uploads.find(upload.id, self.school)
        return await check(self.uploads, self.platform.ledger, again, mapping)

    async def checked(self, content: str | bytes, **more: Any) -> Upload:
        return await self.check(await self.send(content, **more))

    async def commit(self, upload: Upload) -> Upload:
        again = await self.uploads.find(upload.id, self.school)
        return await commit(self.uploads, self.platform, self.principal, again)

    async def synced(self, content: str | bytes, **more: Any) -> Upload:
        """Through both stages."""
        return await self.commit(await self.checked(content, **more))

    async def problems(self, upload: Upload) -> list[RowProblem]:
        box = await self.uploads.box(upload.id)
        found: list[RowProblem] = []
        number = 0
        while (piece := await self.uploads.piece(upload.id, PROBLEMS, number, box)) is not None:
            found += msgspec.msgpack.decode(piece, type=list[RowProblem])
            number += 1
        return found

    async def events(self) -> list[Event]:
        rows = await self.platform.ledger.read(after=0, institution=self.school)
        return [decode(row["topic"], row["data"]) for row in rows]


@pytest.fixture(scope="session")
async def hub_address(servers: Servers, ledger_template: str, vault_template: str) -> str:
    return (await fresh_addresses(servers, ledger_template, vault_template)).postgres_url


@pytest.fixture(scope="session")
async def hub_platform(hub_address: str, vault: Vault) -> AsyncIterator[Platform]:
    async with asyncpg.create_pool(hub_address, min_size=1, max_size=6) as pool:
        ledger = Ledger(pool)
        async with Writer(ledger) as writer:
            yield Platform(ledger=ledger, writer=writer, vault=vault, clock=lambda: NOW)


@pytest.fixture
async def desk(hub_platform: Platform, vault: Vault) -> Desk:
    story = Story(hub_platform, begins_at=await hub_platform.ledger.head())
    school = await story.school()
    uploads = Uploads(hub_platform.ledger.pool, vault, clock=lambda: NOW)
    made = Desk(hub_platform, uploads, story, school)
    await made.roster(*(f"L-{number}" for number in range(1, 31)))
    return made


def rows(*lines: str, head: str = HEAD) -> str:
    """A file of these lines."""
    return "\n".join((head, *lines)) + "\n"


def talk(
    activity: str, *learners: str, date: str = "04/02/2026", kind: str = "employer_talk"
) -> str:
    """Rows of one talk."""
    return "\n".join(f"{activity},{one},{date},{kind},in_person" for one in learners)
