"""What is suggested as one encounter, and what never is."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from hub_core.matching.match import MatchStatus
from hub_core.matching.records import Decision, Record, Records
from hub_core.matching.suggestions import (
    DAYS_APART,
    POINTS,
    SUGGESTED_FROM,
    Reason,
    compared,
    suggested,
)
from hub_core.reference.activities import ActivityType
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import DeliveryMode

DAY = date(2026, 1, 14)
HARTLEY, OTHER = UUID(int=1), UUID(int=2)
TALK, FAIR = ActivityType.EMPLOYER_TALK, ActivityType.CAREERS_FAIR
SECTOR = next(iter(Sector))
IN_PERSON, ONLINE = DeliveryMode.IN_PERSON, DeliveryMode.VIRTUAL_LIVE


def told(number: int = 10, **more: object) -> Record:
    """What the employer told: a talk in person by Hartley, a small firm."""
    given_ = {
        "on": DAY, "type": TALK, "mode": IN_PERSON, "employer": HARTLEY,
        "size": EmployerSize.SMALL, "sector": SECTOR,
    }  # fmt: skip
    return Record(id=UUID(int=number), **(given_ | more))  # type: ignore[arg-type]


def recorded(number: int = 20, **more: object) -> Record:
    """What the school recorded: a talk in person, without saying by whom."""
    return Record(id=UUID(int=number), **({"on": DAY, "type": TALK, "mode": IN_PERSON} | more))  # type: ignore[arg-type]


R = Reason


@pytest.mark.parametrize(
    ("activity", "reasons"),
    [
        (recorded(), {R.SAME_DAY, R.SAME_TYPE, R.SAME_MODE}),
        (recorded(employer=HARTLEY), {R.SAME_DAY, R.SAME_EMPLOYER, R.SAME_TYPE, R.SAME_MODE}),
        (
            recorded(on=DAY - timedelta(days=3), employer=HARTLEY),
            {R.DAYS_APART, R.SAME_EMPLOYER, R.SAME_TYPE, R.SAME_MODE},
        ),
        (recorded(sector=SECTOR), {R.SAME_DAY, R.SAME_SECTOR, R.SAME_TYPE, R.SAME_MODE}),
        (
            recorded(type=FAIR, mode=ONLINE, sector=SECTOR, size=EmployerSize.SMALL),
            {R.SAME_DAY, R.SAME_SIZE_AND_SECTOR},
        ),
    ],
)
def test_likely_pairs_are_suggested_with_every_reason(
    activity: Record, reasons: set[Reason]
) -> None:
    found = compared(told(), activity)
    assert set(found.reasons) == reasons
    assert found.score >= SUGGESTED_FROM


@pytest.mark.parametrize(
    "activity",
    [
        recorded(employer=OTHER),
        recorded(on=DAY + timedelta(days=8), employer=HARTLEY),
        recorded(on=DAY + timedelta(days=1)),
        recorded(type=FAIR, mode=ONLINE),
    ],
    ids=["another employer", "another week", "the next day, nothing else", "only the day"],
)
def test_unlikely_pairs_are_not(activity: Record) -> None:
    assert compared(told(), activity).score < SUGGESTED_FROM


def test_an_employer_and_the_one_its_duplicate_was_merged_into_are_the_same() -> None:
    activity = recorded(employer=OTHER, type=FAIR, mode=ONLINE)
    assert compared(told(), activity).score == 0
    for merged in ({OTHER: HARTLEY}, {HARTLEY: OTHER}):
        assert Reason.SAME_EMPLOYER in compared(told(), activity, merged).reasons
        known = records(encounters=[told()], activities=[activity])
        assert len(suggested(known, merged)) == 1


def test_the_same_learners_speak_for_it_and_about_as_many_do_where_nobody_is_named() -> None:
    named = compared(told(learners=BitMap(range(30))), recorded(learners=BitMap(range(28))))
    assert Reason.SAME_LEARNERS in named.reasons
    others = compared(told(learners=BitMap(range(30))), recorded(learners=BitMap(range(25, 60))))
    assert Reason.SAME_LEARNERS not in others.reasons
    assert Reason.AS_MANY_LEARNERS in compared(told(total=62), recorded(total=58)).reasons
    assert Reason.AS_MANY_LEARNERS not in compared(told(total=62), recorded(total=30)).reasons


def records(*, encounters: list[Record], activities: list[Record]) -> Records:
    known = Records()
    known.encounters = {one.id: one for one in encounters}
    known.activities = {one.id: one for one in activities}
    return known


def decide(known: Records, encounter: Record, activity: Record, status: MatchStatus) -> None:
    known.decisions[encounter.id, activity.id] = Decision(
        encounter=encounter.id, activity=activity.id, status=status, decided_on=DAY, version=1
    )


def test_the_likeliest_comes_first_and_what_is_decided_comes_no_more() -> None:
    encounter, plain, named = told(), recorded(20), recorded(21, employer=HARTLEY)
    known = records(encounters=[encounter], activities=[plain, named])
    assert [one.activity.id for one in suggested(known)] == [named.id, plain.id]
    decide(known, encounter, named, MatchStatus.REJECTED)
    assert [one.activity.id for one in suggested(known)] == [plain.id]
    decide(known, encounter, plain, MatchStatus.MATCHED)
    assert suggested(known) == []
    decide(known, encounter, plain, MatchStatus.SPLIT)
    assert [one.activity.id for one in suggested(known)] == [plain.id]


some = st.builds(
    lambda number, days, employer, kind, total: (number, days, employer, kind, total),
    st.integers(0, 50),
    st.integers(-12, 12),
    st.sampled_from([None, HARTLEY, OTHER]),
    st.sampled_from([TALK, FAIR]),
    st.one_of(st.none(), st.integers(1, 90)),
)


Said = tuple[int, int, UUID | None, ActivityType, int | None]


def _record(said: Said, *, first: int) -> Record:
    number, days, employer, kind, total = said
    return Record(
        id=UUID(int=first + number),
        on=DAY + timedelta(days=days),
        type=kind,
        employer=employer,
        total=total,
    )


@given(st.lists(some, max_size=8), st.lists(some, max_size=8))
def test_suggestions_are_those_of_every_pair_looked_at_alone(
    encounters: list[Said], activities: list[Said]
) -> None:
    known = records(
        encounters=[_record(one, first=1000) for one in encounters],
        activities=[_record(one, first=2000) for one in activities],
    )
    found = suggested(known)
    alone = {
        (encounter.id, activity.id)
        for encounter in known.encounters.values()
        for activity in known.activities.values()
        if compared(encounter, activity).score >= SUGGESTED_FROM
    }
    assert {(one.encounter.id, one.activity.id) for one in found} == alone
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 < one.score <= 100 and one.reasons for one in found)


def test_neither_a_day_nor_a_type_is_enough_alone() -> None:
    assert max(DAYS_APART.values()) < SUGGESTED_FROM
    assert all(points < SUGGESTED_FROM for points in POINTS.values())
    assert DAYS_APART[0] + POINTS[Reason.SAME_TYPE] >= SUGGESTED_FROM
