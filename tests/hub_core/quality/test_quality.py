"""Reviews and awards: told once, current by date, a trio all three or not at all."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.membership.commands import AdmitMember
from hub_core.quality.codes import (
    AwardKind,
    AwardLevel,
    QualityCorrection,
    ReviewKind,
)
from hub_core.quality.commands import (
    CompleteLeadershipReview,
    HoldPeerReview,
    RecordAward,
    WithdrawAward,
    WithdrawReview,
)
from hub_core.quality.events import LeadershipReviewCompleted, PeerReviewHeld
from hub_core.quality.record import Award, Review, quality_of
from hub_core.refusals import Conflict, Invalid, NotFound
from tests.hub_core.conftest import Story

JANUARY, FEBRUARY = date(2026, 1, 21), date(2026, 2, 3)
STANDARD = AwardKind.QUALITY_IN_CAREERS


@pytest.fixture
async def school(story: Story) -> UUID:
    return await story.school()


def review(institution: UUID, **fields: Any) -> CompleteLeadershipReview:
    given = {"completed_on": JANUARY, "overall": 3} | fields
    return CompleteLeadershipReview(institution=institution, **given)


def award(institution: UUID, **fields: Any) -> RecordAward:
    given = {
        "kind": STANDARD,
        "awarded_on": date(2023, 6, 30),
        "expires_on": date(2026, 2, 10),
    } | fields
    return RecordAward(institution=institution, **given)


async def test_a_review_is_told_once_a_day_and_given_anew(story: Story, school: UUID) -> None:
    [event] = await story.new_events(review(school))
    assert isinstance(event, LeadershipReviewCompleted)
    assert await story.new_events(review(school)) == []
    [again] = await story.new_events(review(school, overall=None, themes={1: 3, 6: 2}))
    assert isinstance(again, LeadershipReviewCompleted)
    assert again.review == event.review
    withdraw = WithdrawReview(
        institution=school, review=event.review, reason=QualityCorrection.RECORDED_WRONGLY
    )
    await story.do(withdraw)
    with pytest.raises(NotFound, match="no review"):
        await story.do(withdraw)
    assert quality_of(await story.events(), FEBRUARY) == ([], {})


async def test_a_trio_is_reviewed_together_or_not_at_all(story: Story) -> None:
    hub = await story.hub()
    trio = [await story.school() for _ in range(3)]
    hold = HoldPeerReview(hub=hub, trio=tuple(trio), held_on=FEBRUARY)
    with pytest.raises(Invalid, match="no member of the hub"):
        await story.do(hold)
    for school in trio:
        await story.do(AdmitMember(hub=hub, institution=school))
    for school in trio[:2]:
        await story.do(review(school))
    before = await story.platform.ledger.head()
    with pytest.raises(Conflict, match="follows an internal leadership review"):
        await story.do(hold)
    assert await story.platform.ledger.head() == before
    await story.do(review(trio[2]))
    events = await story.new_events(hold)
    assert [one.institution for one in events if isinstance(one, PeerReviewHeld)] == trio
    for one in events:
        assert isinstance(one, PeerReviewHeld)
        assert {one.institution, *one.peers} == set(trio)
    with pytest.raises(Conflict, match="recorded for one of them already"):
        await story.do(hold)
    with pytest.raises(Invalid, match="named twice"):
        await story.do(HoldPeerReview(hub=hub, trio=(trio[0], trio[0], trio[1])))


async def test_an_award_is_renewed_withdrawn_and_never_expires_before_it_is_given(
    story: Story, school: UUID
) -> None:
    first = (await story.do(award(school)))["id"]
    assert await story.new_events(award(school)) == []
    renewed = award(school, awarded_on=date(2026, 2, 9), expires_on=date(2029, 2, 9))
    assert (await story.do(renewed))["id"] == first
    with pytest.raises(Conflict, match="as of 9 February 2026"):
        await story.do(award(school))
    with pytest.raises(Invalid, match="before it was given"):
        await story.do(award(school, kind=AwardKind.MATRIX, expires_on=date(2023, 6, 29)))
    withdraw = WithdrawAward(
        institution=school, kind=STANDARD, reason=QualityCorrection.WITHDRAWN_BY_BODY
    )
    await story.do(withdraw)
    with pytest.raises(NotFound, match="Quality in Careers"):
        await story.do(withdraw)


@given(st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_a_review_is_current_from_its_day_for_its_months(held_on: date, day: date) -> None:
    own = Review(id=UUID(int=1), kind=ReviewKind.LEADERSHIP, held_on=held_on)
    assert own.current(day) is (held_on <= day <= own.current_until)
    assert timedelta(364) <= own.current_until - held_on <= timedelta(366)


@pytest.mark.parametrize(
    ("level", "day", "held"),
    [
        (AwardLevel.HELD, date(2025, 6, 29), False),
        (AwardLevel.HELD, date(2025, 6, 30), True),
        (AwardLevel.HELD, date(2028, 6, 30), True),
        (AwardLevel.HELD, date(2028, 7, 1), False),
        (AwardLevel.WORKING_TOWARDS, date(2026, 1, 1), False),
    ],
)
def test_an_award_is_held_to_the_day_it_expires(level: AwardLevel, day: date, held: bool) -> None:
    told = Award(
        id=UUID(int=1),
        kind=STANDARD,
        level=level,
        told_on=date(2025, 6, 30),
        expires_on=date(2028, 6, 30),
    )
    assert told.held(day) is held
