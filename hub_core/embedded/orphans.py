"""Clear away a server that outlived the hub that started it.

Rule: no process is signalled because of a number in a file alone. Process numbers are used again,
so the running command must name our own folder first.
"""

import asyncio
import os
import signal
import subprocess
from pathlib import Path

from hub_core.embedded.errors import EmbeddedServerError

POLL_SECONDS = 0.02


def recorded_process(pid_file: Path) -> int | None:
    """The process id in the first line of a pid file, None where there is none."""
    try:
        return int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def runs_on(pid: int, folder: Path) -> bool:
    """Whether process `pid` is alive and was started with `folder` among its arguments."""
    return any(str(folder) in argument for argument in _arguments(pid))


async def end_orphan(
    pid: int, folder: Path, *, signals: tuple[tuple[signal.Signals, float], ...]
) -> None:
    """End the server `pid` on `folder` that an earlier hub left: each signal with its patience."""
    for how, seconds in signals:
        if not runs_on(pid, folder):
            return
        os.kill(pid, how)
        deadline = asyncio.get_running_loop().time() + seconds
        # It is nobody's child now, so its end can only be looked for, not awaited.
        while runs_on(pid, folder) and asyncio.get_running_loop().time() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(POLL_SECONDS)
    if runs_on(pid, folder):
        raise EmbeddedServerError(
            f"A server from an earlier run is still working on {folder} (process {pid}) "
            f"and does not stop. End it with `kill -9 {pid}` and start again."
        )


def _arguments(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except FileNotFoundError:
        if Path("/proc/self/cmdline").exists():
            return []
    except ProcessLookupError:
        return []
    told = subprocess.run(  # only where there is no /proc, and it is instant
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return [told.stdout]
