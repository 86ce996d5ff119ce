"""Parity by examples: both an academic and a technical or work-based way on, each met by a learner."""

from datetime import date
from typing import Any

import pytest

from hub_core.gatsby.explain import explained
from hub_core.gatsby.figures import Figure, Status
from hub_core.gatsby.measures import LearnersReached
from hub_core.gatsby.progress import measured
from hub_core.reference.activities import ActivityKind, PathwayFamily, ProviderKind
from hub_core.reference.encounters import DeliveryMode, EvidenceStrength
from hub_core.rosters.events import LearnerGroup
from tests.hub_core.gatsby.examples import criterion, evidence, fact, provider, roll, talk

OCTOBER, IN_YEAR_8 = date(2025, 10, 6), date(2024, 10, 6)
A, T, W = PathwayFamily.ACADEMIC, PathwayFamily.TECHNICAL, PathwayFamily.WORK_BASED
SIXTH_FORM = {"provider_kind": ProviderKind.SCHOOL_SIXTH_FORM, "approved_technical": False}
COLLEGE = {"provider_kind": ProviderKind.FE_COLLEGE, "approved_technical": True}
PLAIN_COLLEGE = {"provider_kind": ProviderKind.FE_COLLEGE, "approved_technical": False}


def _year_9(facts: list[Any], known: Any) -> dict[LearnerGroup | None, Figure]:
    measure = criterion("7.B").measure
    assert measure is not None
    found = measured(criterion("7.B"), measure, evidence(facts, known))
    return {one.group: one for one in found if one.year_group == 9}


@pytest.mark.parametrize(
    ("told", "reached"),
    [
        ([SIXTH_FORM], 0),
        ([COLLEGE], 0),
        ([SIXTH_FORM, COLLEGE], 8),
        ([SIXTH_FORM, PLAIN_COLLEGE], 0),  # a college that showed nothing technical
        ([SIXTH_FORM, PLAIN_COLLEGE | {"families": frozenset({T})}], 8),
        ([SIXTH_FORM, SIXTH_FORM | {"families": frozenset({W})}], 8),
        ([COLLEGE | {"families": frozenset({A})}], 8),  # one visit that showed both ways
        ([SIXTH_FORM, {"provider_kind": ProviderKind.UTC, "approved_technical": False}], 8),
        ([SIXTH_FORM, COLLEGE | {"on": IN_YEAR_8}], 8),
        ([SIXTH_FORM, COLLEGE | {"on": date(2023, 9, 1)}], 8),  # the first day of Year 7
        ([SIXTH_FORM, COLLEGE | {"on": date(2023, 8, 31)}], 0),
        ([SIXTH_FORM, COLLEGE | {"on": date(2026, 4, 1)}], 0),  # after the day asked for
        ([SIXTH_FORM, COLLEGE | {"strength": EvidenceStrength.EMPLOYER_REPORTED}], 0),
        ([SIXTH_FORM, COLLEGE | {"mode": DeliveryMode.VIRTUAL_RECORDED}], 0),
    ],
)  # fmt: skip
def test_who_has_met_both_ways(told: list[dict[str, Any]], reached: int) -> None:
    facts = [provider(one.pop("on", OCTOBER), range(8), **one) for one in map(dict, told)]
    figure = _year_9(facts, roll(y9=range(10)))[None]
    assert (figure.numerator, figure.denominator) == (reached, 10)
    assert figure.status is Status.NOT_SCORED


def test_each_learner_must_meet_both() -> None:
    facts = [
        provider(OCTOBER, range(6), **SIXTH_FORM),
        provider(OCTOBER, range(4, 10), **COLLEGE),
        talk(OCTOBER, [0], families=frozenset({W})),
        fact(ActivityKind.WORKPLACE_EXPERIENCE, OCTOBER, [1], families=frozenset({W})),
    ]
    known = roll(y9=range(10))
    known.groups = {LearnerGroup.FREE_SCHOOL_MEALS: roll(y9=[0, 1, 4, 9]).cohorts[2028]}
    found = _year_9(facts, known)
    assert found[None].numerator == 3  # 4 and 5 met both providers, 0 an employer as well
    gap = found[LearnerGroup.FREE_SCHOOL_MEALS]
    assert (gap.numerator, gap.denominator) == (2, 4)
    measure = criterion("7.B").measure
    assert isinstance(measure, LearnersReached)
    steps = explained(measure, evidence(facts, known), 9)
    assert [step.contribution for step in steps] == [0, 2, 1]
