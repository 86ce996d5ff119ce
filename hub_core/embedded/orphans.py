"""Clear away a server that outlived the hub that started it.

Rule: no process is signalled because of a number in a file alone. Process numbers are used again,
so the running command must name our own folder first.
"""

import asyncio
import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from hub_core.embedded.errors import EmbeddedServerError

POLL_SECONDS = 0.02


def recorded_process(pid_file: Path) -> int | None:
    """The process id in the first line of a pid file, None where there is none."""
    try:
        return int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def is_alive(pid: int) -> bool:
    """Whether some process, anybody's, has this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def is_server(pid: int, program: str, place: Path) -> bool:
    """Whether process `pid` is the server `program` started with `place` among its arguments."""
    if not Path("/proc/self/cmdline").exists():
        command = _command_without_proc(pid)
        return f"{program} " in command and str(place) in command
    arguments = _arguments(pid)
    return Path(arguments[0]).name == program and str(place) in arguments


def processes_inside(folder: Path, program: str) -> list[int]:
    """Every process that runs `program` with `folder` as its working directory.

    That is how PostgreSQL's sessions are known: each works in the data folder, whoever its parent
    is by now. Empty where there is no /proc.
    """
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it may have ended, or belong to somebody else
            works_in = (process / "cwd").readlink()
            if works_in == folder and (process / "exe").readlink().name == program:
                found.append(int(process.name))
    return found


async def end_orphan(
    pid: int, program: str, place: Path, *, signals: tuple[tuple[signal.Signals, float], ...]
) -> None:
    """End the server that an earlier hub left on `place`: each signal with its patience.

    Does nothing where `pid` is not that server. Raises EmbeddedServerError where it does not end.
    """
    for how, seconds in signals:
        if not is_server(pid, program, place):
            return
        with suppress(ProcessLookupError):  # it may end by itself at any moment
            os.kill(pid, how)
        deadline = asyncio.get_running_loop().time() + seconds
        # It is nobody's child now, so its end can only be looked for, not awaited.
        while is_alive(pid) and is_server(pid, program, place):
            if asyncio.get_running_loop().time() > deadline:
                break
            await asyncio.sleep(POLL_SECONDS)
    if is_server(pid, program, place):
        raise EmbeddedServerError(
            f"A server from an earlier run is still working on {place} (process {pid}) "
            f"and does not stop. End it with `kill -9 {pid}` and start again."
        )


def _arguments(pid: int) -> list[str]:
    """The command of a process; one empty text if it is gone or only waits to be collected."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return [""]


def _command_without_proc(pid: int) -> str:
    told = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return told.stdout
