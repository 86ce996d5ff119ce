"""A cluster whose nodes each have a network of their own, so that it can be cut between them.

Linux only, and only for who may make network namespaces. A node's namespace lives as long as its process,
so that nothing is left behind; clients reach every node throughout.
"""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import combinations
from pathlib import Path

from tests.builders.nats_nodes import CLIENTS, CLUSTER, MONITOR, Node

#: The first two numbers of the addresses: private, and another for each test run on a machine.
NETWORK = f"10.{200 + os.getpid() % 50}"
NUMBERS = (1, 2, 3)


def why_not() -> str:
    """Why this machine cannot cut a network; nothing when it can."""
    if shutil.which("ip") is None or shutil.which("unshare") is None:
        return "ip (iproute2) and unshare (util-linux) are not installed"
    tried = subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False)
    if tried.returncode:
        return "this user may not make network namespaces"
    name = f"hub{os.getpid()}"
    made = subprocess.run(["ip", "link", "add", name, "type", "bridge"], check=False)
    if made.returncode:
        return "this user may not make network devices"
    _run("ip", "link", "delete", name)
    return ""


class Partitioned:
    """Three nodes, each linked to each other and to us by a link of its own."""

    def __init__(self, folder: Path) -> None:
        self.nodes = [self._node(folder, number) for number in NUMBERS]

    def _node(self, folder: Path, number: int) -> Node:
        return Node(
            folder / str(number),
            "cluster",
            name=f"nats-{number}",
            host=f"{NETWORK}.{number}.2",
            ports=(CLIENTS, MONITOR, CLUSTER),
            routes=[f"{_at(other, number)}:{CLUSTER}" for other in NUMBERS if other != number],
            within=(shutil.which("unshare") or "unshare", "--net"),
        )

    async def start(self) -> None:
        await asyncio.gather(*(node.start() for node in self.nodes))
        for node in self.nodes:
            await _until_apart(node)
        for number, node in zip(NUMBERS, self.nodes, strict=True):
            ours = f"h{os.getpid()}-{number}"
            _run("ip", "link", "add", ours, "type", "veth", "peer", "us", "netns", str(node.pid))
            _run("ip", "address", "add", f"{NETWORK}.{number}.1/30", "dev", ours)
            _run("ip", "link", "set", ours, "up")
            _within(node, "address", "add", f"{NETWORK}.{number}.2/30", "dev", "us")
            _within(node, "link", "set", "us", "up")
        for one, other in combinations(NUMBERS, 2):
            self._link(one, other)
        await asyncio.gather(*(node.ready() for node in self.nodes))

    def _link(self, one: int, other: int) -> None:
        first, second = self.nodes[one - 1], self.nodes[other - 1]
        _within(
            first, "link", "add", f"to{other}", "type", "veth",
            "peer", f"to{one}", "netns", str(second.pid),
        )  # fmt: skip
        for node, mine, theirs in ((first, one, other), (second, other, one)):
            _within(node, "address", "add", f"{_at(mine, theirs)}/30", "dev", f"to{theirs}")
            _within(node, "link", "set", f"to{theirs}", "up")

    def cut_off(self, node: Node) -> None:
        """Nothing passes between this node and the others any more."""
        self._set(node, "down")

    def heal(self, node: Node) -> None:
        self._set(node, "up")

    def _set(self, node: Node, state: str) -> None:
        for number, other in zip(NUMBERS, self.nodes, strict=True):
            if other is not node:
                _within(node, "link", "set", f"to{number}", state)


@asynccontextmanager
async def partitioned(folder: Path) -> AsyncIterator[Partitioned]:
    """The cluster for as long as the block lasts."""
    found = Partitioned(folder)
    try:
        await found.start()
        yield found
    finally:
        await asyncio.gather(*(node.stop() for node in found.nodes))


def _at(node: int, other: int) -> str:
    """A node's address on its link to another."""
    low, high = sorted((node, other))
    return f"{NETWORK}.{low}{high}.{1 if node == low else 2}"


async def _until_apart(node: Node) -> None:
    """Wait until its process has a network of its own: `unshare` makes it before it becomes the server."""
    ours = os.readlink("/proc/self/ns/net")
    while os.readlink(f"/proc/{node.pid}/ns/net") == ours:  # noqa: ASYNC110 - nothing tells us
        await asyncio.sleep(0.01)


def _within(node: Node, *command: str) -> None:
    _run("nsenter", "--net", f"--target={node.pid}", "ip", *command)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
