"""Three real nats-servers that keep the log together lose their leader under load.

What must hold: every stream sequence is the ledger's position, for five rival relays and for ever; a reader
that follows live misses nothing and gets nothing twice; nobody else's message comes in meanwhile.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest

from hub_core.log.connection import JetStreamAway, JetStreamRefused, call, while_connected
from hub_core.log.ledger import Ledger
from hub_core.log.reader import LiveReader
from hub_core.log.relay import Relay
from hub_core.log.stream import LogStream, Seen, look
from hub_core.log.verify import verify
from hub_core.messaging.parts import FOLLOWER, RELAY, SERVICES
from tests.builders.attempts import attempts
from tests.builders.ledger_events import append_events
from tests.builders.nats_nodes import Node, as_part, cluster
from tests.builders.partition import partitioned, why_not

pytestmark = pytest.mark.long

#: All of it, in seconds.
BOUND = 110
RIVALS = 5
#: Events appended at a time while the cluster is under load, and those that must come through a fault.
CHUNK = 50
THROUGH = 2_000


class Following:
    """A live reader that never stops, and what it got."""

    def __init__(self, nodes: list[Node]) -> None:
        self.reader = LiveReader(as_part(FOLLOWER, *nodes))
        self.positions: list[int] = []

    async def run(self) -> None:
        async with aclosing(self.reader.batches(after=0)) as batches:
            async for batch in batches:
                self.positions += (row.position for row in batch)

    async def come_to(self, position: int) -> None:
        while len(self.positions) < position:  # noqa: ASYNC110 - it never ends, so nothing tells
            await asyncio.sleep(0.05)
        assert self.positions == list(range(1, len(self.positions) + 1))


class Loaded:
    """A cluster at work: five relays, one live reader, and commands that keep coming."""

    def __init__(self, nodes: list[Node], ledger: Ledger) -> None:
        self.nodes = nodes
        self.ledger = ledger
        self.relays = [Relay(ledger, as_part(RELAY, *nodes)) for _ in range(RIVALS)]
        self.following = Following(nodes)
        self.appending = asyncio.Event()
        self.appending.set()

    async def append(self) -> None:
        """Append as long as it is wanted."""
        while True:
            await self.appending.wait()
            await append_events(self.ledger, CHUNK)
            await asyncio.sleep(0.02)

    async def come_further(self) -> None:
        """Wait until much more has come through than the ledger held now."""
        await self.following.come_to(await self.ledger.head() + THROUGH)

    async def come_to_rest(self) -> int:
        """Stop appending and wait until everybody has everything. Returns the last position."""
        self.appending.clear()
        await asyncio.sleep(0.1)  # a chunk that was under way
        head = await self.ledger.head()
        await self.following.come_to(head)
        return head

    async def leader(self) -> Node:
        """The node that leads the stream now."""
        while True:
            running = [node for node in self.nodes if node.runs]
            try:
                name = await while_connected(as_part(RELAY, *running), _leader, name="test")
            except (JetStreamAway, JetStreamRefused, ConnectionError):
                name = None
            for node in self.nodes:
                if node.name == name and node.runs:
                    return node
            await asyncio.sleep(0.2)

    async def readers_node(self) -> Node:
        """The node that the live reader is connected to."""
        while True:
            for node in self.nodes:
                if node.serves_client("hub reader"):
                    return node
            await asyncio.sleep(0.05)

    async def prove(self) -> None:
        """Come to rest, then compare the whole log, and every copy of it."""
        head = await self.come_to_rest()
        proof = await verify(self.ledger, as_part(FOLLOWER, *self.nodes))
        assert proof.ok, proof.first_difference
        assert proof.stream == head
        await every_copy_holds(self.nodes, head)


async def _leader(client: Any) -> str | None:
    info = msgspec.json.decode(await call(client, "$JS.API.STREAM.INFO.HUB_LOG", seconds=2))
    name: str | None = info["cluster"].get("leader")
    return name


@asynccontextmanager
async def at_work(nodes: list[Node], ledger: Ledger) -> AsyncIterator[Loaded]:
    """A cluster under load; what one of its relays or the reader raises is raised at the end."""
    loaded = Loaded(nodes, ledger)
    work = (loaded.append(), loaded.following.run(), *(relay.run() for relay in loaded.relays))
    tasks = [asyncio.create_task(each) for each in work]
    try:
        await loaded.following.come_to(THROUGH)
        yield loaded
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    failed = [each for each in ended if isinstance(each, Exception)]
    if failed:
        raise failed[0]


@asynccontextmanager
async def under_load(folder: Path, pool: asyncpg.Pool) -> AsyncIterator[Loaded]:
    """A cluster on this machine's ports, at work. Raises ``TimeoutError`` when it all takes too long."""
    async with (
        asyncio.timeout(BOUND),
        cluster(folder) as nodes,
        at_work(nodes, Ledger(pool)) as found,
    ):
        yield found


async def test_sequence_is_position_whichever_leader_is_killed(
    tmp_path: Path, pool: asyncpg.Pool
) -> None:
    """SIGKILL for the leader under load, twice."""
    async with under_load(tmp_path, pool) as loaded:
        for _ in range(2):
            leader = await loaded.leader()
            await leader.kill()
            await loaded.come_further()
            await leader.start()
            await leader.ready()
        await loaded.prove()


async def test_a_server_that_hangs_strands_nobody(tmp_path: Path, pool: asyncpg.Pool) -> None:
    """It stops without dying, and comes back: the stream's leader, then the one the reader is at."""
    async with under_load(tmp_path, pool) as loaded:
        leader = await loaded.leader()
        leader.hang()
        await loaded.come_further()
        leader.go_on()
        await leader.ready()

        hung = await loaded.readers_node()
        before = loaded.following.reader.restarts
        hung.hang()
        await loaded.come_further()
        assert loaded.following.reader.restarts > before
        hung.go_on()
        await hung.ready()
        await loaded.prove()


async def test_strays_are_refused_while_the_leader_changes(
    tmp_path: Path, pool: asyncpg.Pool
) -> None:
    """Every attempt of other parts, before, during and after an election."""
    async with under_load(tmp_path, pool) as loaded:
        rogues = [as_part(part, *loaded.nodes) for part in (FOLLOWER, SERVICES)]

        async def try_everything() -> None:
            for rogue in rogues:
                await while_connected(rogue, strays, name="rogue")

        await try_everything()
        leader = await loaded.leader()
        await leader.kill()
        rogues = [
            as_part(part, *(node for node in loaded.nodes if node.runs))
            for part in (FOLLOWER, SERVICES)
        ]
        await try_everything()
        await loaded.come_further()
        await leader.start()
        await leader.ready()
        await try_everything()
        await loaded.prove()


async def test_a_reader_on_the_wrong_side_of_a_cut_finds_its_way(
    tmp_path: Path, pool: asyncpg.Pool
) -> None:
    """The node that the reader is at goes on with clients, but hears no more of the others."""
    if reason := why_not():
        pytest.skip(f"A network cannot be cut here: {reason}.")
    async with (
        asyncio.timeout(BOUND),
        partitioned(tmp_path) as network,
        at_work(network.nodes, Ledger(pool)) as loaded,
    ):
        stranded = await loaded.readers_node()
        before = loaded.following.reader.restarts
        network.cut_off(stranded)
        await loaded.come_further()
        assert loaded.following.reader.restarts > before
        network.heal(stranded)
        await loaded.prove()


async def test_a_copy_left_alone_answers_and_says_that_nobody_leads_it(
    tmp_path: Path, pool: asyncpg.Pool
) -> None:
    """What a stranded reader would be told for ever: the head it has already, by a server that is healthy."""
    async with under_load(tmp_path, pool) as loaded:
        alone, *others = loaded.nodes
        for node in others:
            await node.kill()

        async def until_unled(client: Any) -> Seen:
            while True:
                try:
                    seen = await look(client, LogStream())
                except (JetStreamAway, JetStreamRefused):
                    continue
                assert seen is not None
                if not seen.is_led:
                    return seen

        seen = await while_connected(as_part(FOLLOWER, alone), until_unled, name="test")
        assert seen.state.is_dense
        assert seen.state.last_seq >= THROUGH
        for node in others:
            await node.start()
        for node in others:
            await node.ready()
        await loaded.prove()


async def strays(client: Any) -> None:
    for each in attempts():
        await client.publish(each.subject, each.payload, reply=each.reply, headers=each.headers)
    await client.flush()
    # By what they were answered, and whether or not they were, the log is dense.
    with pytest.raises(JetStreamAway):
        await call(client, "$JS.API.STREAM.DELETE.HUB_LOG", seconds=0.5)


async def every_copy_holds(nodes: list[Node], head: int) -> None:
    """Wait until each node's own copy of the stream ends at the ledger's head, without a gap."""
    while not all(_copy(node) == (head, 1, head) for node in nodes):  # noqa: ASYNC110 - by asking
        await asyncio.sleep(0.2)


def _copy(node: Node) -> tuple[int, int, int] | None:
    """Messages, first and last sequence of the stream on one node."""
    for account in node.ask("jsz?accounts=true&streams=true").get("account_details", []):
        for stream in account.get("stream_detail", []):
            if stream["name"] == LogStream().name:
                state = stream["state"]
                return state["messages"], state["first_seq"], state["last_seq"]
    return None
