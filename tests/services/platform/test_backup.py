"""A hub put back from its backups: the same log in a new life, and nothing of what was erased meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from hub_core.agreements.commands import SignAgreement
from hub_core.embedded import Servers, embedded_servers
from hub_core.execute import Platform, Request, execute
from hub_core.log.ledger import Ledger
from hub_core.log.reader import LiveReader
from hub_core.log.relay import Relay
from hub_core.log.verify import verify
from hub_core.membership.events import InstitutionDetails
from hub_core.membership.institution_commands import RegisterInstitution
from hub_core.messaging.parts import FOLLOWER, RELAY
from hub_core.reference.service_phases import ServicePhase
from hub_core.rosters.commands import EraseLearner, RosterLearner, SendRoster
from hub_core.settings import Settings, read_settings
from hub_core.work import Command
from projections.runner import Runner
from projections.state import states
from services.platform.backup import back_up, read_backup
from services.platform.commands.running import Failure
from services.platform.open_platform import open_platform
from services.platform.projections import PROJECTIONS
from services.platform.restoring import restore
from tests.builders.agreements import EVERYTHING
from tests.builders.principals import sender_of

DASHBOARD = PROJECTIONS["hub_dashboard"]
#: References that stand nowhere by chance.
KEPT, ERASED = "pupil-kept-7f3a9c", "pupil-erased-5d21e8"
ABOUT_SOMEBODY = "Sam Example told us of an illness"


async def do(platform: Platform, command: Command) -> dict[str, Any]:
    accepted = await execute(command, sender_of(command), platform, Request())
    answer: dict[str, Any] = msgspec.json.decode(accepted.answer)
    return answer


def roster(school: UUID) -> SendRoster:
    learners = tuple(RosterLearner(reference=each, year_group=8) for each in (KEPT, ERASED))
    return SendRoster(institution=school, learners=learners, as_of=date(2025, 9, 10))


@asynccontextmanager
async def relayed(servers: Servers, ledger: Ledger) -> AsyncIterator[None]:
    """The stream filled up to where the ledger stands at the end of the block."""
    relay = Relay(ledger, servers.nats.url(RELAY))
    relaying = asyncio.create_task(relay.run())
    yield
    head = await ledger.head()
    while relay.position < head and not relaying.done():
        await asyncio.wait([relaying], timeout=0.02)
    relaying.cancel()
    await asyncio.gather(relaying, return_exceptions=True)


class Before:
    """What the test knows of the hub before it was put back."""

    school: UUID
    subject: UUID
    text: UUID
    incarnation: UUID
    head_of_backup: int


@pytest.fixture
async def lost(tmp_path: Path) -> tuple[Settings, Path, Before]:
    """A hub that was backed up, went on, erased a learner and a person, and is stopped now."""
    chosen = read_settings({"HUB_DATA": str(tmp_path / "hub")})
    before = Before()
    before.subject = uuid4()
    register = RegisterInstitution(
        urn="100025",
        ukprn="10078058",
        details=InstitutionDetails(
            name="Ashbrook School", phase=ServicePhase.SECONDARY, local_authority="202"
        ),
    )
    async with (
        embedded_servers(chosen.data) as servers,
        open_platform(chosen) as platform,
        relayed(servers, platform.ledger),
    ):
        before.school = UUID((await do(platform, register))["id"])
        await do(platform, SignAgreement(institution=before.school, terms=EVERYTHING))
        await do(platform, roster(before.school))
        before.text = await platform.vault.keep(ABOUT_SOMEBODY, subject=before.subject)
        await Runner(DASHBOARD, ledger=platform.ledger, pool=platform.ledger.pool).catch_up()
        made = await back_up(
            servers.addresses, log=tmp_path / "log", vault=tmp_path / "vault", release="1"
        )
        before.head_of_backup = made.head
        before.incarnation = await platform.ledger.incarnation()
        await do(platform, EraseLearner(institution=before.school, reference=ERASED))
        await platform.vault.erase_subject(before.subject)
        assert await platform.ledger.head() > made.head
    return chosen, tmp_path, before


async def put_back(chosen: Settings, folder: Path, *, replace: bool = True) -> Any:
    return await restore(
        chosen,
        log=read_backup(folder / "log", holds="log"),
        vault=read_backup(folder / "vault", holds="vault"),
        replace=replace,
    )


async def test_the_log_lives_anew_and_what_was_erased_since_stays_erased(lost: Any) -> None:
    chosen, folder, before = lost
    restored = await put_back(chosen, folder)
    assert restored.head == before.head_of_backup
    assert restored.incarnation != before.incarnation
    # The learner by reference and by what was kept about them, and the person.
    assert restored.erased_again == 3

    async with embedded_servers(chosen.data) as servers, open_platform(chosen) as platform:
        assert (await verify(platform.ledger, servers.nats.url(FOLLOWER))).ok
        known = await platform.vault.ordinals(before.school, [KEPT, ERASED])
        assert list(known.known) == [KEPT]
        assert known.erased == (ERASED,)
        shown = await platform.vault.references(before.school, range(10))
        assert list(shown.values()) == [KEPT]
        assert await platform.vault.reveal(before.text) is None
        # The school sends the same file again.
        answer = await do(platform, roster(before.school))
        assert (answer["refused"], answer["enrolled"]) == ([1], 0)
        assert list((await platform.vault.ordinals(before.school, [KEPT, ERASED])).known) == [KEPT]
        async with relayed(servers, platform.ledger):
            await Runner(DASHBOARD, ledger=platform.ledger, pool=platform.ledger.pool).catch_up()
        [state] = await states(platform.ledger.pool)
        assert (state.current, state.incarnation) == (True, restored.incarnation)
        await _stands_nowhere(servers, platform.ledger, ERASED, ABOUT_SOMEBODY)


async def test_nothing_is_replaced_unasked_and_a_damaged_backup_is_refused(lost: Any) -> None:
    chosen, folder, before = lost
    with pytest.raises(Failure, match=r"holds a log of .* say --replace"):
        await put_back(chosen, folder, replace=False)
    dump = folder / "log" / "backup.dump"
    whole = dump.read_bytes()
    dump.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(Failure, match="sha256 differs"):
        await put_back(chosen, folder)
    with pytest.raises(Failure, match="backup of the vault, not of the log"):
        read_backup(folder / "vault", holds="log")
    async with embedded_servers(chosen.data) as servers:
        connection = await asyncpg.connect(servers.postgres_url)
        assert (
            await connection.fetchval("select max(position) from ledger.events")
            > before.head_of_backup
        )
        await connection.close()


async def test_log_and_vault_go_into_folders_apart_that_are_empty(lost: Any) -> None:
    chosen, folder, _ = lost
    async with embedded_servers(chosen.data) as servers:
        with pytest.raises(Failure, match="folders apart"):
            await back_up(
                servers.addresses, log=folder / "new", vault=folder / "new" / "v", release="1"
            )
        with pytest.raises(Failure, match="is not empty"):
            await back_up(servers.addresses, log=folder / "log", vault=folder / "v2", release="1")


async def _stands_nowhere(servers: Servers, ledger: Ledger, *secrets: str) -> None:
    """Not in any row of either database, read models included, nor in any message of the stream."""
    everything: list[bytes] = []
    for address in (servers.postgres_url, servers.vault_url):
        connection = await asyncpg.connect(address)
        tables = await connection.fetch(
            "select schemaname, tablename from pg_catalog.pg_tables "
            "where schemaname !~ '^pg_' and schemaname <> 'information_schema'"
        )
        assert len(tables) > 4
        for schema, table in tables:
            for row in await connection.fetch(f'select * from "{schema}"."{table}"'):
                everything += (
                    value if isinstance(value, bytes) else str(value).encode() for value in row
                )
        await connection.close()
    head = await ledger.head()
    got: list[bytes] = []
    async with aclosing(LiveReader(servers.nats.url(FOLLOWER)).messages(after=0)) as messages:
        while len(got) < head:
            got += (data for _, data in await anext(messages))
    found = b"\n".join(everything + got)
    assert b"Ashbrook School" in found
    for secret in secrets:
        assert secret.encode() not in found
