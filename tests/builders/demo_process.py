"""`hub demo` and its sisters as a person runs them: a process group of their own, a terminal's signals.

What belongs to a data folder is found by looking at every process of the machine, so nothing that was
left behind can hide.
"""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from tests.builders.running_hub import eventually

ROOT = Path(__file__).parents[2]
#: The last line of a demo that is ready.
READY = "Stop it with Ctrl-C."


class Ended:
    """How a command ended and what it said."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status = status
        self.out = out
        self.err = err

    @property
    def sentence(self) -> str:
        """What it said to the person, as one line, without what it logged on the way."""
        said = [line for line in self.err.splitlines() if not line.startswith("timestamp=")]
        return " ".join(" ".join(said).split())

    def refused(self, *words: str) -> None:
        """It ended with exit status 1 and a plain sentence that holds these words."""
        assert self.status == 1, (self.status, self.out, self.err)
        assert "Traceback" not in self.err
        assert len(self.sentence) < 600
        for word in words:
            assert word in self.sentence, self.sentence


class HubProcess:
    """One `hub …` on a data folder."""

    def __init__(self, process: asyncio.subprocess.Process, folder: Path, port: int) -> None:
        self._process = process
        self.folder = folder
        self.port = port
        self._out: list[str] = []
        self._err: list[str] = []
        self._reading = asyncio.gather(
            _lines(process.stdout, self._out), _lines(process.stderr, self._err)
        )

    @classmethod
    async def start(
        cls,
        *arguments: str,
        folder: Path,
        port: int,
        environment: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
        program: Sequence[str] = ("-m", "services.platform"),
    ) -> "HubProcess":
        # HUB_PORT and HUB_DATA by the environment, as for any command; a demo may be told otherwise.
        given = {"HUB_DATA": str(folder), "HUB_PORT": str(port), **(environment or {})}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *program,
            *arguments,
            env={**_without_hub(), **given, "PYTHONPATH": str(ROOT)},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
            cwd=cwd,
        )
        return cls(process, folder, port)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", timeout=30)

    @property
    def out(self) -> str:
        return "".join(self._out)

    @property
    def err(self) -> str:
        return "".join(self._err)

    async def ready(self) -> None:
        """Wait for the link; fail with what it said when it ends before."""

        async def said_or_ended() -> bool:
            return READY in self.out or self._process.returncode is not None

        await eventually(said_or_ended, patience=240)
        if READY not in self.out:
            ended = await self.ended()
            raise AssertionError(f"it ended with {ended.status}: {ended.out}{ended.err}")

    def interrupt(self) -> None:
        """Ctrl-C: the terminal signals the whole group."""
        os.killpg(self._process.pid, signal.SIGINT)

    def terminate(self) -> None:
        self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self._process.kill()

    async def ended(self) -> Ended:
        status = await asyncio.wait_for(self._process.wait(), 240)
        await self._reading
        return Ended(status, self.out, self.err)


async def hub(
    *arguments: str,
    folder: Path,
    port: int = 1,
    environment: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
) -> Ended:
    """One command to its end."""
    process = await HubProcess.start(
        *arguments, folder=folder, port=port, environment=environment, cwd=cwd
    )
    return await process.ended()


async def hub_json(*arguments: str, folder: Path) -> Any:
    """What a command prints for a program: one document on standard output and nothing else."""
    ended = await hub(*arguments, "--json", folder=folder)
    assert ended.status == 0, (ended.out, ended.err)
    return json.loads(ended.out)


async def key(role: str, *organisation: str, folder: Path) -> dict[str, str]:
    """The header of whoever has this role there: a key issued beside the living demo."""
    made = await hub_json("keys", "issue", "--role", role, *organisation, folder=folder)
    return {"authorization": f"Bearer {made['secret']}"}


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def processes_of(folder: Path) -> dict[int, str]:
    """Every process, except ourselves, that works in a folder, names it or was given it."""
    wanted = os.fsencode(folder.resolve())
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) == os.getpid():
            continue
        with suppress(OSError):
            command = (process / "cmdline").read_bytes()
            environment = (process / "environ").read_bytes()
            works_in = os.fsencode(os.readlink(process / "cwd"))
            if wanted in command or wanted in environment or works_in.startswith(wanted):
                found[int(process.name)] = command.replace(b"\0", b" ").decode(errors="replace")
    return found


async def nobody_works_on(folder: Path) -> None:
    """Wait for the last process of a folder to end; their end may come after their parent's."""

    async def none() -> bool:
        return not processes_of(folder)

    try:
        await eventually(none, patience=30)
    except AssertionError:
        raise AssertionError(f"left behind: {processes_of(folder)}") from None


def tracebacks_in(folder: Path) -> str:
    """What the logs of our own parts hold of tracebacks and errors."""
    logs = (folder / "logs").glob("*.log")
    ours = (log for log in logs if log.name not in ("postgres.log", "nats.log"))
    text = "".join(log.read_text() for log in ours)
    return text if "Traceback" in text or "'error'" in text else ""


async def _lines(stream: asyncio.StreamReader | None, into: list[str]) -> None:
    assert stream is not None
    while line := await stream.readline():
        into.append(line.decode())


def _without_hub() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
