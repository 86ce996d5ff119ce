"""Whether a demo fills: what a log holds is gone on with, whoever asks, today or next year."""

from datetime import date
from uuid import UUID, uuid4

import asyncpg
import pytest

from hub_core.academic_years import academic_year_of, previous_academic_year
from hub_core.log.ledger import Append, Claim, Ledger, NewEvent, Written
from services.platform.beginning import note_whole, to_fill
from services.platform.commands.running import Failure
from services.platform.england.marks import (
    BEGUN,
    COMPLETE,
    DEFAULT_SEED,
    Told,
    key_of_day,
    mark_of,
    told_by,
)
from services.platform.england.scale import DEMO, ENGLAND, Scale

TODAY = date(2026, 11, 21)
NEXT_YEAR = date(2027, 10, 1)
ONE_HUB = Scale.parse("1 hub")


@pytest.fixture
def ledger(pool: asyncpg.Pool) -> Ledger:
    return Ledger(pool)


def mark(scale: Scale, today: date = TODAY) -> UUID:
    first_year = previous_academic_year(academic_year_of(today))
    return mark_of(seed=DEFAULT_SEED, scale=scale, first_year=first_year)


async def hold(ledger: Ledger, *claims: Claim) -> None:
    """An event in the log, and these claims."""
    event = NewEvent(
        event_id=uuid4(), stream_id=uuid4(), version=1, topic="test.Something.v1", data=b"{}"
    )
    envelope = b'{"actor":"somebody"}'
    [outcome] = await ledger.append([Append(events=[event], envelope=envelope, take=list(claims))])
    assert isinstance(outcome, Written)


async def test_an_empty_log_is_filled_with_what_was_asked_for(ledger: Ledger) -> None:
    assert await to_fill(ledger, asked=None, today=TODAY) == Told(scale=DEMO, today=TODAY)
    assert await to_fill(ledger, asked=ONE_HUB, today=TODAY) == Told(scale=ONE_HUB, today=TODAY)


@pytest.mark.parametrize("today", [TODAY, date(2026, 11, 22), NEXT_YEAR])
async def test_a_whole_england_is_shown_as_it_is_on_any_day(ledger: Ledger, today: date) -> None:
    await hold(ledger, Claim(BEGUN, mark(ONE_HUB)), Claim(COMPLETE, mark(ONE_HUB)))
    assert await to_fill(ledger, asked=None, today=today) is None
    assert await to_fill(ledger, asked=ONE_HUB, today=today) is None
    with pytest.raises(Failure, match="Leave --scale away"):
        await to_fill(ledger, asked=ENGLAND, today=today)


async def test_one_that_was_cut_short_is_completed_as_it_was_begun(ledger: Ledger) -> None:
    await hold(ledger, Claim(BEGUN, mark(ONE_HUB)))
    assert await to_fill(ledger, asked=None, today=TODAY) == Told(scale=ONE_HUB, today=TODAY)
    # The year it was begun in is told to its end; another year would be another England.
    later = await to_fill(ledger, asked=None, today=NEXT_YEAR)
    assert later == Told(scale=ONE_HUB, today=date(2027, 8, 31))
    assert mark(ONE_HUB, date(2027, 8, 31)) == mark(ONE_HUB)


async def test_a_demo_broken_off_after_its_last_chunk_goes_on_with_its_own_day(
    ledger: Ledger,
) -> None:
    whole = mark(ONE_HUB)
    kept = [BEGUN, COMPLETE, key_of_day(TODAY)]
    await hold(ledger, *(Claim(key, whole) for key in kept))
    rest = Told(scale=ONE_HUB, today=TODAY, goes_on=True)
    for day in (TODAY, date(2026, 11, 25), NEXT_YEAR):
        assert await to_fill(ledger, asked=None, today=day) == rest
    await note_whole(ledger)
    await note_whole(ledger)
    assert await to_fill(ledger, asked=None, today=TODAY) is None


async def test_one_of_a_size_of_its_own_that_only_lacks_its_rest_is_shown_as_it_is(
    ledger: Ledger,
) -> None:
    odd = Scale.parse("0.01234")
    kept = [BEGUN, COMPLETE, key_of_day(TODAY)]
    await hold(ledger, *(Claim(key, mark(odd)) for key in kept))
    assert await to_fill(ledger, asked=None, today=TODAY) is None
    assert await to_fill(ledger, asked=odd, today=TODAY) == Told(
        scale=odd, today=TODAY, goes_on=True
    )


async def test_one_of_a_size_of_its_own_needs_its_scale_said_again(ledger: Ledger) -> None:
    odd = Scale.parse("0.01234")
    await hold(ledger, Claim(BEGUN, mark(odd)))
    with pytest.raises(Failure, match="same --scale"):
        await to_fill(ledger, asked=None, today=TODAY)
    assert await to_fill(ledger, asked=odd, today=TODAY) == Told(scale=odd, today=TODAY)


async def test_a_log_of_something_else_is_shown_as_it_is(ledger: Ledger) -> None:
    await hold(ledger)
    assert await to_fill(ledger, asked=None, today=TODAY) is None
    with pytest.raises(Failure, match="something else"):
        await to_fill(ledger, asked=DEMO, today=TODAY)


def test_a_mark_of_nobody() -> None:
    assert told_by(uuid4(), today=TODAY) is None
