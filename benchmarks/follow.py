"""Freshness: from the answer to a command until its row is visible in `benchmark_progress`.

500 commands a second for half a minute, spread over the institutions of England's year that sent their
learners; one in twenty corrects an earlier one. Then the same at 200 and at 50 a second. Before, each of
these institutions is spoken of once: a projection that has just started reads its events then, one that
follows a term has them in memory. What that takes is told as ``follow_after_start``. Relay and projection
are the platform's own processes, the one that looks at the read model is another, and commands take the way
every door gives them: time in HTTP is before the answer and not part of it.

Waits tell as much of what else the machine does as of the platform, so ``follow_processor`` tells beside them
what a command costs each process. The bench's own part is to carry out the commands, and to look.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import asyncpg
import msgspec

import hub_core.contexts  # noqa: F401 - registers every command
from benchmarks.processes import module_at_work, processor_by, run_module
from benchmarks.result import Report, report, result
from benchmarks.surroundings import bench_servers
from benchmarks.watching import WATCHING, Sighting, waited
from hub_core.academic_years import academic_year_of, year_group_of
from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.activities.commands import CorrectActivity, RecordActivity
from hub_core.activities.events import ActivityCorrection
from hub_core.embedded import Servers
from hub_core.encounters.attendance import AttendanceSent
from hub_core.execute import Platform, Request, execute
from hub_core.log.event import decode
from hub_core.log.ledger import Ledger
from hub_core.log.writer import Writer
from hub_core.pools import open_pool
from hub_core.reference.activities import ActivityType
from hub_core.reference.encounters import DeliveryMode
from hub_core.rosters.events import CohortDeclared
from hub_core.vault import Vault, VaultKeys
from hub_core.vault.keys import make_master_key, read_master_key
from services.platform.addresses import environment
from services.platform.schema import bring_up_to_date
from services.platform.supervisor import Part, supervised

COMMANDS_A_SECOND = 500
SECONDS = 30
#: Slower than that, as on most days.
LESS_A_SECOND = (200, 50)
#: Processes by a word of their command lines.
PROCESSES = {
    "projection": "project benchmark_progress",
    "relay": "services.platform relay",
    "nats": "nats-server",
    "postgres": "postgres",
}
#: Every so many commands one corrects the activity recorded so many commands before.
CORRECTED, BEFORE = 20, 210
#: The last summer term of the year told, and a day on which an activity may be recorded.
NOW = datetime(2026, 8, 31, 12, tzinfo=UTC)
HELD = date(2026, 6, 3)


class School(msgspec.Struct, frozen=True, kw_only=True):
    """An institution, and a year group it has learners in."""

    institution: UUID
    year_group: int


async def main(size: float) -> Report:
    """Measure with this share of England, and report."""
    async with bench_servers() as servers, _running(servers, size) as platform:
        schools = await _schools(platform.ledger)
        after_start = await _watched(
            servers,
            platform,
            schools,
            commands=len(schools),
            rate=COMMANDS_A_SECOND,
            corrects=False,
        )
        steady, *slower = [
            await _watched(servers, platform, schools, commands=rate * SECONDS, rate=rate)
            for rate in (COMMANDS_A_SECOND, *LESS_A_SECOND)
        ]
    return report(
        "follow",
        [
            result("follow_p50_ms", steady.hundredth(50), "ms"),
            result("follow_p99_ms", steady.hundredth(99), "ms"),
            result("follow_most_ms", steady.hundredth(100), "ms"),
            result("follow_commands", steady.rate, "commands/s", limit=COMMANDS_A_SECOND),
            *(
                result(f"follow_at_{rate}_p{place}_ms", found.hundredth(place), "ms")
                for rate, found in zip(LESS_A_SECOND, slower, strict=True)
                for place in (50, 99)
            ),
            *(
                result(f"follow_processor_{name}_us", microseconds, "µs a command")
                for name, microseconds in steady.processor.items()
            ),
            result("follow_after_start_p99_ms", after_start.hundredth(99), "ms"),
            result("follow_institutions", len(schools), "institutions"),
        ],
    )


class Watched(msgspec.Struct, frozen=True):
    """How long each of some commands waited, in seconds, how many were answered a second, and the
    ``processor`` time one took, in microseconds by process."""

    waits: list[float]
    rate: float
    processor: dict[str, float]

    def hundredth(self, place: int) -> float:
        """Milliseconds that so many of a hundred commands waited at most."""
        cuts = statistics.quantiles(self.waits, n=100, method="inclusive")
        return 1000 * (max(self.waits) if place == 100 else cuts[place - 1])


async def _watched(
    servers: Servers,
    platform: Platform,
    schools: list[School],
    *,
    commands: int,
    rate: int,
    corrects: bool = True,
) -> Watched:
    """Send so many commands, so many a second, and wait until the last is visible."""
    before = processor_by(PROCESSES)
    async with module_at_work("benchmarks.watching", BENCH_URL=servers.postgres_url) as (
        tell,
        said,
    ):
        if (await said.readline()).decode().strip() != WATCHING:
            raise RuntimeError("the process that watches the read model did not begin")
        began = time.monotonic()
        answered = await _send(platform, schools, commands=commands, rate=rate, corrects=corrects)
        seconds = time.monotonic() - began
        tell.write(f"{max(position for position, _ in answered)}\n".encode())
        sightings = msgspec.json.decode(await said.readline(), type=list[Sighting])
    processor = {
        name: 1_000_000 * (taken - before[name]) / commands
        for name, taken in processor_by(PROCESSES).items()
    }
    return Watched(waited(answered, sightings), len(answered) / seconds, processor)


@asynccontextmanager
async def _running(servers: Servers, size: float) -> AsyncIterator[Platform]:
    """England, a platform that takes commands, and relay and projection that have caught up."""
    addresses = servers.addresses
    await bring_up_to_date(addresses)
    await run_module("benchmarks.england", str(size), BENCH_URL=servers.postgres_url)
    with TemporaryDirectory(prefix="hub-bench-parts-") as folder:
        key_file = Path(folder) / "vault-master-key"
        make_master_key(key_file)
        parts = [
            Part(
                command,
                environment=environment(addresses, key_file=key_file, command=command),
                log=Path(folder) / f"{command[0]}.log",
            )
            for command in (("relay",), ("project", "benchmark_progress"))
        ]
        async with (
            open_pool(addresses.postgres_url, min_size=4, max_size=16) as pool,
            open_pool(addresses.vault_url, min_size=1, max_size=4) as vault_pool,
            Writer(Ledger(pool)) as writer,
            supervised(parts) as watch,
        ):
            vault = Vault(vault_pool, VaultKeys(read_master_key(key_file)))
            platform = Platform(ledger=Ledger(pool), writer=writer, vault=vault, clock=lambda: NOW)
            await watch.over(_caught_up(pool))
            yield platform


async def _caught_up(pool: asyncpg.Pool) -> None:
    """Until the read model is there and the stream is full, so that only what is new is measured."""
    while not await pool.fetchval(_CAUGHT_UP):  # noqa: ASYNC110 - it moves in the database
        await asyncio.sleep(0.5)


async def _schools(ledger: Ledger) -> list[School]:
    year = academic_year_of(HELD)
    rows = await ledger.pool.fetch(_COHORTS, CohortDeclared.TOPIC)
    found = []
    for topic, data in rows:
        event = decode(topic, data)
        assert isinstance(event, CohortDeclared)
        year_group = year_group_of(cohort=event.cohort, academic_year=year)
        if year_group is not None:
            found.append(School(institution=event.institution, year_group=year_group))
    return found


async def _send(
    platform: Platform, schools: list[School], *, commands: int, rate: int, corrects: bool
) -> list[tuple[int, float]]:
    """Send at a steady rate, whether or not earlier ones were answered: where each stands in the log, and
    when its answer came. So many commands as there are schools that correct nothing speak of each once."""
    answered: list[tuple[int, float]] = []
    recorded: list[tuple[School, UUID]] = []
    began = time.monotonic()

    async def one(number: int) -> None:
        school = schools[number * 7_919 % len(schools)]
        earlier = len(recorded) - BEFORE
        if number % CORRECTED or earlier < 0 or not corrects:
            command: RecordActivity | CorrectActivity = _activity(school)
        else:
            school, activity = recorded[earlier]
            command = _corrected(school, activity)
        caller = Organisation(OrganisationKind.INSTITUTION, school.institution)
        principal = Principal(
            id="system:bench", roles=frozenset({Role.CAREERS_LEADER}), organisation=caller
        )
        accepted = await execute(
            command, principal, platform, Request(command_id=f"bench-{rate}-{commands}-{number}")
        )
        answered.append((accepted.position, time.monotonic()))
        if isinstance(command, RecordActivity):
            recorded.append((school, UUID(msgspec.json.decode(accepted.answer)["id"])))

    async with asyncio.TaskGroup() as sending:
        for number in range(commands):
            due = began + number / rate
            await asyncio.sleep(max(due - time.monotonic(), 0))
            sending.create_task(one(number))
    return answered


def _activity(school: School) -> RecordActivity:
    return RecordActivity(
        institution=school.institution,
        type=ActivityType.EMPLOYER_TALK,
        held_on=HELD,
        mode=DeliveryMode.IN_PERSON,
        attendance=AttendanceSent(counts={school.year_group: 1}),
    )


def _corrected(school: School, activity: UUID) -> CorrectActivity:
    return CorrectActivity(
        institution=school.institution,
        activity=activity,
        reason=ActivityCorrection.WRONG_DETAILS,
        type=ActivityType.EMPLOYER_TALK,
        held_on=HELD,
        mode=DeliveryMode.VIRTUAL_LIVE,
        attendance=AttendanceSent(counts={school.year_group: 1}),
    )


_CAUGHT_UP = """
select coalesce((
    select position from projections.checkpoints where current and projection = 'benchmark_progress'
), -1) = (select max(position) from ledger.events)
and coalesce((select position from ledger.stream_seen), -1) = (select max(position) from ledger.events)
"""
_COHORTS = """
select distinct on (institution) topic, data from ledger.events
where topic = $1 and institution is not null order by institution, position desc
"""
