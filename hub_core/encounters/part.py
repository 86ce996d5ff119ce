"""An institution's part in an encounter, from proposal to confirmation.

    proposed ──> accepted ──> delivered ──> confirmed ──(withdrawn)──> delivered or accepted
       │  ^         │             └──> disputed ──> confirmed
       │  └─rescheduled
       └──> declined, cancelled

The rule: only the institution's own confirmation is evidence. It may confirm at any stage but after
declining or cancelling, and only once; what it confirmed can be corrected or withdrawn with a reason.
"""

from datetime import date, datetime
from uuid import UUID

from hub_core.academic_years import academic_year_of, first_day, previous_academic_year
from hub_core.encounters.codes import CancellationReason, CorrectionReason, DisputeReason
from hub_core.encounters.events import (
    Attendance,
    Checks,
    ConfirmationCorrected,
    ConfirmationWithdrawn,
    EncounterAccepted,
    EncounterCancelled,
    EncounterConfirmed,
    EncounterDeclined,
    EncounterDelivered,
    EncounterDisputed,
    EncounterProposed,
    EncounterRescheduled,
    Particulars,
)
from hub_core.encounters.offer import check_new_day
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.reference.encounters import DeclineReason
from hub_core.reference.labelled import Labelled
from hub_core.refusals import Conflict, Invalid


class PartStatus(Labelled):
    """Where an institution's part stands."""

    PROPOSED = "proposed", "Proposed"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    CANCELLED = "cancelled", "Cancelled"
    DELIVERED = "delivered", "Delivered, to be confirmed"
    DISPUTED = "disputed", "Disputed"
    CONFIRMED = "confirmed", "Confirmed"


#: Not yet held: it can move or be called off.
OPEN = (PartStatus.PROPOSED, PartStatus.ACCEPTED)


#: Everything that happens to a part.
OF_PARTS: tuple[type[Event], ...] = (
    EncounterProposed,
    EncounterAccepted,
    EncounterDeclined,
    EncounterRescheduled,
    EncounterCancelled,
    EncounterDelivered,
    EncounterDisputed,
    EncounterConfirmed,
    ConfirmationCorrected,
    ConfirmationWithdrawn,
)


class Part(Aggregate):
    """One institution's part in one encounter (stream: ``offer.part_stream``)."""

    encounter: UUID
    institution: UUID
    particulars: Particulars
    planned_for: date
    status: PartStatus

    def begin(self) -> None:
        self.delivered_on: date | None = None
        self.confirmed_on: date | None = None
        self.attended: int | None = None
        #: Learners the employer counted, if it said so.
        self.reported: int | None = None

    def evolve(self, event: Event) -> None:
        match event:
            case EncounterProposed():
                self.encounter, self.institution = event.encounter, event.institution
                self.particulars, self.planned_for = event.particulars, event.planned_for
                self.status = PartStatus.PROPOSED
            case EncounterAccepted():
                self.status = PartStatus.ACCEPTED
            case EncounterDeclined():
                self.status = PartStatus.DECLINED
            case EncounterRescheduled():
                self.planned_for, self.status = event.planned_for, PartStatus.PROPOSED
            case EncounterCancelled():
                self.status = PartStatus.CANCELLED
            case EncounterDelivered():
                self.particulars, self.delivered_on = event.particulars, event.occurred_on
                self.status, self.reported = PartStatus.DELIVERED, event.reported
            case EncounterDisputed():
                self.status = PartStatus.DISPUTED
            case EncounterConfirmed() | ConfirmationCorrected():
                self.status, self.confirmed_on = PartStatus.CONFIRMED, event.occurred_on
                self.attended = event.attendance.total
            case ConfirmationWithdrawn():
                self.confirmed_on = self.attended = None
                self.status = PartStatus.DELIVERED if self.delivered_on else PartStatus.ACCEPTED
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a part")

    def propose(
        self,
        *,
        encounter: UUID,
        institution: UUID,
        particulars: Particulars,
        planned_for: date,
        on: date,
        at: datetime,
    ) -> None:
        """Reach the institution."""
        self.record(
            EncounterProposed(
                encounter=encounter,
                institution=institution,
                occurred_on=on,
                planned_for=planned_for,
                particulars=particulars,
            ),
            at=at,
        )

    def accept(self, *, on: date, at: datetime) -> None:
        """Be taken up by the institution for the day proposed."""
        self._require(PartStatus.PROPOSED, deed="accepted")
        self.record(
            EncounterAccepted(
                encounter=self.encounter,
                institution=self.institution,
                occurred_on=on,
                planned_for=self.planned_for,
                particulars=self.particulars,
            ),
            at=at,
        )

    def decline(self, reason: DeclineReason, *, on: date, at: datetime) -> None:
        """Not be taken up; what was accepted is cancelled instead."""
        self._require(PartStatus.PROPOSED, deed="declined")
        self.record(
            EncounterDeclined(
                encounter=self.encounter,
                institution=self.institution,
                occurred_on=on,
                reason=reason,
            ),
            at=at,
        )

    def reschedule(self, planned_for: date, *, on: date, at: datetime) -> None:
        """Move to another day, which the institution has to accept anew."""
        self._require(*OPEN, deed="moved")
        check_new_day(planned_for, on=on)
        if planned_for != self.planned_for:
            self.record(
                EncounterRescheduled(
                    encounter=self.encounter,
                    institution=self.institution,
                    occurred_on=on,
                    planned_for=planned_for,
                ),
                at=at,
            )

    def cancel(self, reason: CancellationReason, *, on: date, at: datetime) -> None:
        """Be called off before it was held."""
        self._require(*OPEN, deed="cancelled")
        self.record(
            EncounterCancelled(
                encounter=self.encounter,
                institution=self.institution,
                occurred_on=on,
                reason=reason,
            ),
            at=at,
        )

    def deliver(
        self,
        *,
        particulars: Particulars,
        held_on: date,
        reported: int | None,
        today: date,
        at: datetime,
    ) -> None:
        """Be reported by the employer as held on a day up to today."""
        self._require(*OPEN, deed="delivered")
        self.require_possible(held_on, today=today)
        self.record(
            EncounterDelivered(
                encounter=self.encounter,
                institution=self.institution,
                occurred_on=held_on,
                particulars=particulars,
                reported=reported,
            ),
            at=at,
        )

    def waits_for_confirmation(self, *, today: date) -> bool:
        """Whether the institution has still to say how it went: reported as held, or its day has passed."""
        held = self.status in (PartStatus.DELIVERED, PartStatus.DISPUTED)
        return held or (self.status in OPEN and self.planned_for < today)

    def day_held(self, given: date | None) -> date:
        """The day it was held, as the institution says, or else as reported or planned."""
        return given or self.confirmed_on or self.delivered_on or self.planned_for

    def confirm(
        self,
        *,
        attendance: Attendance,
        checks: Checks,
        held_on: date | None,
        today: date,
        at: datetime,
    ) -> None:
        """Be confirmed by the institution, once."""
        self.require_unconfirmed()
        day = self.day_held(held_on)
        self.require_possible(day, today=today)
        self.record(
            EncounterConfirmed(
                encounter=self.encounter,
                institution=self.institution,
                occurred_on=day,
                particulars=self.particulars,
                attendance=attendance,
                checks=checks,
            ),
            at=at,
        )

    def correct(
        self,
        *,
        attendance: Attendance,
        checks: Checks,
        held_on: date | None,
        reason: CorrectionReason,
        today: date,
        at: datetime,
    ) -> None:
        """Have its confirmation replaced by the right one."""
        self.require_confirmed()
        day = self.day_held(held_on)
        self.require_possible(day, today=today)
        self.record(
            ConfirmationCorrected(
                encounter=self.encounter,
                institution=self.institution,
                occurred_on=day,
                particulars=self.particulars,
                attendance=attendance,
                checks=checks,
                reason=reason,
            ),
            at=at,
        )

    def withdraw_confirmation(self, reason: CorrectionReason, *, on: date, at: datetime) -> None:
        """Have its confirmation taken back."""
        self._require(PartStatus.CONFIRMED, deed="withdrawn")
        self.record(
            ConfirmationWithdrawn(
                encounter=self.encounter,
                institution=self.institution,
                occurred_on=on,
                reason=reason,
            ),
            at=at,
        )

    def dispute(self, reason: DisputeReason, *, on: date, at: datetime) -> None:
        """Be disputed by the institution after the employer reported it."""
        self._require(PartStatus.DELIVERED, deed="disputed")
        self.record(
            EncounterDisputed(
                encounter=self.encounter,
                institution=self.institution,
                occurred_on=on,
                reason=reason,
            ),
            at=at,
        )

    def require_confirmed(self) -> None:
        """Refuse to correct what is not confirmed."""
        self._require(PartStatus.CONFIRMED, deed="corrected")

    def require_unconfirmed(self) -> None:
        """Refuse a second confirmation, and one of what was declined or cancelled."""
        if self.status is PartStatus.CONFIRMED:
            raise Conflict(
                f"This encounter is confirmed already, for {self.confirmed_on:%-d %B %Y}. "
                "Correct the confirmation, or withdraw it.",
                kind="already-confirmed",
            )
        self._require(*OPEN, PartStatus.DELIVERED, PartStatus.DISPUTED, deed="confirmed")

    def _require(self, *allowed: PartStatus, deed: str) -> None:
        if self.status not in allowed:
            wanted = " or ".join(f"\u201c{status.label}\u201d" for status in allowed)
            raise Conflict(
                f"This cannot be {deed}: it stands at \u201c{self.status.label}\u201d, "
                f"and would have to stand at {wanted}.",
                kind="encounter-state",
            )

    def require_possible(self, day: date, *, today: date) -> None:
        """Refuse a day it cannot have been held on."""
        earliest = first_day(previous_academic_year(academic_year_of(self.planned_for)))
        if day > today:
            raise Invalid.field(
                "heldOn",
                f"{day:%-d %B %Y} has not come yet.",
                "Say that it took place on the day or later, with the day it did.",
            )
        if day < earliest:
            raise Invalid.field(
                "heldOn",
                f"{day:%-d %B %Y} is too long before {self.planned_for:%-d %B %Y}, for which it "
                "was planned.",
                f"Give the day it took place, from {earliest:%-d %B %Y}.",
            )
