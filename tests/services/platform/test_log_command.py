"""``hub log``: what is shown is what the ledger holds, and nobody is left without a sentence."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, suppress
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest
from click.testing import CliRunner

from hub_core.embedded import Servers
from hub_core.log.cloud_event import LogRow
from hub_core.log.ledger import Append, Ledger, NewEvent
from hub_core.log.reader import LiveReader
from hub_core.log.relay import Relay
from hub_core.log.stream import LogStream
from services.platform.commands.log import log
from services.platform.commands.running import Failure
from services.platform.tailing import follow
from tests.builders.databases import fresh_addresses
from tests.builders.demo_process import hub
from tests.builders.ledger_events import ENVELOPE


async def recorded(ledger: Ledger, number: int = 1) -> list[UUID]:
    """Append so many events; their ids."""
    events = [
        NewEvent(event_id=uuid4(), stream_id=uuid4(), version=1, topic="a.B.v1", data=b"{}")
        for _ in range(number)
    ]
    await ledger.append([Append(events=events, envelope=ENVELOPE)])
    return [event.event_id for event in events]


@pytest.fixture
def ledger(pool: asyncpg.Pool) -> Ledger:
    return Ledger(pool)


@pytest.fixture
async def another_story(
    servers: Servers, ledger_template: str, vault_template: str, nats_url: str, stream_name: str
) -> AsyncIterator[LogStream]:
    """A stream of four events that another ledger holds."""
    stream = LogStream(name=stream_name, prefix=stream_name)
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    async with asyncpg.create_pool(addresses.postgres_url, min_size=1, max_size=3) as pool:
        await recorded(Ledger(pool), 4)
        relay = Relay(Ledger(pool), nats_url, stream)
        relaying = asyncio.create_task(relay.run())
        while relay.position < 4:  # noqa: ASYNC110 - it moves in another server
            await asyncio.sleep(0.01)
        yield stream
        relaying.cancel()
        with suppress(asyncio.CancelledError):
            await relaying


async def test_events_of_another_story_are_not_shown(
    ledger: Ledger, another_story: LogStream, nats_url: str
) -> None:
    ours = await recorded(ledger, 2)
    async with aclosing(follow(ledger, LiveReader(nats_url, another_story), after=0)) as rows:
        shown = [(await anext(rows)).event_id for _ in ours]
        # The stream goes on from here with events that are not ours.
        ours += await recorded(ledger, 2)
        shown += [(await anext(rows)).event_id for _ in range(2)]
    assert shown == ours


class Heard:
    """A live reader whose first batch is known to have been taken, or left."""

    def __init__(self, live: LiveReader) -> None:
        self._live = live
        self.done_with = asyncio.Event()

    async def batches(self, *, after: int) -> AsyncGenerator[list[LogRow], None]:
        """What the live reader brings."""
        async with aclosing(self._live.batches(after=after)) as batches:
            async for batch in batches:
                try:
                    yield batch
                finally:
                    self.done_with.set()


@pytest.mark.long
async def test_what_only_the_stream_holds_is_waited_out(
    ledger: Ledger, another_story: LogStream, nats_url: str
) -> None:
    """The stream goes on from where the ledger ends, and with events the ledger never had."""
    ours = await recorded(ledger, 2)
    live = Heard(LiveReader(nats_url, another_story))
    async with aclosing(follow(ledger, live, after=0)) as rows:
        assert [(await anext(rows)).event_id for _ in ours] == ours
        third = asyncio.ensure_future(anext(rows))
        heard = asyncio.ensure_future(live.done_with.wait())
        await asyncio.wait({third, heard}, return_when=asyncio.FIRST_COMPLETED)
        assert not third.done(), "an event that the ledger does not hold was shown"
        ours += await recorded(ledger)
        assert (await third).event_id == ours[-1]


async def test_a_log_that_lives_anew_is_told_of(
    ledger: Ledger, another_story: LogStream, nats_url: str
) -> None:
    ours = await recorded(ledger)
    async with aclosing(follow(ledger, LiveReader(nats_url, another_story), after=0)) as rows:
        assert [(await anext(rows)).event_id] == ours
        await ledger.begin_anew()
        with pytest.raises(Failure, match="Start `hub log tail` again"):
            await anext(rows)


def test_where_nobody_can_be_asked_repair_says_what_to_type() -> None:
    ended = CliRunner().invoke(log, ["repair"], input="")
    assert isinstance(ended.exception, Failure)
    assert "The stream was left as it is" in str(ended.exception)
    assert "`hub log repair --yes`" in str(ended.exception)


def test_repair_leaves_the_stream_to_whoever_says_no() -> None:
    ended = CliRunner().invoke(log, ["repair"], input="n\n")
    assert ended.exit_code == 0
    assert "The stream was left as it is." in ended.output


async def test_prune_forgets_answers_whose_time_is_over_and_no_event(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path: Path,
) -> None:
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    async with asyncpg.create_pool(addresses.postgres_url, min_size=1, max_size=1) as pool:
        ledger = Ledger(pool)
        for _ in range(3):
            event = NewEvent(
                event_id=uuid4(), stream_id=uuid4(), version=1, topic="a.B.v1", data=b"{}"
            )
            await ledger.append([Append(events=[event], envelope=ENVELOPE, key=uuid4())])
        await pool.execute(
            "update ledger.commands set recorded_at = recorded_at - interval '91 days'"
            " where last_position < 3"
        )
        named = {
            "HUB_POSTGRES_URL": addresses.postgres_url,
            "HUB_VAULT_URL": addresses.vault_url,
            "HUB_NATS_URL": servers.nats_url,
        }
        ended = await hub("log", "prune", folder=tmp_path / "hub", environment=named)
        assert ended.out == "2 answers to commands forgotten. Every event stays.\n", ended
        assert await pool.fetchval("select count(*) from ledger.commands") == 1
        assert await ledger.head() == 3
