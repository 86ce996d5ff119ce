"""Every indicator from what is known, counted by hand: a hub of six, of which two told nothing."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from hub_core.disclosure import ProtectedCount, protect
from hub_core.provider_access.statement import Publication
from hub_core.reference.service_phases import ServicePhase
from hub_core.reporting.events import FrozenFigure
from hub_core.reporting.funders import funders
from projections.benchmark_progress.standing import DeclaredResult, MemberStanding
from projections.hub_dashboard.period import EVERY, PeriodMember, PeriodTold
from projections.hub_return.figures import figures_of
from projections.hub_return.known import Known, Staffing, year_before

CEC = funders()["cec"]
DAY = date(2026, 11, 30)
A, B, C, D, PRIMARY, COLLEGE = (UUID(int=number) for number in range(6))
NOTHING = Staffing(
    told=False,
    leader_in_post=False,
    leader_trained=False,
    adviser_matched=False,
    leadership_reviewed=False,
    peer_reviewed=False,
    review_told=False,
    statement=Publication.MISSING,
    newest=None,
)
NOT_ASKED = replace(NOTHING, statement=Publication.NOT_ASKED)
STAFFED = Staffing(
    told=True,
    leader_in_post=True,
    leader_trained=True,
    adviser_matched=True,
    leadership_reviewed=True,
    peer_reviewed=False,
    review_told=True,
    statement=Publication.PUBLISHED,
    newest=date(2026, 10, 5),
)


def _result(
    institution: UUID, on: date | None, achieved: int, *, edition: str = "GATSBY-2024"
) -> MemberStanding:
    declared = on and DeclaredResult(
        completed_on=on,
        edition=edition,
        source="compass",
        percentages=(None,) * 8,
        achieved=tuple(number < achieved for number in range(8)),
        copied_forward=False,
    )
    return MemberStanding(
        institution=institution,
        name="A school",
        urn=None,
        phase=ServicePhase.SECONDARY,
        type_code=None,
        evidenced=None,
        declared=declared or None,
    )


def _known(learners: ProtectedCount, *, encounters: int = 3) -> Known:
    phases = dict.fromkeys((A, B, C, D), "secondary") | {
        PRIMARY: "primary",
        COLLEGE: "fe_and_skills",
    }
    return Known(
        period=PeriodTold(
            as_at=DAY,
            members=tuple(
                PeriodMember(
                    institution=one,
                    phase=phase,
                    encounters=encounters if one in (A, PRIMARY) else 0,
                )
                for one, phase in phases.items()
            ),
            eligible={EVERY: 8, "secondary": 5, "primary": 2, "fe_and_skills": 1},
            learner_encounters={EVERY: learners},
            newest=date(2026, 11, 20),
        ),
        standings=(
            _result(A, date(2026, 11, 2), 8),
            _result(B, date(2026, 5, 2), 4),
            _result(C, date(2026, 8, 1), 0),
            _result(D, None, 0),
            # Compass asks a primary school for nothing: what it sends is no part of the mean.
            _result(PRIMARY, date(2026, 11, 2), 8),
        ),
        year_before={
            one.institution: one.declared
            for one in (
                _result(A, date(2025, 10, 1), 5),
                _result(B, date(2025, 10, 1), 5),
                # Of another edition: its benchmarks ask for something else.
                _result(C, date(2025, 6, 1), 8, edition="GATSBY-2014"),
            )
            if one.declared is not None
        },
        staffing={
            A: STAFFED,
            B: STAFFED,
            C: NOTHING,
            D: NOTHING,
            PRIMARY: NOT_ASKED,
            COLLEGE: NOT_ASKED,
        },
    )


@pytest.fixture(scope="module")
def found() -> dict[str, FrozenFigure]:
    told = figures_of(_known(protect(62)), CEC, CEC.period[0])
    return {one.indicator: one for one in told}


@pytest.mark.parametrize(
    ("indicator", "value", "part", "whole", "contributing", "eligible"),
    [
        ("coverage", 75.0, 6, 8, 6, 8),
        # Since 31 July: the results of November and of 1 August.
        ("evaluation_recency", 40.0, 2, 5, 3, 5),
        ("mean_benchmarks", 4.0, None, None, 3, 5),
        ("distance_travelled", 1.0, None, None, 2, 5),
        ("all_eight", 33.3, 1, 3, 3, 5),
        ("none_achieved", 33.3, 1, 3, 3, 5),
        ("benchmark_1", 66.7, 2, 3, 3, 5),
        ("benchmark_8", 33.3, 1, 3, 3, 5),
        ("encounters", 6, None, None, 2, 6),
        ("learner_encounters", 60, None, None, 2, 6),
        ("members_with_encounters", 33.3, 2, 6, 2, 6),
        ("primaries_engaged", 100.0, 1, 1, 1, 1),
        ("leader_in_post", 40.0, 2, 5, 2, 5),
        ("leader_trained", 40.0, 2, 5, 2, 5),
        ("adviser_matched", 40.0, 2, 5, 2, 5),
        ("leadership_reviewed", 40.0, 2, 5, 2, 5),
        ("peer_reviewed", 0.0, 0, 5, 2, 5),
        ("statement_published", 50.0, 2, 4, 2, 4),
    ],
)
def test_figures_are_those_counted_by_hand(
    found: dict[str, FrozenFigure],
    indicator: str,
    value: float,
    part: int | None,
    whole: int | None,
    contributing: int,
    eligible: int,
) -> None:
    one = found[indicator]
    assert (one.value, one.part, one.whole) == (value, part, whole)
    assert (one.contributing, one.eligible) == (contributing, eligible)


def test_a_target_is_met_or_not_and_age_goes_with_the_figure(
    found: dict[str, FrozenFigure],
) -> None:
    assert (found["mean_benchmarks"].target, found["mean_benchmarks"].met) == (5.0, False)
    assert found["coverage"].met is None
    assert found["mean_benchmarks"].newest == date(2026, 11, 2)
    assert found["leader_trained"].newest == date(2026, 10, 5)


def test_where_nobody_told_there_is_no_figure_and_where_few_came_it_is_withheld() -> None:
    silent = {
        one.indicator: one
        for one in figures_of(_known(protect(0), encounters=0), CEC, CEC.period[0])
    }
    assert (silent["encounters"].value, silent["encounters"].contributing) == (None, 0)
    assert (silent["learner_encounters"].value, silent["learner_encounters"].withheld) == (
        None,
        False,
    )
    few = {one.indicator: one for one in figures_of(_known(protect(4)), CEC, CEC.period[0])}
    assert (few["learner_encounters"].value, few["learner_encounters"].withheld) == (None, True)


def test_the_year_before_a_leap_day_ends_the_day_before() -> None:
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert year_before(DAY) == date(2025, 11, 30)
