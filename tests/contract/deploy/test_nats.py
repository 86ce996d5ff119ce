"""The NATS configuration, on the real server: it is valid, and whoever reads the log cannot write it."""

import asyncio
import json
import signal
import socket
import subprocess
import urllib.request
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

import nats
import pytest
from nats.aio.client import Client
from nats.errors import NoRespondersError

from hub_core.embedded.binaries import nats_server_program
from hub_core.embedded.child_process import ChildProcess
from hub_core.log.reader import LiveReader
from hub_core.log.stream import LogStream, ensure

CONFIGURATION = Path(__file__).parents[3] / "deploy/nats"
PASSWORDS = {name: f"{name}-of-this-test" for name in ("relay", "reader", "operator", "cluster")}
STREAM = LogStream()
#: The prefix under which readers see the three calls they need.
PREFIX = "HUB_LOG_API"


def node_folder(folder: Path, kind: str, *, routes: list[int], changes: dict[str, str]) -> Path:
    """A node's configuration as it is deployed, on this machine's ports, with secrets beside it."""
    folder.mkdir(parents=True)
    text = (CONFIGURATION / f"{kind}.conf").read_text()
    for deployed, here in changes.items():
        assert text.count(deployed) == 1, deployed
        text = text.replace(deployed, here)
    (folder / "nats-server.conf").write_text(text)
    (folder / "accounts.conf").write_text((CONFIGURATION / "accounts.conf").read_text())
    (folder / "passwords.conf").write_text(
        "\n".join(
            f'{who.upper()}_PASSWORD: "{PASSWORDS[who]}"' for who in ("relay", "reader", "operator")
        )
    )
    sign_in = f"cluster:{PASSWORDS['cluster']}"
    (folder / "routes.conf").write_text(
        f'authorization {{ user: cluster, password: "{PASSWORDS["cluster"]}" }}\n'
        f"routes: {json.dumps([f'nats-route://{sign_in}@127.0.0.1:{port}' for port in routes])}\n"
    )
    return folder / "nats-server.conf"


@asynccontextmanager
async def node(
    configuration: Path, *, client: int, monitor: int, name: str
) -> AsyncIterator[ChildProcess]:
    """nats-server with one configuration, until the block ends."""
    child = await ChildProcess.launch(
        ["/usr/bin/env", f"SERVER_NAME={name}", nats_server_program(), "-c", configuration],
        log=configuration.with_suffix(".log"),
        death_signal=signal.SIGTERM,
    )
    try:
        ready = await child.until(lambda: is_ready(client, monitor), seconds=60)
        assert ready, child.output()
        yield child
    finally:
        await child.stop([(signal.SIGTERM, 10)])


def is_ready(client: int, monitor: int) -> bool:
    """Whether it takes clients and its JetStream works; in a cluster that needs a leader."""
    try:
        socket.create_connection(("127.0.0.1", client), 0.2).close()
        return bool(ask(monitor, "healthz")["status"] == "ok")
    except OSError:
        return False


def ask(port: int, what: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/{what}", timeout=5) as answer:
        return json.load(answer)


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def as_user(name: str, port: int) -> str:
    return f"nats://{name}:{PASSWORDS[name]}@127.0.0.1:{port}"


@pytest.fixture
async def single(tmp_path: Path) -> AsyncIterator[int]:
    """Port of a node with the single-node configuration."""
    client, monitor = free_ports(2)
    configuration = node_folder(
        tmp_path / "nats",
        "single",
        routes=[],
        changes={"4222": str(client), "8222": str(monitor), "/data": str(tmp_path / "data")},
    )
    async with node(configuration, client=client, monitor=monitor, name="nats-1"):
        yield client


@pytest.fixture
async def relay(single: int) -> AsyncIterator[Client]:
    client = await nats.connect(as_user("relay", single))
    await ensure(client, STREAM)
    yield client
    await client.close()


@pytest.fixture
async def reader(single: int, relay: Client) -> AsyncIterator[Client]:
    client = await nats.connect(as_user("reader", single))
    yield client
    await client.close()


async def ask_for_consumer(client: Client, name: str, **settings: Any) -> dict[str, Any]:
    wanted = {"name": name, "ack_policy": "none", "deliver_policy": "all", **settings}
    answer = await client.request(
        f"{PREFIX}.CONSUMER.CREATE.HUB_LOG.{name}",
        json.dumps({"stream_name": "HUB_LOG", "config": wanted}).encode(),
        timeout=5,
    )
    return json.loads(answer.data)


@pytest.mark.parametrize("kind", ["single", "cluster"])
def test_the_server_finds_the_configuration_valid(tmp_path: Path, kind: str) -> None:
    configuration = node_folder(tmp_path / "nats", kind, routes=[6222], changes={})
    checked = subprocess.run(
        [nats_server_program(), "-t", "-c", configuration],
        capture_output=True,
        text=True,
        check=False,
        env={"SERVER_NAME": "nats-1"},
    )
    assert checked.returncode == 0, checked.stderr


async def read(port: int, *, messages: int) -> list[tuple[int, bytes]]:
    """The first messages that our live reader gets, signed in as a reader."""
    got: list[tuple[int, bytes]] = []
    following = LiveReader(as_user("reader", port), STREAM).messages(after=0)
    async with aclosing(following), asyncio.timeout(30):
        while len(got) < messages:
            got += await anext(following)
    return got


async def test_a_reader_reads_what_the_relay_published(single: int, relay: Client) -> None:
    await relay.jetstream().publish("log.encounters.EncounterDelivered", b"{}")
    assert await read(single, messages=1) == [(1, b"{}")]


async def test_a_reader_cannot_publish_into_the_log(relay: Client, reader: Client) -> None:
    await relay.jetstream().publish("log.encounters.EncounterDelivered", b"{}")
    await ask_for_consumer(reader, "follows")
    # By itself, and by having the server answer on a subject of the log.
    await reader.publish("log.encounters.Invented", b"{}")
    for call in ("CONSUMER.MSG.NEXT.HUB_LOG.follows", "STREAM.INFO.HUB_LOG"):
        await reader.publish(f"{PREFIX}.{call}", b"", reply="log.encounters.Invented")
    refused = await ask_for_consumer(reader, "pushes", deliver_subject="log.encounters.Invented")
    assert "cycle" in refused["error"]["description"]

    await reader.flush()
    # What the relay publishes next has the next sequence: nothing came between.
    published = await relay.jetstream().publish("log.encounters.EncounterConfirmed", b"{}")
    assert published.seq == 2


@pytest.mark.parametrize(
    "call",
    [
        "STREAM.DELETE.HUB_LOG",
        "STREAM.PURGE.HUB_LOG",
        "STREAM.UPDATE.HUB_LOG",
        "STREAM.MSG.DELETE.HUB_LOG",
        "STREAM.CREATE.OTHER",
    ],
)
async def test_a_reader_cannot_manage_streams(reader: Client, call: str) -> None:
    with pytest.raises(NoRespondersError):
        await reader.request(f"{PREFIX}.{call}", b"", timeout=5)
    answer = await reader.request(f"$JS.API.{call}", b"", timeout=5)
    assert "not enabled" in json.loads(answer.data)["error"]["description"]


async def test_nobody_comes_in_without_a_password(single: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", single)
    assert (await reader.readline()).startswith(b"INFO ")
    writer.write(b'CONNECT {"verbose": true}\r\n')
    assert await reader.readline() == b"-ERR 'Authorization Violation'\r\n"
    writer.close()
    await writer.wait_closed()


async def test_three_nodes_keep_three_synced_copies(tmp_path: Path) -> None:
    clients, routes, monitors = free_ports(3), free_ports(3), free_ports(3)
    async with AsyncExitStack() as cluster:
        starting = []
        for number in range(3):
            configuration = node_folder(
                tmp_path / f"nats-{number}",
                "cluster",
                routes=routes,
                changes={
                    "4222": str(clients[number]),
                    "6222": str(routes[number]),
                    "8222": str(monitors[number]),
                    "/data": str(tmp_path / f"data-{number}"),
                },
            )
            running = node(
                configuration,
                client=clients[number],
                monitor=monitors[number],
                name=f"nats-{number + 1}",
            )
            starting.append(cluster.enter_async_context(running))
        await asyncio.gather(*starting)

        relay = await nats.connect(as_user("relay", clients[0]))
        cluster.push_async_callback(relay.close)
        await ensure(relay, STREAM)
        await ensure(relay, STREAM)  # as a second relay would
        for position in (1, 2, 3):
            published = await relay.jetstream().publish("log.encounters.Told", b"{}", timeout=10)
            assert published.seq == position
        info = await relay.jetstream().stream_info("HUB_LOG")
        assert info.config.num_replicas == 3

        assert await read(clients[2], messages=3) == [(1, b"{}"), (2, b"{}"), (3, b"{}")]
        assert all(ask(port, "jsz")["config"]["sync_always"] for port in monitors)
