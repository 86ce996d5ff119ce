"""What happens to an encounter: to the offer, and to each institution's part in it.

The rule: each event that an institution's figures rest on carries what the institution needs to know of
the encounter as it stood then, so its figures are a fold of its own events and nothing else.
``occurred_on`` is the day the fact happened: for a delivery or confirmation, the day learners and
employer met.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.encounters.codes import CancellationReason, CorrectionReason, DisputeReason
from hub_core.learner_sets import PackedLearners
from hub_core.log.event import Event
from hub_core.reference.campaigns import Campaign
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import (
    CheckAnswer,
    DeclineReason,
    DeliveryMode,
    EncounterKind,
    EvidenceStrength,
    MeaningfulCheck,
)
from hub_core.values import YearGroup

#: Most learners one institution can send to one encounter, all year groups together.
MOST_COUNTED = 100_000
Learners = Annotated[int, msgspec.Meta(ge=0, le=MOST_COUNTED)]


class Particulars(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """What an encounter is and who came, as known when the event was recorded."""

    employer: UUID
    kind: EncounterKind
    mode: DeliveryMode
    size: EmployerSize | None = None
    sector: Sector | None = None
    campaigns: tuple[Campaign, ...] = ()


class Attendance(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """Who came: a set of learners, or counts by year group; ``total`` is the number either way."""

    total: Learners
    learners: PackedLearners | None = None
    counts: dict[YearGroup, Learners] | None = None

    @property
    def strength(self) -> EvidenceStrength:
        """How well this attendance is known."""
        if self.learners is None:
            return EvidenceStrength.COUNTED
        return EvidenceStrength.SCHOOL_CONFIRMED


#: The check-list: what has no answer here was not checked.
Checks = dict[MeaningfulCheck, CheckAnswer]


class EncounterOffered(Event, frozen=True, kw_only=True):
    """An employer plans an encounter. ``title`` is the vault's reference to its title."""

    TOPIC = "encounters.EncounterOffered.v1"
    encounter: UUID
    occurred_on: date
    planned_for: date
    particulars: Particulars
    title: UUID | None = None

    def heading(self) -> str:
        return f"An employer offered an encounter: {self.particulars.kind.label}"


class InstitutionInvited(Event, frozen=True, kw_only=True):
    """The offer goes to this institution; its part in it begins with ``EncounterProposed``."""

    TOPIC = "encounters.InstitutionInvited.v1"
    encounter: UUID
    institution: UUID
    occurred_on: date

    def heading(self) -> str:
        return "An institution was invited to an encounter"


class OfferRescheduled(Event, frozen=True, kw_only=True):
    """The whole offer moved to another day."""

    TOPIC = "encounters.OfferRescheduled.v1"
    encounter: UUID
    occurred_on: date
    planned_for: date

    def heading(self) -> str:
        return f"An offered encounter moved to {self.planned_for:%-d %B %Y}"


class OfferCancelled(Event, frozen=True, kw_only=True):
    """The employer called the whole offer off."""

    TOPIC = "encounters.OfferCancelled.v1"
    encounter: UUID
    occurred_on: date
    reason: CancellationReason

    def heading(self) -> str:
        return f"An offered encounter was cancelled: {self.reason.label}"


class EncounterProposed(Event, frozen=True, kw_only=True):
    """The encounter is proposed to an institution."""

    TOPIC = "encounters.EncounterProposed.v1"
    encounter: UUID
    institution: UUID
    occurred_on: date
    planned_for: date
    particulars: Particulars

    def heading(self) -> str:
        return f"An encounter was proposed: {self.particulars.kind.label}"


class EncounterAccepted(Event, frozen=True, kw_only=True):
    """The institution takes it up for ``planned_for``."""

    TOPIC = "encounters.EncounterAccepted.v1"
    encounter: UUID
    institution: UUID
    occurred_on: date
    planned_for: date
    particulars: Particulars

    def heading(self) -> str:
        return f"An encounter was agreed: {self.particulars.kind.label}"


class EncounterDeclined(Event, frozen=True, kw_only=True):
    """The institution does not take it up."""

    TOPIC = "encounters.EncounterDeclined.v1"
    encounter: UUID
    institution: UUID
    occurred_on: date
    reason: DeclineReason

    def heading(self) -> str:
        return f"An encounter was declined: {self.reason.label}"


class EncounterRescheduled(Event, frozen=True, kw_only=True):
    """The institution's part moved to another day; what was accepted has to be accepted anew."""

    TOPIC = "encounters.EncounterRescheduled.v1"
    encounter: UUID
    institution: UUID
    occurred_on: date
    planned_for: date

    def heading(self) -> str:
        return f"An encounter moved to {self.planned_for:%-d %B %Y}"


class EncounterCancelled(Event, frozen=True, kw_only=True):
    """The institution's part does not take place."""

    TOPIC = "encounters.EncounterCancelled.v1"
    encounter: UUID
    institution: UUID
    occurred_on: date
    reason: CancellationReason

    def heading(self) -> str:
        return f"An encounter was cancelled: {self.reason.label}"


class EncounterDelivered(Event, frozen=True, kw_only=True):
    """The employer says it took place; ``reported`` is the number of learners it counted."""

    TOPIC = "encounters.EncounterDelivered.v1"
    encounter: UUID
    institution: UUID
    occurred_on: date
    particulars: Particulars
    reported: Learners | None = None

    def heading(self) -> str:
        return f"An employer delivered an encounter: {self.particulars.kind.label}"


class EncounterConfirmed(Event, frozen=True, kw_only=True):
    """The institution confirms it, with who came and what it checked."""

    TOPIC = "encounters.EncounterConfirmed.v1"
    encounter: UUID
    institution: UUID
    occurred_on: date
    particulars: Particulars
    attendance: Attendance
    checks: Checks

    def heading(self) -> str:
        return f"An institution confirmed an encounter: {self.particulars.kind.label}"


class EncounterDisputed(Event, frozen=True, kw_only=True):
    """The institution disputes what the employer reported."""

    TOPIC = "encounters.EncounterDisputed.v1"
    encounter: UUID
    institution: UUID
    occurred_on: date
    reason: DisputeReason

    def heading(self) -> str:
        return f"An institution disputed an encounter: {self.reason.label}"


class ConfirmationCorrected(Event, frozen=True, kw_only=True):
    """The whole confirmation as it should have been; the one before no longer counts."""

    TOPIC = "encounters.ConfirmationCorrected.v1"
    encounter: UUID
    institution: UUID
    occurred_on: date
    particulars: Particulars
    attendance: Attendance
    checks: Checks
    reason: CorrectionReason

    def heading(self) -> str:
        return f"A confirmation was corrected: {self.reason.label}"


class ConfirmationWithdrawn(Event, frozen=True, kw_only=True):
    """The confirmation no longer counts; what the employer reported stands."""

    TOPIC = "encounters.ConfirmationWithdrawn.v1"
    encounter: UUID
    institution: UUID
    occurred_on: date
    reason: CorrectionReason

    def heading(self) -> str:
        return f"A confirmation was withdrawn: {self.reason.label}"
