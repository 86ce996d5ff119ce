"""Figures worked out for whole sets at a time are those that counting learner by learner gives."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from hub_core.gatsby.counting import IN_PERSON, why_not
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.figures import Figure
from hub_core.gatsby.measures import LearnersReached, WorkplaceHours
from hub_core.gatsby.not_reached import not_reached
from hub_core.gatsby.progress import measured
from hub_core.gatsby.weekly import WEEKS, reached_by_week
from hub_core.gatsby.windows import academic_year_of_cohort, span_of
from hub_core.reference.activities import ActivityKind
from hub_core.reference.encounters import DeliveryMode, EvidenceStrength
from hub_core.rosters.events import LearnerGroup
from tests.hub_core.gatsby.examples import (
    EASTER,
    ToldRoll,
    cohort_in_2026,
    criterion,
    evidence,
    fact,
)

#: Two cohorts, one of which shares learners with nobody, and a group across both.
ROLL = ToldRoll(
    cohorts={
        cohort_in_2026(11): BitMap(range(8)),
        cohort_in_2026(13): BitMap(range(8, 14)),
    },
    groups={LearnerGroup.FEMALE: BitMap([0, 3, 5, 9, 12, 40])},
)
FACTS = st.lists(
    st.builds(
        lambda kind, days, learners, mode, strength, level, minutes: fact(
            kind,
            date(2021, 8, 25) + timedelta(days=days),
            learners,
            mode=mode,
            strength=strength,
            adviser_level=level,
            minutes=minutes,
        ),
        st.sampled_from(
            [
                ActivityKind.EMPLOYER_ENCOUNTER,
                ActivityKind.WORKPLACE_EXPERIENCE,
                ActivityKind.GUIDANCE_MEETING,
            ]
        ),
        st.one_of(st.integers(0, 1700), st.integers(1460, 1700)),
        st.sets(st.integers(0, 16), max_size=8),
        st.sampled_from(DeliveryMode),
        st.sampled_from(EvidenceStrength),
        st.sampled_from([None, 4, 6]),
        st.sampled_from([0, 300, 900, 1000, 1500, 3000]),
    ),
    max_size=14,
)
CODES = ("3.2", "5.1", "6.1", "6.2", "8.1", "8.2")


def plainly(measure: LearnersReached, facts: list[Fact], learner: int, year_group: int) -> bool:
    """Whether one learner of a year group meets what the measure asks, fact by fact."""
    cohort = cohort_in_2026(year_group)
    span = span_of(measure, cohort, year_group, as_at=EASTER)
    met = [
        one
        for one in facts
        if one.is_a(measure.kinds)
        and one.learners is not None
        and learner in one.learners
        and why_not(one, measure, span) is None
    ]
    since = measure.since_year and academic_year_of_cohort(cohort, measure.since_year).first
    return (
        len(met) >= measure.at_least
        and sum(one.mode in IN_PERSON for one in met) >= measure.in_person
        and (not since or any(one.on >= since for one in met))
    )


def drawn(code: str, facts: list[Fact]) -> list[Figure]:
    measure = criterion(code).measure
    assert measure is not None
    return list(measured(criterion(code), measure, evidence(facts, ROLL)))


def about(figure: Figure) -> set[int]:
    assert figure.cohort is not None
    learners = set(ROLL.cohorts.get(figure.cohort, ()))
    return learners if figure.group is None else learners & set(ROLL.groups[figure.group])


@given(FACTS)
def test_shares_of_learners(facts: list[Fact]) -> None:
    for code in CODES:
        measure = criterion(code).measure
        assert isinstance(measure, LearnersReached)
        for figure in drawn(code, facts):
            if figure.cohort in ROLL.cohorts:
                assert figure.year_group is not None
                reached = {
                    one for one in about(figure) if plainly(measure, facts, one, figure.year_group)
                }
                assert (figure.numerator, figure.denominator) == (len(reached), len(about(figure)))


@given(FACTS)
def test_hours_at_workplaces(facts: list[Fact]) -> None:
    measure = criterion("6.G").measure
    assert isinstance(measure, WorkplaceHours)
    whole, girls = (one for one in drawn("6.G", facts) if one.year_group == 11)
    span = span_of(measure, cohort_in_2026(11), 11, as_at=EASTER)
    there = [
        one
        for one in facts
        if one.kind is ActivityKind.WORKPLACE_EXPERIENCE
        and one.minutes
        and one.mode not in measure.modes_excluded
        and one.type not in measure.types_excluded
        and one.strength.is_evidenced
        and one.on in span
    ]
    short = {}
    for learner in range(8):
        own = [one for one in there if one.learners is not None and learner in one.learners]
        in_person = sum(one.mode in IN_PERSON for one in own)
        lacks = (
            max(3000 - sum(one.minutes for one in own), 0),
            max(measure.in_person - in_person, 0),
        )
        if any(lacks):
            short[learner] = lacks
    assert whole.numerator == 8 - len(short)
    assert girls.numerator == len(about(girls) - short.keys())
    missing = not_reached(criterion("6.G"), whole, evidence(facts, ROLL))
    assert missing is not None
    assert {one: (told.minutes, told.in_person) for one, told in missing.short.items()} == short
    assert (set(missing.learners), missing.among) == (set(short), 8)


@given(FACTS, st.integers(0, WEEKS - 1))
def test_the_trend_by_week(facts: list[Fact], week: int) -> None:
    """Up to the end of a week it is the figure without what came later."""
    for code in ("5.1", "8.2"):
        measure = criterion(code).measure
        assert isinstance(measure, LearnersReached)
        weeks = reached_by_week(measure, evidence(facts, ROLL), (11, 13))
        end = date(2025, 9, 1) + timedelta(days=7 * week + 6)
        so_far = [one for one in facts if one.on <= end]
        assert len(weeks) == WEEKS
        assert weeks[week] == sum(
            figure.numerator
            for figure in drawn(code, so_far)
            if figure.group is None and figure.cohort in ROLL.cohorts
        )
