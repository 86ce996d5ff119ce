"""Filling a real ledger: in bulk, once, completed when it was cut short, and lived on afterwards."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import asyncpg
import pytest

import hub_core.contexts  # noqa: F401 - registers every event
from hub_core.log.ledger import Append, Ledger, NewEvent
from services.platform.england import filling
from services.platform.england.filling import LogHoldsSomethingElse, generate_england
from services.platform.england.scale import Scale

TODAY = date(2026, 11, 21)
ONE_HUB = Scale.parse("1 hub")


@pytest.fixture
def ledger(pool: asyncpg.Pool) -> Ledger:
    return Ledger(pool)


async def _content(ledger: Ledger) -> list[tuple[UUID, UUID, int, bytes]]:
    rows = await ledger.pool.fetch(
        "select event_id, stream_id, version, data from ledger.events order by position"
    )
    return [tuple(row) for row in rows]


async def test_it_fills_an_empty_log_once(ledger: Ledger) -> None:
    seen: list[tuple[int, int]] = []
    made = await generate_england(
        ledger,
        scale=ONE_HUB,
        today=TODAY,
        progress=lambda done, of: seen.append((done, of)),
    )
    assert made.hubs == 1
    assert made.institutions == 300
    assert 150 < made.members < 300
    assert made.events == made.appended == await ledger.head() > 20_000
    assert (made.first_day, made.today) == (date(2025, 9, 1), TODAY)
    assert seen == sorted(seen)
    assert seen[-1] == (447, 447)

    again = await generate_england(ledger, scale=ONE_HUB, today=TODAY)
    assert again.appended == 0
    assert again.events == await ledger.head() == made.events
    # Another day later changes nothing either: the log is lived in now.
    later = await generate_england(ledger, scale=ONE_HUB, today=date(2026, 12, 24))
    assert later.appended == 0


async def test_it_takes_the_claims_commands_would_have_taken(ledger: Ledger) -> None:
    await generate_england(ledger, scale=ONE_HUB, today=TODAY)
    hub = (await ledger.holders(["hub-slug:tees-valley"]))["hub-slug:tees-valley"]
    members = await ledger.pool.fetchval(
        "select count(*) from ledger.claims where key like 'active-hub:%' and holder = $1", hub
    )
    counts = dict(
        await ledger.pool.fetch(
            "select split_part(key, ':', 1), count(*) from ledger.claims group by 1"
        )
    )
    topics = dict(await ledger.pool.fetch("select topic, count(*) from ledger.events group by 1"))
    assert members == counts["active-hub"]
    assert members == (
        topics["membership.MemberAdmitted.v1"] - topics.get("membership.MemberWithdrawn.v1", 0)
    )
    assert (
        sum(counts[kind] for kind in ("company", "charity", "employer-at"))
        == (topics["employers.EmployerRegistered.v1"])
    )


async def test_a_log_cut_short_is_completed(
    ledger: Ledger,
) -> None:
    def stop_at(day: int) -> Callable[[int, int], None]:
        def progress(done: int, of: int) -> None:
            if done >= day:
                raise KeyError(day)

        return progress

    for day in (60, 250):
        with pytest.raises(KeyError):
            await generate_england(ledger, scale=ONE_HUB, today=TODAY, progress=stop_at(day))
    halfway = await ledger.head()
    made = await generate_england(ledger, scale=ONE_HUB, today=TODAY)
    assert 0 < halfway < made.events
    assert made.appended == made.events - halfway
    told = [
        (event.event_id, event.stream_id, event.version, event.data)
        for chunk in filling.chunks(
            filling.Story(scale=ONE_HUB, period=filling.Period(TODAY), seed=filling.DEFAULT_SEED),
            uuid4(),
        )
        for event in chunk.events
    ]
    assert await _content(ledger) == told


async def test_it_refuses_a_log_that_holds_anything_else(ledger: Ledger) -> None:
    await ledger.append([_foreign()])
    with pytest.raises(LogHoldsSomethingElse, match="other events"):
        await generate_england(ledger, scale=ONE_HUB, today=TODAY)
    assert await ledger.head() == 1


async def test_it_refuses_another_england(ledger: Ledger) -> None:
    await generate_england(ledger, scale=ONE_HUB, today=date(2025, 9, 20))
    with pytest.raises(LogHoldsSomethingElse, match="another fictional England"):
        await generate_england(ledger, scale=ONE_HUB, today=date(2025, 9, 20), seed=1)


async def test_it_refuses_to_go_on_where_others_wrote_meanwhile(ledger: Ledger) -> None:
    def stop(done: int, of: int) -> None:
        raise KeyError(done)

    with pytest.raises(KeyError):
        await generate_england(ledger, scale=ONE_HUB, today=TODAY, progress=stop)
    await ledger.append([_foreign()])
    before = await ledger.head()
    with pytest.raises(LogHoldsSomethingElse, match="used before it was complete"):
        await generate_england(ledger, scale=ONE_HUB, today=TODAY)
    assert await ledger.head() == before


def _foreign() -> Append:
    event = NewEvent(event_id=uuid4(), stream_id=uuid4(), version=1, topic="x.Y.v1", data=b"{}")
    return Append(events=[event], envelope=b"{}")
