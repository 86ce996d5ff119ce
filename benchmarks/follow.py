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
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import msgspec

import hub_core.contexts  # noqa: F401 - registers every command
from benchmarks.followers import followers
from benchmarks.processes import module_at_work, processor_by, run_module
from benchmarks.result import Report, report, result
from benchmarks.schools import School, schools, speak_of
from benchmarks.surroundings import bench_servers
from benchmarks.watching import WATCHING, Sighting, waited
from hub_core.embedded import Servers
from hub_core.execute import Platform
from hub_core.log.ledger import Ledger
from hub_core.log.writer import Writer
from hub_core.pools import open_pool
from hub_core.vault import Vault, VaultKeys
from hub_core.vault.keys import make_master_key, read_master_key
from services.platform.schema import bring_up_to_date

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
#: The last day of the year told.
NOW = datetime(2026, 8, 31, 12, tzinfo=UTC)


async def main(size: float) -> Report:
    """Measure with this share of England, and report."""
    async with bench_servers() as servers, _running(servers, size) as platform:
        told = await schools(platform.ledger)
        after_start = await _watched(
            servers,
            platform,
            told,
            commands=len(told),
            rate=COMMANDS_A_SECOND,
            corrects=False,
        )
        steady, *slower = [
            await _watched(servers, platform, told, commands=rate * SECONDS, rate=rate)
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
            result("follow_institutions", len(told), "institutions"),
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
    told: list[School],
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
        answered = await _send(platform, told, commands=commands, rate=rate, corrects=corrects)
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
        async with (
            open_pool(addresses.postgres_url, min_size=4, max_size=16) as pool,
            open_pool(addresses.vault_url, min_size=1, max_size=4) as vault_pool,
            Writer(Ledger(pool)) as writer,
            followers(
                addresses, ["benchmark_progress"], pool=pool, key_file=key_file, folder=Path(folder)
            ),
        ):
            vault = Vault(vault_pool, VaultKeys(read_master_key(key_file)))
            yield Platform(ledger=Ledger(pool), writer=writer, vault=vault, clock=lambda: NOW)


async def _send(
    platform: Platform, told: list[School], *, commands: int, rate: int, corrects: bool
) -> list[tuple[int, float]]:
    """Send at a steady rate, whether or not earlier ones were answered: where each stands in the log, and
    when its answer came. So many commands as there are schools that correct nothing speak of each once."""
    answered: list[tuple[int, float]] = []
    recorded: list[tuple[School, UUID]] = []
    began = time.monotonic()

    async def one(number: int) -> None:
        school = told[number * 7_919 % len(told)]
        earlier = len(recorded) - BEFORE
        activity: UUID | None = None
        if number % CORRECTED == 0 and earlier >= 0 and corrects:
            school, activity = recorded[earlier]
        accepted = await speak_of(
            platform, school, as_command=f"bench-{rate}-{commands}-{number}", corrects=activity
        )
        answered.append((accepted.position, time.monotonic()))
        if activity is None:
            recorded.append((school, UUID(msgspec.json.decode(accepted.answer)["id"])))

    async with asyncio.TaskGroup() as sending:
        for number in range(commands):
            due = began + number / rate
            await asyncio.sleep(max(due - time.monotonic(), 0))
            sending.create_task(one(number))
    return answered
