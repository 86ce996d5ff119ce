"""Some months of a hub's year: added up like the dashboard, protected against the other months."""

from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from hub_core.disclosure import AS_SHIPPED
from projections.hub_dashboard.cells import encode_cells
from projections.hub_dashboard.members import Member
from projections.hub_dashboard.part import EMPLOYER_REPORTED, SCHOOL_CONFIRMED
from projections.hub_dashboard.period import EVERY, PeriodTold, period_told

QUARTERS = ((9, 10, 11), (12, 1, 2), (3, 4, 5), (6, 7, 8))


def _member(number: int, phase: str, *met: tuple[int, int, str]) -> Member:
    cells = {(month, "talk", "in_person", "C", word): [1, came] for month, came, word in met}
    return Member(
        institution=UUID(int=number),
        name="A school",
        urn=None,
        phase=phase,
        member_since=None,
        encounters=len(met),
        learner_encounters=0,
        distinct_learners=0,
        counted_at_least=0,
        counted_at_most=0,
        supplied=True,
        newest=datetime(2026, 11, 20, 9, tzinfo=UTC),
        cells=encode_cells(cells),
        planned=None,
        year_groups=None,
        beside=None,
    )


def _told(members: list[Member], months: tuple[int, ...]) -> PeriodTold:
    return period_told(
        members,
        as_at=date(2026, 11, 30),
        months=months,
        of_year=QUARTERS,
        eligible={"secondary": 4, None: 1},
        policy=AS_SHIPPED,
    )


def test_only_the_months_asked_for_count_and_an_employers_number_is_no_learner() -> None:
    school = _member(
        1,
        "secondary",
        (9, 30, SCHOOL_CONFIRMED),
        (10, 12, EMPLOYER_REPORTED),
        (1, 40, SCHOOL_CONFIRMED),
    )
    told = _told([school], QUARTERS[0])
    assert [one.encounters for one in told.members] == [2]
    assert told.learner_encounters[EVERY].shown == 30
    assert told.eligible == {EVERY: 5, "secondary": 4, "": 1}
    assert told.newest == date(2026, 11, 20)


@given(st.lists(st.integers(0, 30), min_size=4, max_size=4))
def test_no_quarter_with_few_learners_is_the_only_one_withheld(learners: list[int]) -> None:
    met = [
        (months[0], came, SCHOOL_CONFIRMED) for months, came in zip(QUARTERS, learners, strict=True)
    ]
    told = [
        _told([_member(1, "secondary", *met)], months).learner_encounters[EVERY]
        for months in QUARTERS
    ]
    withheld = [one.suppressed for one in told]
    few = any(0 < came < AS_SHIPPED.minimum_learners for came in learners)
    assert sum(withheld) != 1 or not few or sum(came > 0 for came in learners) == 1
    assert few <= any(withheld)
