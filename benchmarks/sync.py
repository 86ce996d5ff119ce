"""A hub's schools upload their year: a million rows from the first byte sent to the last event committed.

One row is one learner's attendance at one activity, as information systems export it. Both stages are
measured, four schools at a time; what the check grouped is committed without parsing it again.
Limit: the same files through Python's csv, and the same events inserted by one connection, 500 a commit,
with nothing checked, resolved, sealed or remembered.
"""

import asyncio
import csv
import os
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

import hub_core.contexts  # noqa: F401 - registers every command
from benchmarks.result import Report, report, result
from benchmarks.surroundings import bench_servers, fresh_database
from hub_core.academic_years import academic_year_of, first_day
from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.agreements.codes import DataClass, LawfulBasis, Purpose
from hub_core.agreements.commands import SignAgreement
from hub_core.agreements.events import Terms
from hub_core.execute import Platform, Request, execute
from hub_core.log.ledger import Ledger
from hub_core.log.writer import CHUNK, Writer
from hub_core.membership.events import InstitutionDetails
from hub_core.membership.institution_commands import RegisterInstitution
from hub_core.migrations import migrate
from hub_core.pools import open_pool
from hub_core.reference.service_phases import ServicePhase
from hub_core.rosters.commands import RosterLearner, SendRoster
from hub_core.sync.checking import check
from hub_core.sync.commands import BeginUpload
from hub_core.sync.committing import commit
from hub_core.sync.content import take_in
from hub_core.sync.kinds import UploadKind
from hub_core.sync.uploads import Uploads
from hub_core.vault.keys import VaultKeys
from hub_core.vault.vault import Vault
from hub_core.work import Command
from services.platform.schema import HUB_SETS, VAULT_SETS

ROWS = int(os.environ.get("HUB_BENCH_SYNC_ROWS", "1000000"))
SCHOOLS = 40
LEARNERS = 1_000
A_CLASS = 30
AT_ONCE = 4
SENT_AT_ONCE = 64 * 1024

HEAD = (
    "Event ID", "Event name", "Admission number", "Year", "Date", "Type", "Mode",
    "Employer size", "STEM",
)  # fmt: skip
TYPES = ("Employer talk", "Careers fair", "Mock interviews", "Enterprise challenge", "Mentoring")
SIZES = ("small", "medium", "large")
TODAY = date.today()  # noqa: DTZ011 - the year the platform's clock is in
YEAR = academic_year_of(TODAY)

_Files = list[tuple[UUID, Principal, Path]]


async def main() -> Report:
    """Measure and report."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-sync-") as folder:
        async with bench_servers() as servers:
            await migrate(servers.postgres_url, HUB_SETS)
            await migrate(servers.vault_url, VAULT_SETS)
            async with (
                open_pool(servers.postgres_url, min_size=2, max_size=8) as pool,
                open_pool(servers.vault_url, min_size=1, max_size=4) as vault_pool,
                Writer(Ledger(pool)) as writer,
            ):
                vault = Vault(vault_pool, VaultKeys(os.urandom(32)))
                platform = Platform(ledger=Ledger(pool), writer=writer, vault=vault)
                files = await _schools(platform, Path(folder))
                head = await platform.ledger.head()
                rows, seconds = await _synced(platform, Uploads(pool, vault), files)
                value = rows / seconds
                found = result("sync_rows_per_s", value, "rows/s")
                address = await fresh_database(servers, "plain")
                raw = rows / await _raw_seconds(address, platform.ledger, head, files)
    figure = msgspec.structs.replace(found, limit=round(raw, 1), of_limit=round(value / raw, 3))
    return report("sync", [figure])


async def _schools(platform: Platform, folder: Path) -> _Files:
    """Schools with an agreement, a roster and a file each."""
    random = Random(20261122)
    files: _Files = []
    platform_itself = Principal(id="system:bench", roles=frozenset({Role.ADMINISTRATOR}))
    for number in range(SCHOOLS):
        details = InstitutionDetails(
            name=f"School {number}", phase=ServicePhase.SECONDARY, local_authority="202"
        )
        register = RegisterInstitution(urn=f"{100_000 + number}", details=details)
        accepted = await execute(register, platform_itself, platform, Request())
        school = UUID(msgspec.json.decode(accepted.answer)["id"])
        lead = Principal(
            id=f"machine:{school}",
            roles=frozenset({Role.SENIOR_LEADER}),
            organisation=Organisation(OrganisationKind.INSTITUTION, school),
        )
        for command in (_agreement(school), _roster(school)):
            await execute(command, lead, platform, Request())
        path = folder / f"{school}.csv"
        _write(path, random)
        files.append((school, lead, path))
    return files


def _agreement(school: UUID) -> Command:
    return SignAgreement(
        institution=school,
        terms=Terms(
            covers=(DataClass.ROLLS_AND_COUNTS, DataClass.LEARNER_REFERENCES),
            purposes=(Purpose.CAREERS_ACTIVITIES,),
            lawful_basis=LawfulBasis.PUBLIC_TASK,
            starts_on=TODAY,
            expires_on=TODAY + timedelta(days=365),
            document="DSA-2026-1",
            impact_assessment="DPIA-2026-1",
        ),
    )


def _roster(school: UUID) -> Command:
    learners = tuple(
        RosterLearner(reference=f"{100_000 + one}", year_group=7 + one % 7)
        for one in range(LEARNERS)
    )
    return SendRoster(institution=school, learners=learners, complete=True)


def _write(path: Path, random: Random) -> None:
    """A school's share of the rows, a class of learners at each activity."""
    activities = ROWS // SCHOOLS // A_CLASS
    days = (TODAY - first_day(YEAR)).days + 1
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for number in range(activities):
            told = (f"EV-{number:06}", f"Careers event {number}")
            day = first_day(YEAR) + timedelta(days=random.randrange(days))
            rest = (
                f"{day:%d/%m/%Y}", random.choice(TYPES), "in_person", random.choice(SIZES), "no",
            )  # fmt: skip
            for learner in random.sample(range(LEARNERS), A_CLASS):
                writer.writerow((*told, f"{100_000 + learner}", 7 + learner % 7, *rest))


async def _synced(platform: Platform, uploads: Uploads, files: _Files) -> tuple[int, float]:
    """Rows and seconds, from the first byte of the first upload to the last committed event."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(school: UUID, lead: Principal, path: Path) -> int:
        async with gate:
            return await _upload(platform, uploads, school, lead, path)

    began = time.perf_counter()
    rows = sum(await asyncio.gather(*(one(*file) for file in files)))
    return rows, time.perf_counter() - began


async def _upload(
    platform: Platform, uploads: Uploads, school: UUID, lead: Principal, path: Path
) -> int:
    given: dict[str, Any] = {
        "source": "sims", "kind": UploadKind.ACTIVITIES, "academic_year": YEAR, "complete": True
    }  # fmt: skip
    begin = BeginUpload(institution=school, **given)
    accepted = await execute(begin, lead, platform, Request())
    upload = UUID(msgspec.json.decode(accepted.answer)["id"])
    await uploads.begin(upload, school, by=lead.id, **given)
    digest, size = await take_in(uploads, upload, _parts(path))
    await uploads.received(upload, content=digest, size=size)
    checked = await check(uploads, platform.ledger, await uploads.find(upload, school))
    done = await commit(uploads, platform, lead, checked)
    told = done.report
    if told is None or told.taken != told.rows or told.recorded != told.rows // A_CLASS:
        raise RuntimeError(f"the bench's upload was not taken whole: {told}")
    return told.rows


async def _parts(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(SENT_AT_ONCE):
            yield part


async def _raw_seconds(address: str, ledger: Ledger, head: int, files: _Files) -> float:
    """Parsing the same files, and inserting the same bytes."""
    events = []
    while rows := await ledger.read(after=head):
        events += [tuple(row) for row in rows]
        head = rows[-1]["position"]
    connection = await asyncpg.connect(address)
    try:
        await connection.execute(_PLAIN_TABLE)
        began = time.perf_counter()
        for _, _, path in files:
            with path.open(encoding="utf-8", newline="") as file:
                for _row in csv.reader(file):
                    pass
        for start in range(0, len(events), CHUNK):
            columns = list(zip(*events[start : start + CHUNK], strict=True))
            await connection.execute(_PLAIN_INSERT, *columns)
        return time.perf_counter() - began
    finally:
        await connection.close()


_PLAIN_TABLE = (
    "create table plain (position bigint primary key, event_id uuid, stream_id uuid, "
    "version integer, topic text, institution uuid, recorded_at timestamptz, data bytea, "
    "envelope bytea)"
)
_PLAIN_INSERT = (
    "insert into plain select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::integer[], "
    "$5::text[], $6::uuid[], $7::timestamptz[], $8::bytea[], $9::bytea[])"
)
