"""A commit that is cut off goes on where it was: nothing twice, nothing left out, whoever goes on."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from hub_core.activities.events import ActivityRecorded
from hub_core.embedded import Addresses, Servers
from hub_core.execute import Platform
from hub_core.log.ledger import Ledger
from hub_core.log.writer import Writer
from hub_core.refusals import Conflict, Invalid
from hub_core.sync.committing import commit
from hub_core.sync.content import PIECE, take_in
from hub_core.sync.events import SourceSynced
from hub_core.sync.kinds import UploadState
from hub_core.sync.uploads import KEPT, Uploads
from hub_core.vault import Vault, VaultKeys
from hub_core.vault.vault import SubjectErased
from tests.builders.databases import fresh_addresses
from tests.hub_core.conftest import NOW, Story
from tests.hub_core.sync.conftest import Desk, rows, talk

PROJECT = Path(__file__).parents[3]
#: Activities of three chunks and a bit.
MANY = 3 * 499 + 7


class Site:
    """A hub of its own, so that another process can work on it with the same keys."""

    def __init__(self, addresses: Addresses, key: bytes, desk: Desk) -> None:
        self.addresses = addresses
        self.key = key
        self.desk = desk


@pytest.fixture
async def site(servers: Servers, ledger_template: str, vault_template: str) -> AsyncIterator[Site]:
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    key = os.urandom(32)
    async with (
        asyncpg.create_pool(addresses.postgres_url, min_size=1, max_size=4) as pool,
        asyncpg.create_pool(addresses.vault_url, min_size=1, max_size=2) as vault_pool,
        Writer(Ledger(pool)) as writer,
    ):
        vault = Vault(vault_pool, VaultKeys(key))
        platform = Platform(ledger=Ledger(pool), writer=writer, vault=vault, clock=lambda: NOW)
        story = Story(platform, begins_at=0)
        school = await story.school()
        desk = Desk(platform, Uploads(pool, vault, clock=lambda: NOW), story, school)
        await desk.roster("L-1", "L-2")
        yield Site(addresses, key, desk)


@pytest.mark.parametrize("before_chunk", [0, 1, 3])
async def test_a_commit_killed_between_chunks_goes_on(site: Site, before_chunk: int) -> None:
    desk = site.desk
    file = rows(*(talk(f"A{number}", "L-1", "L-2") for number in range(MANY)))
    upload = await desk.checked(file, complete=True)
    given = (
        site.addresses.postgres_url, site.addresses.vault_url, site.key.hex(), str(desk.school),
        str(upload.id), str(before_chunk),
    )  # fmt: skip
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.builders.interrupted_commit", *given, cwd=PROJECT
    )
    assert await child.wait() == -signal.SIGKILL

    cut_off = await desk.uploads.find(upload.id, desk.school)
    assert cut_off.state is UploadState.COMMITTING
    assert len(await _recorded(desk)) == 499 * before_chunk

    done = await desk.commit(cut_off)
    assert done.state is UploadState.COMMITTED
    assert done.report is not None
    assert done.report.recorded == MANY
    recorded = await _recorded(desk)
    assert len(recorded) == len({one.activity for one in recorded}) == MANY
    chunks = [one.chunk for one in await desk.events() if isinstance(one, SourceSynced)]
    assert chunks == [0, 1, 2, 3]

    again = await desk.synced(file, complete=True)
    assert again.report is not None
    assert (again.report.unchanged, again.report.chunks) == (MANY, 0)


async def test_two_who_commit_at_once_get_the_same_answer(site: Site) -> None:
    desk = site.desk
    upload = await desk.checked(rows(*(talk(f"A{number}", "L-1") for number in range(MANY))))
    both = await asyncio.gather(desk.commit(upload), desk.commit(upload), desk.commit(upload))
    assert {one.state for one in both} == {UploadState.COMMITTED}
    assert len(await _recorded(desk)) == MANY


async def test_whoever_commits_when_another_was_done_does_not_open_it_again(site: Site) -> None:
    desk = site.desk
    checked = await desk.checked(rows(talk("A1", "L-1")))
    done = await desk.commit(checked)
    late = await commit(desk.uploads, desk.platform, desk.principal, checked)
    assert late == done == await desk.uploads.find(checked.id, desk.school)


async def test_content_that_was_cut_off_is_no_content(site: Site) -> None:
    desk = site.desk
    upload = await desk.checked(rows(talk("A1", "L-1")))

    async def cut_off() -> AsyncIterator[bytes]:
        yield b"x" * (PIECE + 1)
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await take_in(desk.uploads, upload.id, cut_off())
    with pytest.raises(Invalid, match="Nothing was sent yet"):
        await desk.check(upload)
    with pytest.raises(Conflict):
        await desk.commit(upload)
    assert await _recorded(desk) == []


async def test_no_chunk_has_more_events_than_a_transaction_carries(site: Site) -> None:
    desk = site.desk
    await desk.synced(rows(*(talk(f"A{number}", "L-1") for number in range(MANY))))
    sizes = await desk.uploads.pool.fetch(
        "select count(*) as events from ledger.events where convert_from(envelope, 'UTF8') "
        "like '%sync.commit_upload%' group by envelope"
    )
    assert sorted(row["events"] for row in sizes) == [8, 500, 500, 500]


async def test_what_nobody_committed_is_gone_after_thirty_days(site: Site) -> None:
    desk = site.desk
    upload = await desk.checked(rows(talk("A1", "L-1", "L-99")))
    desk.uploads.clock = lambda: NOW + KEPT
    assert await desk.uploads.forget_expired() == 1
    assert await desk.uploads.forget_expired() == 0
    gone = await desk.uploads.find(upload.id, desk.school)
    assert gone.state is UploadState.DELETED
    left = "select count(*) from sync.pieces where upload = $1"
    assert await desk.uploads.pool.fetchval(left, upload.id) == 0
    with pytest.raises(SubjectErased):
        await desk.uploads.box(upload.id)


async def _recorded(desk: Desk) -> list[ActivityRecorded]:
    return [one for one in await desk.events() if isinstance(one, ActivityRecorded)]
