"""`hub bench`: what it refuses, and that memory is that of every process below it."""

import asyncio
import sys

from click.testing import CliRunner

from benchmarks.england import Year
from benchmarks.processes import peak_memory, processor_by
from benchmarks.rebuilding import Done
from benchmarks.watching import Sighting, waited
from benchmarks.year import Measured, evenness
from services.platform.cli import hub
from services.platform.commands.running import Failure
from tests.builders.running_hub import eventually

HOLDS = (
    "held = bytearray(64 << 20)\nfor i in range(0, len(held), 4096): held[i] = 1\n"
    "print(flush=True)\ninput()"
)
IN_A_CHILD_OF_ITS_OWN = (
    "import subprocess, sys\nsubprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"
)


def test_a_bench_of_one_size_says_which_have_others() -> None:
    outcome = CliRunner().invoke(hub, ["bench", "append", "--share", "0.5"])
    assert isinstance(outcome.exception, Failure)
    assert "`--share` is for year, follow and pages" in str(outcome.exception)


def measured(events: int, seconds: float) -> Measured:
    """A size of the school year at which servers and rebuilding together took so long."""
    each = Done(rate=0, processor=seconds / 4)
    return Measured(
        year=Year(events=events, institutions=1, learner_encounters=1),
        seconds=seconds,
        megabytes=1,
        servers=seconds / 2,
        plain=each,
        rebuilt={"one": each, "another": each},
    )


def test_the_school_year_says_plainly_whether_its_cost_is_linear() -> None:
    even = evenness([measured(1_000, 10), measured(2_000, 20), measured(4_000, 44)])
    assert even.startswith("Cost is linear: beside 1,000 events an event takes 1.00 times at 2,000")
    uneven = evenness([measured(1_000, 10), measured(2_000, 23), measured(4_000, 40)])
    assert uneven.startswith("Cost is not linear")
    assert "1.15 times at 2,000 and 1.00 times at 4,000" in uneven


def test_a_position_is_fresh_when_a_look_first_finds_it_or_a_later_one() -> None:
    looks = [Sighting(10, 1.0), Sighting(12, 2.0), Sighting(20, 3.0)]
    assert waited([(13, 2.5), (11, 1.5), (12, 2.25)], looks) == [0.5, 0.0, 0.5]


async def test_the_memory_of_a_child_of_a_child_counts() -> None:
    with peak_memory() as peak:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            IN_A_CHILD_OF_ITS_OWN,
            HOLDS,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )

        async def seen() -> bool:
            return peak.megabytes > 64

        await eventually(seen)
        await process.communicate(b"\n")
    assert process.returncode == 0


async def test_processor_time_is_told_by_a_word_of_the_command_line() -> None:
    words = {"busy": "of-the-busy-one"}
    before = processor_by(words)
    assert before["busy"] == 0
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "import time\nwhile time.process_time() < 0.5: pass\nprint(flush=True)\ninput()",
        words["busy"],
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert child.stdout is not None
    await child.stdout.readline()
    assert processor_by(words)["busy"] >= 0.4
    child.kill()
    await child.wait()
    ended = processor_by(words)
    assert ended["busy"] == 0
    assert ended["bench"] >= before["bench"] + 0.4
