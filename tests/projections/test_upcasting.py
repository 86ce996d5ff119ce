"""An event of an earlier shape reads as today's, wherever it is read: aggregates, rebuilds, live followers.

The bytes of the earlier one are golden: they were written once, and stay in ledger and stream for ever.
"""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from hub_core.log import event as events
from hub_core.log.event import UnknownTopic, decode, upcaster
from hub_core.log.reader import LiveReader
from hub_core.log.relay import Relay
from hub_core.log.stream import LogStream
from hub_core.log.verify import verify
from hub_core.rosters.events import RollDeclared
from projections.follower import Follower

#: As a first release might have written it: one year group an event, and under another name.
EARLIER = "rosters.YearGroupCounted.v1"
GOLDEN = (
    b'{"institution":"11111111-1111-4111-8111-111111111111","occurred_on":"2025-09-10",'
    b'"year_group":7,"learners":30}'
)
SCHOOL = UUID("11111111-1111-4111-8111-111111111111")


@pytest.fixture
def upcast(monkeypatch: pytest.MonkeyPatch) -> None:
    """The release that knows how the earlier shape reads; forgotten after the test."""
    monkeypatch.setattr(events, "_UPCASTERS", dict(events._UPCASTERS))

    @upcaster(topic=EARLIER, to=RollDeclared.TOPIC)
    def as_a_roll(data: dict[str, Any]) -> dict[str, Any]:
        year_group, learners = data.pop("year_group"), data.pop("learners")
        return {**data, "roll": {str(year_group): learners}}


@pytest.mark.usefixtures("upcast")
def test_golden_bytes_of_the_earlier_shape_read_as_todays() -> None:
    assert decode(EARLIER, GOLDEN) == RollDeclared(
        institution=SCHOOL, occurred_on=date(2025, 9, 10), roll={7: 30}
    )


@pytest.mark.usefixtures("upcast")
def test_a_chain_of_shapes_is_followed_to_its_end() -> None:
    @upcaster(topic="rosters.YearGroupCounted.v0", to=EARLIER)
    def as_the_next(data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "occurred_on": "2025-09-10"}

    oldest = GOLDEN.replace(b'"occurred_on":"2025-09-10",', b"")
    assert decode("rosters.YearGroupCounted.v0", oldest) == decode(EARLIER, GOLDEN)


def test_without_its_upcaster_it_is_unknown() -> None:
    with pytest.raises(UnknownTopic, match="upgrade this one"):
        decode(EARLIER, GOLDEN)


@pytest.mark.usefixtures("upcast")
async def test_a_rebuild_and_a_follower_fold_it_like_todays(rolls: Any) -> None:
    await rolls.log.raw(topic=EARLIER, data=GOLDEN, institution=SCHOOL)
    await rolls.log.append(rolls.roll(SCHOOL, 12))
    checkpoint = await rolls.runner().catch_up()
    assert await rolls.tallies() == {SCHOOL: (2, 42)}

    await rolls.log.raw(topic=EARLIER, data=GOLDEN, institution=SCHOOL)
    follower = await Follower.of(
        rolls.projection(), checkpoint, ledger=rolls.ledger, pool=rolls.pool
    )
    await follower.catch_up()
    assert await rolls.tallies() == {SCHOOL: (3, 72)}


@pytest.mark.usefixtures("upcast")
async def test_the_ledger_and_the_stream_keep_it_as_it_was_written(
    rolls: Any, nats_url: str, stream_name: str
) -> None:
    """Upcasting is reading: neither end is changed, so both are still proved equal."""
    stream = LogStream(name=stream_name, prefix=stream_name)
    await rolls.log.raw(topic=EARLIER, data=GOLDEN, institution=SCHOOL)
    await rolls.runner().catch_up()
    runner = rolls.runner(live=LiveReader(nats_url, stream))
    work = [
        asyncio.create_task(Relay(rolls.ledger, nats_url, stream).run()),
        asyncio.create_task(runner.run()),
    ]
    try:
        last = await rolls.log.raw(topic=EARLIER, data=GOLDEN, institution=SCHOOL)
        await rolls.until(last)
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
    assert await rolls.tallies() == {SCHOOL: (2, 60)}
    assert (await verify(rolls.ledger, nats_url, stream)).head == last
    [row] = await rolls.ledger.read(after=last - 1)
    assert (row["topic"], row["data"]) == (EARLIER, GOLDEN)
