"""Official results: as reported, once a day and edition, the institution's own word first."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.evaluations.codes import BenchmarkStatus, ResultCorrection, ResultSource
from hub_core.evaluations.commands import (
    CorrectCompassResult,
    RecordCompassResult,
    WithdrawCompassResult,
)
from hub_core.evaluations.events import (
    CompassResultCorrected,
    CompassResultRecorded,
    CompassResultWithdrawn,
    Reported,
)
from hub_core.evaluations.guards import contradicts
from hub_core.evaluations.standing import last_measure_date, latest, official_results
from hub_core.membership.commands import AdmitMember
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict, Invalid, NotFound, Refusal
from tests.hub_core.conftest import Story

#: One school's published scores of December 2025 (domain 1.6): mean 92, three achieved.
SCORES = {1: 100, 2: 95, 3: 100, 4: 75, 5: 88, 6: 87, 7: 90, 8: 100}
DECEMBER = date(2025, 12, 12)


def reported(**changes: int) -> dict[int, Reported]:
    scores = SCORES | {int(name[1:]): value for name, value in changes.items()}
    return {number: Reported(percentage=value) for number, value in scores.items()}


def result(institution: UUID, **fields: Any) -> RecordCompassResult:
    given = {"completed_on": DECEMBER, "edition": "GATSBY-2024", "benchmarks": reported()} | fields
    return RecordCompassResult(institution=institution, **given)


def lead_of(hub: UUID) -> Principal:
    return Principal(
        id="person:lead",
        roles=frozenset({Role.HUB_LEAD}),
        organisation=Organisation(OrganisationKind.HUB, hub),
    )


@pytest.fixture
async def school(story: Story) -> UUID:
    return await story.school()


@pytest.fixture
async def lead(story: Story, school: UUID) -> Principal:
    """The lead of the school's hub."""
    hub = await story.hub()
    await story.do(AdmitMember(hub=hub, institution=school))
    return lead_of(hub)


async def test_a_result_is_recorded_once_and_counts_what_was_reported(
    story: Story, school: UUID
) -> None:
    [event] = await story.new_events(result(school))
    assert isinstance(event, CompassResultRecorded)
    assert event.source is ResultSource.COMPASS
    assert event.heading().endswith("3 of 8 benchmarks achieved, as reported")
    assert await story.new_events(result(school)) == []
    with pytest.raises(Conflict, match="12 December 2025 is recorded already, with other numbers"):
        await story.do(result(school, benchmarks=reported(b4=80)))


async def test_it_is_corrected_as_a_whole_and_withdrawn(story: Story, school: UUID) -> None:
    told = UUID((await story.do(result(school)))["id"])
    better = CorrectCompassResult(
        institution=school,
        result=told,
        completed_on=DECEMBER,
        edition="GATSBY-2024",
        benchmarks=reported(b4=100),
        reason=ResultCorrection.WRONG_NUMBERS,
    )
    assert (await story.do(better))["achieved"] == 4
    assert await story.new_events(better) == []
    withdraw = WithdrawCompassResult(
        institution=school, result=told, reason=ResultCorrection.WRONG_INSTITUTION
    )
    [event] = await story.new_events(withdraw)
    assert isinstance(event, CompassResultWithdrawn)
    with pytest.raises(NotFound, match="that stands"):
        await story.do(withdraw)


async def test_a_hub_tells_what_its_member_has_not_told_itself(
    story: Story, school: UUID, lead: Principal
) -> None:
    [event] = await story.new_events(result(school, source=ResultSource.COMPASS_PLUS), by=lead)
    assert isinstance(event, CompassResultRecorded)
    assert event.source is ResultSource.REPORTED_BY_HUB
    # The institution's own word takes the place of the hub's.
    [own] = await story.new_events(result(school))
    assert isinstance(own, CompassResultCorrected)
    assert own.result == event.result
    assert own.source is ResultSource.COMPASS
    assert own.reason is ResultCorrection.TOLD_BY_INSTITUTION
    for on in (DECEMBER, date(2025, 10, 1)):
        with pytest.raises(Conflict, match="which is no older"):
            await story.do(result(school, completed_on=on, benchmarks=reported(b4=1)), by=lead)
    withdraw = WithdrawCompassResult(
        institution=school, result=event.result, reason=ResultCorrection.OTHER
    )
    with pytest.raises(Conflict, match="told the result of 12 December 2025 itself"):
        await story.do(withdraw, by=lead)
    await story.do(result(school, completed_on=date(2026, 1, 9)), by=lead)


async def test_another_hub_may_not_know_of_the_school(story: Story, school: UUID) -> None:
    elsewhere = lead_of(await story.hub("southbank"))
    with pytest.raises(Refusal, match="There is nothing here by that id"):
        await story.do(result(school), by=elsewhere)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"completed_on": date(2026, 2, 12)}, "has not come yet"),
        ({"edition": "GATSBY-2031"}, "There is no edition GATSBY-2031"),
        ({"edition": "GATSBY-2014"}, "was in use from 1 September 2018 to 31 July 2025, not on"),
        ({"completed_on": date(2025, 8, 31)}, "was in use from 1 September 2025 on, not on"),
    ],
)
async def test_what_cannot_be_is_refused(
    story: Story, school: UUID, fields: dict[str, Any], says: str
) -> None:
    with pytest.raises(Invalid, match=says):
        await story.do(result(school, **fields))


@pytest.mark.parametrize(
    "told",
    [
        Reported(),
        Reported(percentage=100, status=BenchmarkStatus.IN_PROGRESS),
        Reported(percentage=99, status=BenchmarkStatus.ACHIEVED),
        Reported(percentage=0, status=BenchmarkStatus.NOT_SCORED),
    ],
)
async def test_a_benchmark_that_contradicts_itself_is_named(
    story: Story, school: UUID, told: Reported
) -> None:
    with pytest.raises(Invalid) as refused:
        await story.do(result(school, benchmarks=reported() | {5: told}))
    assert [problem.field for problem in refused.value.problems] == ["benchmarks.5"]


def test_a_percentage_or_a_status_alone_never_contradicts() -> None:
    assert not any(contradicts(Reported(percentage=number)) for number in range(101))
    assert not any(contradicts(Reported(status=status)) for status in BenchmarkStatus)


async def test_a_primary_school_says_which_evaluation_it_was(story: Story) -> None:
    primary = await story.school(phase=ServicePhase.PRIMARY)
    with pytest.raises(Invalid, match="without an evaluation of its own"):
        await story.do(result(primary))


def recorded(on: date, **changes: int) -> CompassResultRecorded:
    return CompassResultRecorded(
        institution=UUID(int=1),
        result=uuid4(),
        occurred_on=on,
        edition="GATSBY-2024",
        evaluation_type="schools",
        source=ResultSource.COMPASS,
        benchmarks=reported(**changes),
    )


def test_a_copy_sent_on_unchanged_is_told_apart() -> None:
    events = [recorded(DECEMBER), recorded(date(2026, 3, 20)), recorded(date(2026, 7, 3), b4=80)]
    found = official_results(events, date(2026, 7, 31))
    assert [one.copied_forward for one in found] == [False, True, False]


@given(st.lists(st.dates(date(2025, 9, 1), date(2026, 8, 31)), max_size=8, unique=True), st.data())
def test_the_latest_is_the_last_completed_by_the_day(days: list[date], data: st.DataObject) -> None:
    day = data.draw(st.dates(date(2025, 9, 1), date(2026, 8, 31)))
    found = latest(official_results(map(recorded, days), day), day)
    by_then = [one for one in days if one <= day]
    assert (found.completed_on if found else None) == max(by_then, default=None)


@given(st.dates(date(2015, 1, 1), date(2040, 1, 1)))
def test_a_measure_date_is_at_most_five_months_before(day: date) -> None:
    found = last_measure_date(day)
    assert (found.month, found.day) in {(12, 31), (3, 31), (7, 31)}
    assert timedelta() <= day - found < timedelta(days=153)


@pytest.mark.parametrize(
    ("day", "measure_date"),
    [
        (date(2025, 12, 30), date(2025, 7, 31)),
        (date(2025, 12, 31), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2025, 12, 31)),
        (date(2026, 3, 30), date(2025, 12, 31)),
        (date(2026, 3, 31), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 3, 31)),
        (date(2026, 7, 30), date(2026, 3, 31)),
        (date(2026, 7, 31), date(2026, 7, 31)),
        (date(2026, 8, 31), date(2026, 7, 31)),
        (date(2028, 2, 29), date(2027, 12, 31)),
    ],
)
def test_a_measure_date_counts_from_its_own_day_on(day: date, measure_date: date) -> None:
    assert last_measure_date(day) == measure_date


@pytest.mark.parametrize("measure_date", [date(2025, 12, 31), date(2026, 3, 31), date(2026, 7, 31)])
def test_what_was_completed_on_a_measure_date_counts_there_and_the_day_after_does_not(
    measure_date: date,
) -> None:
    before, on, after = (measure_date + timedelta(days=days) for days in (-1, 0, 1))
    early, edge, late = recorded(before), recorded(on, b4=80), recorded(after, b4=100)

    def at(*events: CompassResultRecorded) -> date | None:
        found = latest(official_results(events, after), measure_date)
        return found.completed_on if found else None

    assert at(late) is None, "nothing had been completed by then"
    assert at(early, late) == before
    assert at(late, edge, early) == on, "whatever the order in which they were recorded"
    told = latest(official_results([early, edge, late], after), after)
    assert told is not None
    assert told.completed_on == after
