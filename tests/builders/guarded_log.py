"""A nats-server with the platform's accounts and a log in it, which tells whether anybody has changed it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
from nats.aio.client import Client

from hub_core.embedded import NatsServer, embedded_nats, locked_data_folder
from hub_core.log.connection import call, connect
from hub_core.log.reader import LiveReader
from hub_core.log.stream import LogStream, ensure
from hub_core.messaging.accounts import Account
from hub_core.messaging.parts import FOLLOWER, RELAY, runner

MESSAGES = 3
TOLD = [b'{"position":%d}' % position for position in range(1, MESSAGES + 1)]
READERS = (FOLLOWER, runner("hub_dashboard"))


class GuardedLog:
    """The log as the relay sees it, and what may be done with it by others."""

    def __init__(self, server: NatsServer, relay: Client) -> None:
        self.server = server
        self._relay = relay

    async def contents(self) -> dict[str, Any]:
        """Everything the stream is: its settings, its state and every message with subject and headers."""
        info = msgspec.json.decode(await call(self._relay, "$JS.API.STREAM.INFO.HUB_LOG"))
        state = info["state"]
        messages = [
            await call(self._relay, "$JS.API.STREAM.MSG.GET.HUB_LOG", {"seq": sequence})
            for sequence in range(1, state["last_seq"] + 1)
        ]
        # Consumers are the readers' own, and come and go.
        state.pop("consumer_count")
        return {
            "made": info["created"],
            "settings": info["config"],
            "state": state,
            "messages": messages,
        }

    async def still_reads(self, part: str) -> bool:
        """Whether a reader gets the whole log, and nothing else."""
        got: list[tuple[int, bytes]] = []
        following = LiveReader(self.server.url(part)).messages(after=0)
        async with aclosing(following), asyncio.timeout(20):
            while len(got) < MESSAGES:
                got += await anext(following)
        return got == list(enumerate(TOLD, start=1))


@asynccontextmanager
async def guarded_log(folder: Path, *, beside: Sequence[Account] = ()) -> AsyncIterator[GuardedLog]:
    """The embedded server as a hub starts it, with three messages in its log."""
    with locked_data_folder(folder) as data:
        async with embedded_nats(data, beside=beside) as server:
            relay = await connect(server.url(RELAY), name="test")
            await ensure(relay, LogStream())
            for position, message in enumerate(TOLD):
                answer = await relay.request(
                    "log.encounters.EncounterDelivered",
                    message,
                    headers={"Nats-Expected-Last-Sequence": str(position)},
                )
                assert b'"error"' not in answer.data, answer.data
            yield GuardedLog(server, relay)
            await relay.close()
