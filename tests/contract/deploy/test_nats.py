"""The NATS configuration of containers, on the real server: nobody wrote it by hand, it is valid, one node
and three serve, and whoever reads the log cannot write it (`tests/hub_core/messaging` has every attack)."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest
from nats.aio.client import Client

from hub_core.embedded.binaries import nats_server_program
from hub_core.log.connection import JetStreamAway, call, connect
from hub_core.log.reader import LiveReader
from hub_core.log.stream import LogStream, StreamState, ensure, state_of
from hub_core.messaging.deployed import DEPLOY, files
from hub_core.messaging.parts import FOLLOWER, OURS, RELAY
from tests.builders.nats_nodes import Node, as_part, cluster, single_node

STREAM = LogStream()


@pytest.mark.parametrize("name", files())
def test_a_file_is_what_the_description_says(name: str) -> None:
    """Run `python -m hub_core.messaging.deployed` after changing the description."""
    assert (DEPLOY / name).read_text() == files()[name]


@pytest.mark.parametrize("kind", ["single", "cluster"])
def test_the_server_finds_the_configuration_valid(tmp_path: Path, kind: str) -> None:
    node = Node(tmp_path / "nats", kind, routes=["127.0.0.1:6222"])
    checked = subprocess.run(
        [nats_server_program(), "-t", "-c", node.configuration],
        capture_output=True,
        text=True,
        check=False,
        env={"SERVER_NAME": "nats-1"},
    )
    assert checked.returncode == 0, checked.stderr


@pytest.fixture
async def single(tmp_path: Path) -> AsyncIterator[Node]:
    """A node with the single-node configuration."""
    async with single_node(tmp_path / "nats") as node:
        yield node


@pytest.fixture
async def relay(single: Node) -> AsyncIterator[Client]:
    client = await connect(as_part(RELAY, single), name="test")
    await ensure(client, STREAM)
    yield client
    await client.close()


async def publish(relay: Client, *, expect: int) -> None:
    answer = await call(relay, "log.encounters.EncounterDelivered", {"learners": 62}, seconds=10)
    assert f'"seq":{expect}' in answer.decode()


async def read(*nodes: Node, messages: int) -> list[tuple[int, bytes]]:
    """The first messages that our live reader gets, signed in as a follower."""
    got: list[tuple[int, bytes]] = []
    following = LiveReader(as_part(FOLLOWER, *nodes), STREAM).messages(after=0)
    async with aclosing(following), asyncio.timeout(30):
        while len(got) < messages:
            got += await anext(following)
    return got


async def test_a_reader_reads_what_the_relay_published(single: Node, relay: Client) -> None:
    await publish(relay, expect=1)
    assert await read(single, messages=1) == [(1, b'{"learners":62}')]


@pytest.mark.parametrize("part", [part for part in OURS if part != RELAY])
async def test_no_other_part_writes_into_the_log(single: Node, relay: Client, part: str) -> None:
    await publish(relay, expect=1)
    other = await connect(as_part(part, single), name="test")
    await other.publish("log.encounters.Invented", b"{}")
    with pytest.raises(JetStreamAway):
        await call(other, "$JS.API.STREAM.DELETE.HUB_LOG", seconds=0.5)
    await other.flush()
    assert await state_of(relay, STREAM) == StreamState(1, 1, 1)
    await other.close()


async def test_nobody_comes_in_without_a_password(single: Node) -> None:
    reader, writer = await asyncio.open_connection(*single.address.split(":"))
    assert (await reader.readline()).startswith(b"INFO ")
    writer.write(b'CONNECT {"verbose": true}\r\n')
    assert await reader.readline() == b"-ERR 'Authorization Violation'\r\n"
    writer.close()
    await writer.wait_closed()


async def test_three_nodes_keep_three_synced_copies(tmp_path: Path) -> None:
    async with cluster(tmp_path) as nodes:
        relay = await connect(as_part(RELAY, nodes[0]), name="test")
        await ensure(relay, STREAM)
        await ensure(relay, STREAM)  # as a second relay would
        for position in (1, 2, 3):
            await publish(relay, expect=position)
        info = await call(relay, "$JS.API.STREAM.INFO.HUB_LOG")
        assert b'"num_replicas":3' in info
        await relay.close()

        told = b'{"learners":62}'
        assert await read(nodes[2], messages=3) == [(1, told), (2, told), (3, told)]
        assert all(node.ask("jsz")["config"]["sync_always"] for node in nodes)
