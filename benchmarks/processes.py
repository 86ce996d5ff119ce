"""Processes of a bench: started, waited for, and how much memory they take together.

The rule: memory is what everything below the bench takes at one moment, each shared page counted once.
"""

import asyncio
import os
import sys
import threading
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: Seconds between two looks at memory.
LOOK = 0.25
#: Most bytes of a line that a process may say.
MOST_SAID = 64 * 1024 * 1024


async def run_module(name: str, *arguments: str, **environment: str) -> str:
    """What ``python -m name`` prints. Raises ``RuntimeError`` with what it complained of."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        name,
        *arguments,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    told, complained = await process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"{name} {' '.join(arguments)} failed: {complained.decode()[-2_000:]}")
    return told.decode()


@asynccontextmanager
async def module_at_work(
    name: str, **environment: str
) -> AsyncIterator[tuple[asyncio.StreamWriter, asyncio.StreamReader]]:
    """``python -m name`` beside the bench: what it is told, and what it says. It is gone afterwards."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        name,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=MOST_SAID,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process.stdin, process.stdout
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):  # it has just ended by itself
                process.kill()
        await process.wait()


class Peak:
    """The most that was seen, in megabytes (2^20 bytes)."""

    def __init__(self) -> None:
        self.megabytes = 0.0
        self._done = threading.Event()

    def watch(self) -> None:
        """Look until told to stop."""
        while not self._done.wait(LOOK):
            self.megabytes = max(self.megabytes, sum(map(_proportional, below(os.getpid()))) / 1024)

    def stop(self) -> None:
        """No more looks."""
        self._done.set()


@contextmanager
def peak_memory() -> Iterator[Peak]:
    """The peak of all processes below this one for as long as the block lasts."""
    peak = Peak()
    watching = threading.Thread(target=peak.watch, daemon=True)
    watching.start()
    try:
        yield peak
    finally:
        peak.stop()
        watching.join()


def below(process: int) -> list[int]:
    """The process ids of a process's children, theirs, and so on."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                # The name in brackets may hold anything; the parent is the second field after it.
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
                children[int(after_name[1])].append(int(entry.name))
    found = list(children[process])
    for each in found:
        found += children[each]
    return found


def processor_below(process: int) -> float:
    """Seconds of processor that a process's children have taken, with those theirs have waited for."""
    return sum(map(_processor, below(process)))


def processor_by(words: Mapping[str, str]) -> dict[str, float]:
    """Seconds of processor by name: of the processes below this one whose command line has the name's words,
    with those they have waited for; and, as ``bench``, of this one and those it has waited for."""
    taken = dict.fromkeys((*words, "bench"), 0.0)
    for each in below(os.getpid()):
        with suppress(OSError):
            line = Path(f"/proc/{each}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            name = next((name for name, words_of in words.items() if words_of in line), None)
            if name is not None:
                taken[name] += _processor(each)
    taken["bench"] += _processor(os.getpid())
    return taken


def _processor(process: int) -> float:
    """Seconds that a process and those it has waited for have taken; 0 when it has just ended."""
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _proportional(process: int) -> int:
    """Kilobytes of a process, its part of what it shares included; 0 when it has just ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
