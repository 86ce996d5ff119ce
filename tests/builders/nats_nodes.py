"""nats-servers with the configuration that is deployed, on this machine's ports: one, or a cluster."""

import asyncio
import json
import re
import signal
import socket
import urllib.request
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from hub_core.embedded.binaries import nats_server_program
from hub_core.embedded.child_process import ChildProcess
from hub_core.messaging.deployed import DEPLOY, password_variable
from hub_core.messaging.parts import PARTS

#: How long electing a leader may take on a busy machine, in seconds.
PATIENCE = 60


def password(part: str) -> str:
    return f"{part}-of-this-test"


def as_part(part: str, *ports: int) -> list[str]:
    """Where a part signs in."""
    return [f"nats://{part}:{password(part)}@127.0.0.1:{port}" for port in ports]


class Node:
    """One nats-server that can be started, killed and started again on its folder."""

    def __init__(
        self,
        folder: Path,
        kind: str,
        *,
        name: str = "nats-1",
        port: int,
        routes: Sequence[int] = (),
    ) -> None:
        self.name = name
        self.port, self.monitor = port, _free_ports(1)[0]
        self._child: ChildProcess | None = None
        self._route = routes[int(name[-1]) - 1] if routes else 6222
        self.configuration = self._prepare(folder, kind, routes)

    def _prepare(self, folder: Path, kind: str, routes: Sequence[int]) -> Path:
        folder.mkdir(parents=True)
        text = (DEPLOY / f"nats/{kind}.conf").read_text()
        changes = {"4222": self.port, "8222": self.monitor, "/data": folder / "data"}
        for deployed, here in {**changes, "6222": self._route}.items():
            text = re.sub(rf'(?<=[ ":]){deployed}\b', str(here), text)
        files = {
            "nats-server.conf": text,
            "accounts.conf": (DEPLOY / "nats/accounts.conf").read_text(),
            "passwords.conf": "".join(
                f'{password_variable(part).name}: "{password(part)}"\n' for part in PARTS
            ),
            "routes.conf": _routes(routes),
        }
        for name, content in files.items():
            (folder / name).write_text(content)
        return folder / "nats-server.conf"

    @property
    def runs(self) -> bool:
        return self._child is not None and self._child.exit_status is None

    async def start(self) -> None:
        """Start it; ``ready`` says when it serves."""
        self._child = await ChildProcess.launch(
            [nats_server_program(), "-c", self.configuration],
            environment={"SERVER_NAME": self.name},
            log=self.configuration.with_suffix(".log"),
            death_signal=signal.SIGTERM,
        )

    async def ready(self) -> None:
        """Wait until it takes clients and its JetStream works; in a cluster that needs a leader."""
        assert self._child is not None
        assert await self._child.until(self._serves, seconds=PATIENCE), self._child.output()

    def _serves(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 0.2).close()
            return bool(self.ask("healthz")["status"] == "ok")
        except OSError:
            return False

    def ask(self, what: str) -> dict[str, Any]:
        """Its own account of itself."""
        address = f"http://127.0.0.1:{self.monitor}/{what}"
        with urllib.request.urlopen(address, timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    async def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        assert self._child is not None
        await self._child.kill(how)

    async def stop(self) -> None:
        if self.runs and self._child is not None:
            await self._child.stop([(signal.SIGTERM, 10), (signal.SIGKILL, 10)])


@asynccontextmanager
async def single_node(folder: Path) -> AsyncIterator[Node]:
    """A node with the single-node configuration."""
    node = Node(folder, "single", port=_free_ports(1)[0])
    try:
        await node.start()
        await node.ready()
        yield node
    finally:
        await node.stop()


@asynccontextmanager
async def cluster(folder: Path) -> AsyncIterator[list[Node]]:
    """Three nodes that keep the log together."""
    ports, routes = _free_ports(3), _free_ports(3)
    nodes = [
        Node(folder / f"{n + 1}", "cluster", name=f"nats-{n + 1}", port=ports[n], routes=routes)
        for n in range(3)
    ]
    try:
        await asyncio.gather(*(node.start() for node in nodes))
        await asyncio.gather(*(node.ready() for node in nodes))
        yield nodes
    finally:
        await asyncio.gather(*(node.stop() for node in nodes))


def _routes(routes: Sequence[int]) -> str:
    sign_in = f"cluster:{password('cluster')}"
    return (
        f'authorization {{ user: cluster, password: "{password("cluster")}" }}\n'
        f"routes: {json.dumps([f'nats-route://{sign_in}@127.0.0.1:{port}' for port in routes])}\n"
    )


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
