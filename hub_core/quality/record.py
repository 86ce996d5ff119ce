"""An institution's reviews and awards.

The rule: whether one is current is worked out by date and never recorded, and an award that has expired
stays in the record as what it was.
"""

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID, uuid5

import msgspec

from hub_core.derived_ids import derived
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.quality.codes import (
    MONTHS_CURRENT,
    AwardKind,
    AwardLevel,
    QualityCorrection,
    ReviewKind,
)
from hub_core.quality.events import (
    LeadershipReviewCompleted,
    PeerReviewHeld,
    QualityAwardRecorded,
    QualityAwardWithdrawn,
    ReviewWithdrawn,
)
from hub_core.refusals import Conflict, Invalid, NotFound


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """A review; ``themes`` and ``overall`` of a leadership review, ``peers`` of a peer review."""

    id: UUID
    kind: ReviewKind
    held_on: date
    overall: int | None = None
    themes: Mapping[int, int] = {}
    peers: tuple[UUID, ...] = ()

    @property
    def current_until(self) -> date:
        """The last day on which it is current."""
        year, month = divmod(
            self.held_on.year * 12 + self.held_on.month - 1 + MONTHS_CURRENT[self.kind], 12
        )
        day = min(self.held_on.day, calendar.monthrange(year, month + 1)[1])
        return date(year, month + 1, day)

    def current(self, day: date) -> bool:
        """Whether it is current on this day."""
        return self.held_on <= day <= self.current_until


class Award(msgspec.Struct, frozen=True, kw_only=True):
    """An award as last told."""

    id: UUID
    kind: AwardKind
    level: AwardLevel
    told_on: date
    body: str | None = None
    expires_on: date | None = None

    def held(self, day: date) -> bool:
        """Whether it is held on this day: not one worked towards, nor one that has expired."""
        return (
            self.level is AwardLevel.HELD
            and self.told_on <= day
            and (self.expires_on is None or day <= self.expires_on)
        )


class QualityRecord(Aggregate):
    """The reviews and awards of one institution (stream: ``quality_stream``)."""

    def begin(self) -> None:
        self.reviews: dict[UUID, Review] = {}
        self.awards: dict[AwardKind, Award] = {}

    def evolve(self, event: Event) -> None:
        if not take_in(event, self.reviews, self.awards):
            raise AnotherKind(f"{type(event).__name__} does not happen to a quality record")

    def review_completed(
        self,
        institution: UUID,
        review: UUID,
        *,
        overall: int | None,
        themes: dict[int, int],
        on: date,
        at: datetime,
    ) -> UUID:
        """Have been reviewed by its own leaders, once a day; the same day again gives it anew."""
        before = self._held(ReviewKind.LEADERSHIP, on)
        if before is not None:
            if (before.overall, dict(before.themes)) == (overall, themes):
                return before.id
            review = before.id
        self.record(
            LeadershipReviewCompleted(
                institution=institution,
                review=review,
                occurred_on=on,
                overall=overall,
                themes=themes,
            ),
            at=at,
        )
        return review

    def peer_reviewed(
        self, institution: UUID, review: UUID, peers: tuple[UUID, ...], *, on: date, at: datetime
    ) -> None:
        """Have been reviewed by peers, once a day, and only after its own leaders' review."""
        if not any(
            one.kind is ReviewKind.LEADERSHIP and one.held_on <= on for one in self.reviews.values()
        ):
            raise Conflict(
                "A peer review follows an internal leadership review, and one of the institutions has "
                "none by that day. Record it first.",
                kind="no-leadership-review",
            )
        if self._held(ReviewKind.PEER, on) is not None:
            raise Conflict(
                f"A peer review of {on:%-d %B %Y} is recorded for one of them already.",
                kind="already-recorded",
            )
        self.record(
            PeerReviewHeld(institution=institution, review=review, occurred_on=on, peers=peers),
            at=at,
        )

    def withdraw_review(
        self, institution: UUID, review: UUID, reason: QualityCorrection, *, at: datetime
    ) -> None:
        """Let a review no longer count."""
        before = self.reviews.get(review)
        if before is None:
            raise NotFound(f"This institution has no review {review} that stands. Check the id.")
        self.record(
            ReviewWithdrawn(
                institution=institution, review=review, occurred_on=before.held_on, reason=reason
            ),
            at=at,
        )

    def award(self, institution: UUID, told: Award, *, at: datetime) -> UUID:
        """Hold an award or work towards it; the same again changes nothing."""
        if told.expires_on is not None and told.expires_on < told.told_on:
            raise Invalid.field(
                "expiresOn",
                f"It would expire on {told.expires_on:%-d %B %Y}, before it was given.",
                "Give the last day on which it is held.",
            )
        before = self.awards.get(told.kind)
        if before is not None:
            told = msgspec.structs.replace(told, id=before.id)
            if told == before:
                return before.id
            if told.told_on < before.told_on:
                raise Conflict(
                    f"{told.kind.label} is recorded as of {before.told_on:%-d %B %Y}. "
                    "Give that day or a later one.",
                    kind="date-before-last",
                )
        self.record(
            QualityAwardRecorded(
                institution=institution,
                award=told.id,
                occurred_on=told.told_on,
                kind=told.kind,
                level=told.level,
                body=told.body,
                expires_on=told.expires_on,
            ),
            at=at,
        )
        return told.id

    def withdraw_award(
        self,
        institution: UUID,
        kind: AwardKind,
        reason: QualityCorrection,
        *,
        on: date,
        at: datetime,
    ) -> UUID:
        """Let an award no longer count."""
        before = self.awards.get(kind)
        if before is None:
            raise NotFound(f"This institution has no {kind.label} recorded.")
        self.record(
            QualityAwardWithdrawn(
                institution=institution, award=before.id, occurred_on=on, kind=kind, reason=reason
            ),
            at=at,
        )
        return before.id

    def _held(self, kind: ReviewKind, on: date) -> Review | None:
        return next(
            (one for one in self.reviews.values() if (one.kind, one.held_on) == (kind, on)), None
        )


def quality_of(events: Iterable[Event], as_at: date) -> tuple[list[Review], dict[AwardKind, Award]]:
    """The reviews and awards of one institution by this day, from its own events in the log's order."""
    reviews: dict[UUID, Review] = {}
    awards: dict[AwardKind, Award] = {}
    for event in events:
        if getattr(event, "occurred_on", date.max) <= as_at:
            take_in(event, reviews, awards)
    return sorted(reviews.values(), key=lambda one: one.held_on), awards


def take_in(event: Event, reviews: dict[UUID, Review], awards: dict[AwardKind, Award]) -> bool:
    """Change reviews and awards as this event says; whether it was about them."""
    match event:
        case LeadershipReviewCompleted():
            reviews[event.review] = Review(
                id=event.review,
                kind=ReviewKind.LEADERSHIP,
                held_on=event.occurred_on,
                overall=event.overall,
                themes=event.themes,
            )
        case PeerReviewHeld():
            reviews[event.review] = Review(
                id=event.review,
                kind=ReviewKind.PEER,
                held_on=event.occurred_on,
                peers=event.peers,
            )
        case ReviewWithdrawn():
            reviews.pop(event.review, None)
        case QualityAwardRecorded():
            awards[event.kind] = Award(
                id=event.award,
                kind=event.kind,
                level=event.level,
                told_on=event.occurred_on,
                body=event.body,
                expires_on=event.expires_on,
            )
        case QualityAwardWithdrawn():
            awards.pop(event.kind, None)
        case _:
            return False
    return True


@derived
def quality_stream(institution: UUID) -> UUID:
    """The stream of an institution's reviews and awards."""
    return uuid5(institution, "careers quality")
