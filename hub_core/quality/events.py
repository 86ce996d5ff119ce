"""What is found of an institution's careers provision, and by whom.

The rule: one event an institution; who took part is institutions and organisations, never people.
``occurred_on`` is the day of the review or award.
"""

from datetime import date
from uuid import UUID

import msgspec

from hub_core.log.event import Event, OrganisationName
from hub_core.quality.codes import AwardKind, AwardLevel, Level, QualityCorrection, Theme


class LeadershipReviewCompleted(Event, frozen=True, kw_only=True):
    """The institution's leaders reviewed their provision. ``themes`` is empty where only an overall level
    was found; neither, where the review is known and its findings are not shared."""

    TOPIC = "quality.LeadershipReviewCompleted.v1"
    institution: UUID
    review: UUID
    occurred_on: date
    overall: Level | None = None
    themes: dict[Theme, Level] = msgspec.field(default_factory=dict)

    def heading(self) -> str:
        return "An internal leadership review of careers provision was completed"


class PeerReviewHeld(Event, frozen=True, kw_only=True):
    """A trio of institutions reviewed each other; each has an event, with the other two as ``peers``."""

    TOPIC = "quality.PeerReviewHeld.v1"
    institution: UUID
    review: UUID
    occurred_on: date
    peers: tuple[UUID, ...]

    def heading(self) -> str:
        return "A peer review of careers provision was held"


class ReviewWithdrawn(Event, frozen=True, kw_only=True):
    """The review no longer counts for this institution."""

    TOPIC = "quality.ReviewWithdrawn.v1"
    institution: UUID
    review: UUID
    occurred_on: date
    reason: QualityCorrection

    def heading(self) -> str:
        return f"A review was withdrawn: {self.reason.label}"


class QualityAwardRecorded(Event, frozen=True, kw_only=True):
    """An award is held or worked towards. ``expires_on`` is the last day it is held, None where the body
    gives none. The latest word on an award counts."""

    TOPIC = "quality.QualityAwardRecorded.v1"
    institution: UUID
    award: UUID
    occurred_on: date
    kind: AwardKind
    level: AwardLevel
    body: OrganisationName | None = None
    expires_on: date | None = None

    def heading(self) -> str:
        return f"An award was recorded: {self.kind.label}, {self.level.label.lower()}"


class QualityAwardWithdrawn(Event, frozen=True, kw_only=True):
    """The award no longer counts."""

    TOPIC = "quality.QualityAwardWithdrawn.v1"
    institution: UUID
    award: UUID
    occurred_on: date
    kind: AwardKind
    reason: QualityCorrection

    def heading(self) -> str:
        return f"An award was withdrawn: {self.kind.label}"
