"""Commands about reviews and awards.

The rule: an institution, or its hub for it, tells what was found; a trio's peer review is told by the hub
for all three at once, or not at all.
"""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.days import FIRST_SCHOOL_DAY, up_to_today
from hub_core.log.event import OrganisationName
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.membership.keys import membership_stream
from hub_core.membership.membership import Membership
from hub_core.quality.codes import (
    PEERS,
    AwardKind,
    AwardLevel,
    Level,
    QualityCorrection,
    Theme,
)
from hub_core.quality.record import Award, QualityRecord, quality_stream
from hub_core.refusals import Invalid
from hub_core.work import Changed, Command, Work, handles


class CompleteLeadershipReview(Command, frozen=True, kw_only=True):
    """Record an internal leadership review, with what it found where that is shared."""

    OPERATION: ClassVar[str] = "quality.complete_leadership_review"
    institution: UUID
    completed_on: date | None = None
    overall: Level | None = None
    themes: dict[Theme, Level] = {}  # noqa: RUF012 - msgspec copies it


class HoldPeerReview(Command, frozen=True, kw_only=True):
    """Record that a trio of a hub's members reviewed each other."""

    OPERATION: ClassVar[str] = "quality.hold_peer_review"
    hub: UUID
    trio: Annotated[tuple[UUID, ...], msgspec.Meta(min_length=PEERS + 1, max_length=PEERS + 1)]
    held_on: date | None = None


class WithdrawReview(Command, frozen=True, kw_only=True):
    """Take a review back that was recorded by mistake."""

    OPERATION: ClassVar[str] = "quality.withdraw_review"
    institution: UUID
    review: UUID
    reason: QualityCorrection


class RecordAward(Command, frozen=True, kw_only=True):
    """Record that an award is held or worked towards; renewing it gives the new day and expiry."""

    OPERATION: ClassVar[str] = "quality.record_award"
    institution: UUID
    kind: AwardKind
    level: AwardLevel = AwardLevel.HELD
    body: OrganisationName | None = None
    awarded_on: date | None = None
    expires_on: date | None = None


class WithdrawAward(Command, frozen=True, kw_only=True):
    """Say that an award is no longer held, or was recorded by mistake."""

    OPERATION: ClassVar[str] = "quality.withdraw_award"
    institution: UUID
    kind: AwardKind
    reason: QualityCorrection


@handles(CompleteLeadershipReview)
async def complete_leadership_review(command: CompleteLeadershipReview, work: Work) -> Changed:
    """Once a day; the same day again gives it anew. ``id`` is the review's."""
    record = await _record(command.institution, work)
    review = record.review_completed(
        command.institution,
        work.new_id(),
        overall=command.overall,
        themes=command.themes,
        on=_day(command.completed_on, work, field="completedOn"),
        at=work.now,
    )
    return Changed(id=review, version=record.version)


@handles(HoldPeerReview)
async def hold_peer_review(command: HoldPeerReview, work: Work) -> Changed:
    """Each of the three must be a member of the hub and have reviewed itself before. ``id`` is the
    review's; ``version`` is 1."""
    if len(set(command.trio)) != PEERS + 1:
        raise Invalid.field("trio", "An institution is named twice.", "Give three different ones.")
    on = _day(command.held_on, work, field="heldOn")
    review = work.new_id()
    for place, institution in enumerate(command.trio):
        membership = await work.load(Membership, membership_stream(institution))
        if not membership.is_member or membership.hub != command.hub:
            raise Invalid.field(
                f"trio[{place}]",
                "This is no member of the hub.",
                "Check the id, or admit the institution first.",
            )
        record = await work.load(QualityRecord, quality_stream(institution))
        peers = tuple(one for one in command.trio if one != institution)
        record.peer_reviewed(institution, review, peers, on=on, at=work.now)
    return Changed(id=review, version=1)


@handles(WithdrawReview)
async def withdraw_review(command: WithdrawReview, work: Work) -> Changed:
    """It no longer counts for this institution; a peer review stays with the other two."""
    record = await _record(command.institution, work)
    work.expect(record)
    record.withdraw_review(command.institution, command.review, command.reason, at=work.now)
    return Changed(id=command.review, version=record.version)


@handles(RecordAward)
async def record_award(command: RecordAward, work: Work) -> Changed:
    """One of each kind; the latest word counts. ``id`` is the award's."""
    record = await _record(command.institution, work)
    told = Award(
        id=work.new_id(),
        kind=command.kind,
        level=command.level,
        told_on=_day(command.awarded_on, work, field="awardedOn"),
        body=command.body,
        expires_on=command.expires_on,
    )
    return Changed(id=record.award(command.institution, told, at=work.now), version=record.version)


@handles(WithdrawAward)
async def withdraw_award(command: WithdrawAward, work: Work) -> Changed:
    """What was held stays in the log; an award that merely expires need not be withdrawn."""
    record = await _record(command.institution, work)
    work.expect(record)
    award = record.withdraw_award(
        command.institution, command.kind, command.reason, on=work.today, at=work.now
    )
    return Changed(id=award, version=record.version)


async def _record(institution: UUID, work: Work) -> QualityRecord:
    await work.find(Institution, institution, no_such_institution(institution))
    return await work.load(QualityRecord, quality_stream(institution))


def _day(given: date | None, work: Work, *, field: str) -> date:
    return up_to_today(given, work, field=field, earliest=FIRST_SCHOOL_DAY)
