"""One act, one record: whatever is matched, no figure rises, and what is split again is as it was."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from hub_core.gatsby.counting import NotCounted
from hub_core.gatsby.edition import editions
from hub_core.gatsby.explain import explained
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.learner_shares import learners_reached
from hub_core.gatsby.measures import LearnersReached
from hub_core.gatsby.progress import coverage, figures
from hub_core.reference.activities import ActivityKind
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import (
    CheckAnswer,
    DeliveryMode,
    EvidenceStrength,
    MeaningfulCheck,
)
from tests.hub_core.gatsby.examples import (
    ALL_YES,
    SCHOOL,
    ToldRoll,
    cohort_in_2026,
    criterion,
    evidence,
    fact,
    talk,
)

ROLL = 12
NAMED = ToldRoll(cohorts={cohort_in_2026(11): BitMap(range(ROLL))})
COUNTED = ToldRoll(numbers={11: ROLL})
DAY = date(2026, 1, 14)


def _told(
    days: int, learners: set[int], counted: bool, mode: DeliveryMode, strength: EvidenceStrength,
    check: CheckAnswer, size: EmployerSize | None, sector: Sector | None, kind: ActivityKind,
) -> Fact:  # fmt: skip
    return fact(
        kind,
        DAY + timedelta(days=days),
        None if counted else learners,
        counts={11: len(learners)} if counted and learners else {},
        mode=mode,
        strength=strength,
        checks=ALL_YES | {MeaningfulCheck.CLEAR_PURPOSE: check},
        size=size,
        sector=sector,
        also=frozenset() if kind is ActivityKind.EMPLOYER_ENCOUNTER else _ENCOUNTER,
    )


_ENCOUNTER = frozenset({ActivityKind.EMPLOYER_ENCOUNTER})
facts = st.lists(
    st.builds(
        _told,
        st.integers(-200, 70),
        st.sets(st.integers(0, ROLL - 1), max_size=ROLL),
        st.booleans(),
        st.sampled_from(DeliveryMode),
        st.sampled_from(EvidenceStrength),
        st.sampled_from([CheckAnswer.YES, CheckAnswer.YES, CheckAnswer.NO]),
        st.sampled_from([None, *EmployerSize]),
        st.sampled_from([None, *list(Sector)[:3]]),
        st.sampled_from([ActivityKind.EMPLOYER_ENCOUNTER, ActivityKind.PROVIDER_ENCOUNTER]),
    ),
    max_size=10,
)


def matched(told: Sequence[Fact], pairs: int) -> list[Fact]:
    """The first with the second, the third with the fourth, and so on, so many times."""
    out = list(told)
    for first in range(0, min(2 * pairs, len(out) - 1), 2):
        one, other = out[first], out[first + 1]
        out[first] = msgspec.structs.replace(one, matched_with=other.activity)
        out[first + 1] = msgspec.structs.replace(other, matched_with=one.activity)
    return out


def numbers(
    told: Sequence[Fact], roll: ToldRoll, code: str
) -> dict[tuple[object, ...], tuple[int, int]]:
    found = figures(editions()[code], evidence(told, roll))
    return {
        (one.criterion, one.year_group, one.group, one.part): (one.numerator, one.at_most)
        for _, one in found
    }


@settings(deadline=None)
@given(
    facts, st.integers(1, 5), st.sampled_from([NAMED, COUNTED]), st.sampled_from(sorted(editions()))
)
def test_a_match_never_raises_a_figure(
    told: list[Fact], pairs: int, roll: ToldRoll, code: str
) -> None:
    before, after = numbers(told, roll, code), numbers(matched(told, pairs), roll, code)
    assert before.keys() == after.keys()
    for key, (certain, possible) in after.items():
        assert certain <= before[key][0], key
        assert possible <= before[key][1], key


@settings(deadline=None)
@given(facts, st.integers(1, 5), st.sampled_from(sorted(editions())))
def test_a_match_never_achieves_a_criterion(told: list[Fact], pairs: int, code: str) -> None:
    edition = editions()[code]
    before = coverage(list(figures(edition, evidence(told, NAMED))))
    after = coverage(list(figures(edition, evidence(matched(told, pairs), NAMED))))
    assert [(one.benchmark, one.scored) for one in before] == [
        (one.benchmark, one.scored) for one in after
    ]
    assert all(one.achieved <= was.achieved for one, was in zip(after, before, strict=True))


@given(facts, st.integers(1, 5))
def test_an_explanation_adds_up_to_the_figure_with_matches_too(
    told: list[Fact], pairs: int
) -> None:
    measure = criterion("5.1").measure
    assert isinstance(measure, LearnersReached)
    known = evidence(matched(told, pairs), NAMED)
    found = learners_reached(measure, known, 11)
    assert found is not None
    steps = list(explained(measure, known, 11))
    assert sum(step.contribution for step in steps) == len(found[0])
    assert numbers(matched(told, pairs), NAMED, "GATSBY-2024")["5.1", 11, None, ""][0] == len(
        found[0]
    )


@given(facts, st.integers(1, 5))
def test_whom_either_record_reaches_once_stays_reached(told: list[Fact], pairs: int) -> None:
    """Where once is enough, matching takes nobody away."""
    measure = criterion("5.1").measure
    assert isinstance(measure, LearnersReached)
    once = msgspec.structs.replace(measure, at_least=1, in_person=0, since_year=None)
    before = learners_reached(once, evidence(told, NAMED), 11)
    assert learners_reached(once, evidence(matched(told, pairs), NAMED), 11) == before


def _pair(one: Fact, other: Fact) -> list[Fact]:
    return matched([one, other], 1)


def _reached(told: list[Fact], at_least: int) -> set[int]:
    measure = criterion("5.1").measure
    assert isinstance(measure, LearnersReached)
    measure = msgspec.structs.replace(measure, at_least=at_least, in_person=0, since_year=None)
    found = learners_reached(measure, evidence(told, NAMED), 11)
    assert found is not None
    return set(found[0])


def test_a_learner_in_both_records_met_an_employer_once_and_not_twice() -> None:
    told = [talk(DAY, {1, 2, 3}), talk(DAY, {2, 3, 4})]
    assert _reached(told, 2) == {2, 3}
    assert _reached(_pair(*told), 2) == set()
    assert _reached(_pair(*told), 1) == {1, 2, 3, 4}


def test_an_employers_word_beside_the_schools_own_takes_nothing_away() -> None:
    reported = talk(DAY, None, strength=EvidenceStrength.EMPLOYER_REPORTED)
    assert _reached(_pair(reported, talk(DAY, {1, 2})), 1) == {1, 2}


def test_an_explanation_says_that_the_other_record_counts() -> None:
    measure = criterion("5.1").measure
    assert isinstance(measure, LearnersReached)
    told = _pair(talk(DAY, None, strength=EvidenceStrength.EMPLOYER_REPORTED), talk(DAY, {1, 2, 3}))
    steps = list(explained(measure, evidence(told, NAMED), 11))
    assert [step.not_counted for step in steps] == [NotCounted.MATCHED, None]


@pytest.mark.parametrize("both", [True, False])
def test_one_act_shows_one_size_and_sector_of_employers(both: bool) -> None:
    told = [
        talk(DAY, {1}, size=EmployerSize.SMALL, sector=next(iter(Sector))),
        talk(DAY, {1}, size=EmployerSize.LARGE, sector=list(Sector)[1]),
    ]
    codes = [
        (code, one.code)
        for code in sorted(editions())
        for _, one in editions()[code].criteria()
        if type(one.measure).__name__ == "Variety" and one.applies(SCHOOL, "2025/26")
    ]
    assert codes
    for code, variety in codes:
        found = numbers(_pair(*told) if both else told, NAMED, code)[variety, 11, None, ""][0]
        assert found == (1 if both else 2)
