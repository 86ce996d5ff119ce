"""Who is eligible at a measure date, where, whose, and with which result."""

from datetime import date
from uuid import UUID

import msgspec
import pytest

from hub_core.evaluations import events as v
from hub_core.evaluations.codes import BENCHMARKS, EvaluationType, ResultCorrection, ResultSource
from hub_core.log.event import Event
from hub_core.membership import events as m
from hub_core.membership.codes import (
    InstitutionStatus,
    SuspensionReason,
    TransferReason,
    WithdrawalReason,
)
from hub_core.quality import events as q
from hub_core.quality.codes import AwardKind, AwardLevel
from hub_core.reference.service_phases import ServicePhase
from hub_core.rollups.institution_types import InstitutionType
from hub_core.rollups.levels import Level
from hub_core.rollups.measure_dates import NoMeasureDate, require_measure_date, time_period
from hub_core.rollups.register import RegisterEntry, RollupInstitution
from hub_core.workforce import events as w

SCHOOL, HUB, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
DAY = date(2026, 3, 31)
DETAILS = m.InstitutionDetails(
    name="Ashbrook Academy",
    phase=ServicePhase.SECONDARY,
    type_code="34",
    local_authority="806",
    pupils=912,
)


def registered(details: m.InstitutionDetails = DETAILS) -> Event:
    return m.InstitutionRegistered(
        institution=SCHOOL, occurred_on=date(2020, 9, 1), details=details
    )


def recorded(number: int, on: date, edition: str = "GATSBY-2024") -> Event:
    return v.CompassResultRecorded(
        institution=SCHOOL,
        result=UUID(int=number),
        occurred_on=on,
        edition=edition,
        evaluation_type=EvaluationType.SCHOOLS,
        source=ResultSource.COMPASS,
        benchmarks={benchmark: v.Reported(percentage=100) for benchmark in BENCHMARKS},
    )


def at(*events: Event, day: date = DAY) -> RollupInstitution | None:
    entry = RegisterEntry(SCHOOL)
    for event in events:
        entry.apply(event)
    return entry.at(day, "2025/26", "GATSBY-2024")


def test_the_latest_result_of_the_academic_year_and_edition_counts():
    found = at(
        registered(),
        recorded(1, date(2025, 8, 31)),
        recorded(2, date(2025, 12, 1)),
        recorded(3, date(2026, 3, 31)),
        recorded(4, date(2026, 3, 31), "GATSBY-2014"),
        recorded(5, date(2026, 4, 1)),
    )
    assert found is not None
    assert found.result is not None
    assert found.result.result == UUID(int=3)
    assert (found.region, found.learners, found.type) == (
        "E12000001", 912, InstitutionType.MAINSTREAM,
    )  # fmt: skip


def test_a_withdrawn_result_counts_no_longer():
    withdrawn = v.CompassResultWithdrawn(
        institution=SCHOOL,
        result=UUID(int=2),
        occurred_on=date(2025, 12, 1),
        reason=ResultCorrection.WRONG_INSTITUTION,
    )
    found = at(registered(), recorded(2, date(2025, 12, 1)), withdrawn)
    assert found is not None
    assert found.result is None


def test_membership_is_that_of_the_measure_date():
    events = [
        registered(),
        m.MemberAdmitted(institution=SCHOOL, hub=HUB, occurred_on=date(2025, 9, 1)),
        m.MemberWithdrawn(
            institution=SCHOOL,
            hub=HUB,
            occurred_on=date(2026, 2, 1),
            reason=WithdrawalReason.OTHER,
        ),
        m.MemberAdmitted(institution=SCHOOL, hub=OTHER, occurred_on=date(2026, 4, 1)),
    ]
    days = [date(2025, 7, 31), date(2025, 12, 31), DAY, date(2026, 7, 31)]
    found = [at(*events, day=day) for day in days]
    assert [one and one.hub for one in found] == [None, HUB, None, OTHER]


@pytest.mark.parametrize(
    "details",
    [
        {"phase": None},
        {"status": InstitutionStatus.CLOSED},
        {"status": InstitutionStatus.PROPOSED_TO_OPEN},
    ],
)
def test_who_is_in_no_phase_or_not_open_is_not_there(details: dict[str, object]):
    assert at(registered(msgspec.structs.replace(DETAILS, **details))) is None


def test_a_school_that_closed_later_is_eligible_still():
    closed = m.InstitutionClosed(institution=SCHOOL, occurred_on=date(2026, 4, 1))
    assert at(registered(), closed) is not None
    assert at(registered(), closed, day=date(2026, 7, 31)) is None


def test_an_authority_with_two_successors_leaves_the_school_in_its_region():
    details = msgspec.structs.replace(DETAILS, local_authority="909", region="E12000002")
    found = at(registered(details))
    assert found is not None
    assert (found.local_authority, found.region) == (None, "E12000002")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("14", InstitutionType.ALTERNATIVE_PROVISION),
        ("10", InstitutionType.INDEPENDENT_SPECIAL),
        ("07", InstitutionType.SPECIAL),
        ("18", InstitutionType.COLLEGE),
        ("45", InstitutionType.SIXTEEN_TO_NINETEEN),
        (None, InstitutionType.MAINSTREAM),
    ],
)
def test_the_registers_code_says_which_type_it_is(code: str | None, expected: InstitutionType):
    found = at(registered(msgspec.structs.replace(DETAILS, type_code=code)))
    assert found is not None
    assert found.type is expected


def test_a_day_between_measure_dates_is_refused_with_those_around_it():
    with pytest.raises(NoMeasureDate, match="2026-03-31, 2026-07-31, 2026-12-31"):
        require_measure_date(date(2026, 6, 30))
    assert time_period(date(2025, 12, 31)) == ("202526", "Autumn term")
    assert time_period(date(2026, 7, 31)) == ("202526", "Academic year")


def test_time_in_a_hub_counts_from_the_last_break_whichever_hub_it_is():
    joined = m.MemberAdmitted(institution=SCHOOL, hub=HUB, occurred_on=date(2023, 4, 1))
    moved = m.MemberTransferred(
        institution=SCHOOL,
        from_hub=HUB,
        to_hub=OTHER,
        occurred_on=date(2025, 9, 1),
        reason=TransferReason.OTHER,
    )
    paused = m.MemberSuspended(
        institution=SCHOOL, hub=OTHER, occurred_on=date(2026, 1, 5), reason=SuspensionReason.OTHER
    )
    again = m.MemberReinstated(institution=SCHOOL, hub=OTHER, occurred_on=date(2026, 2, 2))
    told = [registered(), joined, moved, paused, again]
    found = [at(*told[:number]) for number in range(1, 6)]
    assert [one and one.characteristics[Level.TIME_IN_HUB] for one in found] == [
        "no_member", "2_to_4_years", "2_to_4_years", "no_member", "under_1_year",
    ]  # fmt: skip


def test_an_award_is_held_until_it_expires_and_a_leader_is_trained_once_somebody_says_so():
    leader = UUID(int=9)
    told = [
        registered(),
        q.QualityAwardRecorded(
            institution=SCHOOL,
            award=UUID(int=8),
            occurred_on=date(2024, 5, 1),
            kind=AwardKind.QUALITY_IN_CAREERS,
            level=AwardLevel.HELD,
            expires_on=date(2026, 3, 31),
        ),
        w.CareersLeaderAppointed(institution=SCHOOL, person=leader, occurred_on=date(2025, 9, 1)),
    ]
    before, after = at(*told), at(*told, day=date(2026, 7, 31))
    assert before is not None
    assert after is not None
    assert before.characteristics[Level.CAREERS_LEADER] == "not_trained"
    assert before.characteristics[Level.QUALITY_AWARD] == "held"
    assert after.characteristics[Level.QUALITY_AWARD] == "not_held"
    silent = at(registered())
    assert silent is not None
    assert silent.characteristics[Level.CAREERS_LEADER] == "not_told"
