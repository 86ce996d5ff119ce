"""What was counted, or put on, for a year group in an earlier year is of the cohort that was in it then."""

from datetime import date

import pytest

from hub_core.gatsby.explain import explained
from hub_core.gatsby.measures import LearnersReached
from hub_core.gatsby.progress import measured
from hub_core.reference.activities import ActivityKind
from hub_core.reference.encounters import EvidenceStrength
from tests.hub_core.gatsby.examples import ToldRoll, criterion, evidence, fact, provider, roll

LAST_YEAR, THIS_YEAR = date(2025, 3, 10), date(2026, 3, 10)
#: A hundred learners in Year 11, nobody named.
COUNTED = ToldRoll(numbers={11: 100})


@pytest.mark.parametrize(
    ("on", "year_group", "reached"),
    [
        (THIS_YEAR, 11, 60),
        (LAST_YEAR, 10, 60),  # they were in Year 10 then
        (LAST_YEAR, 11, 0),  # those have left
        (THIS_YEAR, 10, 0),
    ],
)
def test_meetings_that_were_only_counted(on: date, year_group: int, reached: int) -> None:
    rule = criterion("8.1")
    assert isinstance(rule.measure, LearnersReached)
    met = fact(
        ActivityKind.GUIDANCE_MEETING,
        on,
        None,
        counts={year_group: 60},
        strength=EvidenceStrength.COUNTED,
        adviser_level=6,
    )
    known = evidence([met], COUNTED)
    [figure] = measured(rule, rule.measure, known)
    assert (figure.numerator, figure.at_most, figure.denominator) == (reached, reached, 100)
    steps = list(explained(rule.measure, known, 11))
    assert [step.contribution for step in steps] == ([60] if reached else [])


@pytest.mark.parametrize(
    ("on", "year_groups", "owed"),
    [
        (LAST_YEAR, {8}, 1),  # the present Year 9, a year ago
        (LAST_YEAR, {9}, 0),  # those are in Year 10 now
        (date(2026, 2, 10), {9}, 1),
        (date(2026, 2, 10), {8}, 0),
    ],
)
def test_encounters_with_providers_that_say_whom_they_were_for(
    on: date, year_groups: set[int], owed: int
) -> None:
    rule = criterion("7.P")
    assert rule.measure is not None
    put_on = provider(on, [], year_groups=frozenset(year_groups))
    known = evidence([put_on], roll(y9=range(10)))
    figure = next(
        one
        for one in measured(rule, rule.measure, known)
        if (one.year_group, one.part) == (9, "first: owed")
    )
    assert figure.numerator == owed
