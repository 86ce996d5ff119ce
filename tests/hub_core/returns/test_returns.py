"""Returns: one a year or month, corrected by saying it anew, never with numbers that cannot be."""

from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict, Invalid, NotFound, Refusal
from hub_core.returns.codes import AdultOutcome, ReturnCorrection
from hub_core.returns.commands import (
    CorrectMonthlyCounts,
    CorrectPrimaryReturn,
    SendMonthlyCounts,
    SendPrimaryReturn,
)
from hub_core.returns.events import (
    ClassesOfYear,
    MonthlyCountsCorrected,
    MonthOfAdults,
    PrimaryReturnCorrected,
    PrimaryYear,
)
from hub_core.returns.monthly_counts import check_adults
from hub_core.returns.primary_return import check_primary
from tests.hub_core.conftest import Story

YEAR = PrimaryYear(
    classes={3: ClassesOfYear(classes=2, met=1), 6: ClassesOfYear(classes=2, met=2)},
    encounters=4,
    pupils=80,
    strategy=True,
    in_curriculum=False,
    lead_teacher=True,
)
MONTH = MonthOfAdults(contacts=140, referrals_in=32, referrals_out=18)


def year(**changes: Any) -> PrimaryYear:
    return msgspec.structs.replace(YEAR, **changes)


def month(**changes: Any) -> MonthOfAdults:
    return msgspec.structs.replace(MONTH, **changes)


@pytest.fixture
async def primary(story: Story) -> UUID:
    return await story.school(phase=ServicePhase.PRIMARY)


@pytest.fixture
async def service(story: Story) -> UUID:
    return await story.school(phase=ServicePhase.ADULT)


async def test_a_return_is_sent_once_and_corrected_as_a_whole(story: Story, primary: UUID) -> None:
    send = SendPrimaryReturn(institution=primary, academic_year="2025/26", counts=YEAR)
    assert (await story.do(send))["version"] == 1
    with pytest.raises(Conflict, match="sent on 11 February 2026 already"):
        await story.do(send)
    better = CorrectPrimaryReturn(
        institution=primary,
        academic_year="2025/26",
        counts=year(pupils=81),
        reason=ReturnCorrection.WRONG_NUMBERS,
    )
    [event] = await story.new_events(better)
    assert isinstance(event, PrimaryReturnCorrected)
    assert event.counts.pupils == 81
    assert await story.new_events(better) == []
    before = msgspec.structs.replace(send, academic_year="2024/25")
    assert (await story.do(before))["version"] == 1


async def test_a_month_is_sent_once_and_corrected_as_a_whole(story: Story, service: UUID) -> None:
    send = SendMonthlyCounts(institution=service, month="2026-01", counts=MONTH)
    await story.do(send)
    with pytest.raises(Conflict, match="January 2026 were sent"):
        await story.do(send)
    better = CorrectMonthlyCounts(
        institution=service,
        month="2026-01",
        counts=month(contacts=141),
        reason=ReturnCorrection.INCOMPLETE,
    )
    [event] = await story.new_events(better)
    assert isinstance(event, MonthlyCountsCorrected)


@pytest.mark.parametrize("academic_year", ["2026/27", "2023/24", "2098/99"])
async def test_a_year_that_is_not_due_is_refused(
    story: Story, primary: UUID, academic_year: str
) -> None:
    with pytest.raises(Invalid, match="cannot be sent"):
        await story.do(
            SendPrimaryReturn(institution=primary, academic_year=academic_year, counts=YEAR)
        )


@pytest.mark.parametrize("which", ["2026-02", "2026-03", "2027-01", "2024-08"])
async def test_a_month_that_is_not_due_is_refused(story: Story, service: UUID, which: str) -> None:
    with pytest.raises(Invalid, match=r"is not over|is too long ago"):
        await story.do(SendMonthlyCounts(institution=service, month=which, counts=MONTH))


async def test_each_phase_has_its_own_return(story: Story, primary: UUID, service: UUID) -> None:
    with pytest.raises(Conflict, match="registered as “Adult services”"):
        await story.do(SendPrimaryReturn(institution=service, academic_year="2025/26", counts=YEAR))
    with pytest.raises(Conflict, match="registered as “Primary”"):
        await story.do(SendMonthlyCounts(institution=primary, month="2026-01", counts=MONTH))


async def test_what_was_never_sent_cannot_be_corrected(story: Story, primary: UUID) -> None:
    with pytest.raises(NotFound, match="Send it first"):
        await story.do(
            CorrectPrimaryReturn(
                institution=primary,
                academic_year="2025/26",
                counts=YEAR,
                reason=ReturnCorrection.OTHER,
            )
        )


@pytest.mark.parametrize(
    ("counts", "place"),
    [
        (year(classes={3: ClassesOfYear(classes=1, met=2)}), "counts.classes.3.met"),
        (year(classes={3: ClassesOfYear(classes=0, met=0)}), "counts.classes"),
        (year(encounters=0), "counts.encounters"),
        (year(pupils=0), "counts.pupils"),
        (year(pupils=109), "counts.pupils"),
        (year(classes={3: ClassesOfYear(classes=2, met=0)}, pupils=0), "counts.encounters"),
    ],
)
def test_a_year_that_contradicts_itself_is_refused_where_it_does(
    counts: PrimaryYear, place: str
) -> None:
    with pytest.raises(Invalid) as refused:
        check_primary(counts)
    assert place in [problem.field for problem in refused.value.problems]
    assert all(problem.reason.endswith(".") for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("counts", "place"),
    [
        (month(referrals_out=141), "counts.referralsOut"),
        (
            month(outcomes={AdultOutcome.ACCREDITED_LEARNING: 141}),
            "counts.outcomes.accredited_learning",
        ),
    ],
)
def test_a_month_that_contradicts_itself_is_refused_where_it_does(
    counts: MonthOfAdults, place: str
) -> None:
    with pytest.raises(Invalid) as refused:
        check_adults(counts)
    assert [problem.field for problem in refused.value.problems] == [place]


@given(st.integers(1, 14), st.data())
def test_what_can_be_is_taken(classes: int, data: st.DataObject) -> None:
    met = data.draw(st.integers(0, classes))
    pupils = data.draw(st.integers(met, met * 36)) if met else 0
    check_primary(
        year(
            classes={2: ClassesOfYear(classes=classes, met=met)},
            encounters=min(met, 1),
            pupils=pupils,
        )
    )


def test_nothing_beyond_its_limits_is_even_read() -> None:
    wrong = ({"contacts": -1}, {"contacts": 50_001}, {"outcomes": {"happiness": 1}})
    for change in wrong:
        body = {"contacts": 1, "referrals_in": 0, "referrals_out": 0} | change
        with pytest.raises((msgspec.ValidationError, Refusal)):
            msgspec.convert(body, MonthOfAdults)
