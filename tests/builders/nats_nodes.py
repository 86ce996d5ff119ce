"""nats-servers with the configuration that is deployed, on this machine's ports: one, or a cluster."""

import asyncio
import json
import os
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
#: Ports as they are deployed.
CLIENTS, MONITOR, CLUSTER = 4222, 8222, 6222


def password(part: str) -> str:
    return f"{part}-of-this-test"


class Node:
    """One nats-server that can be started, killed and started again on its folder.

    ``ports`` are those for clients, monitoring and the cluster; ``routes`` lead to the cluster's nodes;
    ``within`` is put before its command.
    """

    def __init__(
        self,
        folder: Path,
        kind: str,
        *,
        name: str = "nats-1",
        host: str = "127.0.0.1",
        ports: Sequence[int] = (CLIENTS, MONITOR, CLUSTER),
        routes: Sequence[str] = (),
        within: Sequence[str] = (),
    ) -> None:
        self.name = name
        self.address = f"{host}:{ports[0]}"
        self._host, self._ports, self._within = host, ports, within
        self._child: ChildProcess | None = None
        self.configuration = self._prepare(folder, kind, routes)

    def _prepare(self, folder: Path, kind: str, routes: Sequence[str]) -> Path:
        folder.mkdir(parents=True)
        text = (DEPLOY / f"nats/{kind}.conf").read_text().replace("/data", str(folder / "data"))
        for deployed, here in zip((CLIENTS, MONITOR, CLUSTER), self._ports, strict=True):
            text = re.sub(rf"\b{deployed}\b", str(here), text)
        if self._within:
            text = text.replace("127.0.0.1", "0.0.0.0")
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

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    async def start(self) -> None:
        """Start it; ``ready`` says when it serves."""
        self._child = await ChildProcess.launch(
            [*self._within, nats_server_program(), "-c", self.configuration],
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
            socket.create_connection((self._host, self._ports[0]), 0.2).close()
            return bool(self.ask("healthz")["status"] == "ok")
        except OSError:
            return False

    def ask(self, what: str) -> dict[str, Any]:
        """Its own account of itself."""
        address = f"http://{self._host}:{self._ports[1]}/{what}"
        with urllib.request.urlopen(address, timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def serves_client(self, name: str) -> bool:
        """Whether a client of this name is connected to it now."""
        return any(one.get("name") == name for one in self.ask("connz")["connections"])

    async def kill(self) -> None:
        """SIGKILL, and wait for its end."""
        assert self._child is not None
        await self._child.kill(signal.SIGKILL)

    def hang(self) -> None:
        """Stop it without ending it: it keeps its connections and says nothing."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    async def stop(self) -> None:
        if self.runs and self._child is not None:
            await self._child.stop([(signal.SIGTERM, 10), (signal.SIGKILL, 10)])


def as_part(part: str, *nodes: Node) -> list[str]:
    """Where a part signs in."""
    return [f"nats://{part}:{password(part)}@{node.address}" for node in nodes]


@asynccontextmanager
async def single_node(folder: Path) -> AsyncIterator[Node]:
    """A node with the single-node configuration."""
    node = Node(folder, "single", ports=(*free_ports(2), CLUSTER))
    try:
        await node.start()
        await node.ready()
        yield node
    finally:
        await node.stop()


@asynccontextmanager
async def cluster(folder: Path) -> AsyncIterator[list[Node]]:
    """Three nodes that keep the log together."""
    ports = [free_ports(3) for _ in range(3)]
    routes = [f"127.0.0.1:{each[2]}" for each in ports]
    nodes = [
        Node(folder / f"{n}", "cluster", name=f"nats-{n}", ports=ports[n - 1], routes=routes)
        for n in (1, 2, 3)
    ]
    try:
        await asyncio.gather(*(node.start() for node in nodes))
        await asyncio.gather(*(node.ready() for node in nodes))
        yield nodes
    finally:
        await asyncio.gather(*(node.stop() for node in nodes))


def _routes(routes: Sequence[str]) -> str:
    sign_in = f"cluster:{password('cluster')}"
    return (
        f'authorization {{ user: cluster, password: "{password("cluster")}" }}\n'
        f"routes: {json.dumps([f'nats-route://{sign_in}@{address}' for address in routes])}\n"
    )


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
