"""`hub bench`: what it refuses, and that memory is that of every process below it."""

import asyncio
import sys

from click.testing import CliRunner

from benchmarks.processes import peak_memory
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
    assert "`--share` is for year and follow" in str(outcome.exception)


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
