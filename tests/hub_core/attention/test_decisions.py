"""How long a decision about a matter holds: for its fact, to its day, and for the academic year."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as some

from hub_core.attention.decisions import Decision
from hub_core.attention.reasons import Concern, Need

WORDS = UUID("55555555-5555-4555-8555-555555555555")
TWO_OFFERS = Need(reason=Concern.REQUESTS_UNANSWERED, on=date(2026, 3, 4), count=2)
DECIDED = date(2026, 2, 11)


def _decided(until: date | None = None) -> Decision:
    return Decision(need=TWO_OFFERS, words=WORDS, decided_on=DECIDED, until=until)


def test_what_is_snoozed_is_back_on_its_day() -> None:
    until = date(2026, 2, 20)
    assert _decided(until).holds(TWO_OFFERS, date(2026, 2, 19))
    assert not _decided(until).holds(TWO_OFFERS, until)


def test_what_is_closed_is_back_with_the_next_academic_year() -> None:
    assert _decided().holds(TWO_OFFERS, date(2026, 8, 31))
    assert not _decided().holds(TWO_OFFERS, date(2026, 9, 1))


@given(
    some.builds(
        Need,
        reason=some.just(Concern.REQUESTS_UNANSWERED),
        on=some.dates(date(2026, 1, 1), date(2026, 12, 31)),
        count=some.integers(1, 9),
    ),
    some.one_of(some.none(), some.integers(1, 200)),
)
def test_another_fact_is_seen_whatever_was_decided(need: Need, days: int | None) -> None:
    until = None if days is None else DECIDED + timedelta(days)
    assert _decided(until).holds(need, DECIDED) == (need == TWO_OFFERS)
