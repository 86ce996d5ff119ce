"""The offer: an employer's plan for an encounter, and whom it went to.

The rule: what happens at an institution stands in that institution's part, never here; the offer only
knows whom to tell when it moves or is called off.
"""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from hub_core.academic_years import academic_year_of, first_day, previous_academic_year
from hub_core.encounters.codes import CancellationReason
from hub_core.encounters.events import (
    EncounterOffered,
    InstitutionInvited,
    OfferCancelled,
    OfferRescheduled,
    Particulars,
)
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, Invalid, NotFound

#: How far ahead an encounter can be planned.
FARTHEST = timedelta(days=731)


class Offer(Aggregate):
    """One encounter as its employer offers it."""

    employer: UUID
    planned_for: date
    particulars: Particulars

    def begin(self) -> None:
        self.invited: tuple[UUID, ...] = ()
        self.cancelled = False
        #: The vault's reference to what the employer called it.
        self.title: UUID | None = None

    def evolve(self, event: Event) -> None:
        match event:
            case EncounterOffered():
                self.employer = event.particulars.employer
                self.planned_for, self.particulars = event.planned_for, event.particulars
                self.title = event.title
            case InstitutionInvited():
                self.invited = (*self.invited, event.institution)
            case OfferRescheduled():
                self.planned_for = event.planned_for
            case OfferCancelled():
                self.cancelled = True
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to an offer")

    def offer(
        self,
        particulars: Particulars,
        *,
        planned_for: date,
        title: UUID | None,
        on: date,
        at: datetime,
    ) -> None:
        """Plan an encounter, up to two years ahead; one that was may date from last academic year."""
        earliest = first_day(previous_academic_year(academic_year_of(on)))
        if not earliest <= planned_for <= on + FARTHEST:
            raise Invalid.field(
                "plannedFor",
                f"{planned_for:%-d %B %Y} is too far from today.",
                f"Give a date from {earliest:%-d %B %Y} up to two years ahead.",
            )
        self.record(
            EncounterOffered(
                encounter=self.id,
                occurred_on=on,
                planned_for=planned_for,
                particulars=particulars,
                title=title,
            ),
            at=at,
        )

    def invite(self, institution: UUID, *, on: date, at: datetime) -> bool:
        """Let it go to this institution; False when it has already."""
        self._require_standing()
        if institution in self.invited:
            return False
        self.record(
            InstitutionInvited(encounter=self.id, institution=institution, occurred_on=on), at=at
        )
        return True

    def reschedule(self, planned_for: date, *, on: date, at: datetime) -> None:
        """Move the whole offer to a day from today on."""
        self._require_standing()
        check_new_day(planned_for, on=on)
        if planned_for != self.planned_for:
            self.record(
                OfferRescheduled(encounter=self.id, occurred_on=on, planned_for=planned_for), at=at
            )

    def cancel(self, reason: CancellationReason, *, on: date, at: datetime) -> None:
        """Call the whole offer off."""
        self._require_standing()
        self.record(OfferCancelled(encounter=self.id, occurred_on=on, reason=reason), at=at)

    def _require_standing(self) -> None:
        if self.cancelled:
            raise Conflict("This encounter was cancelled. Offer a new one.", kind="cancelled")


def check_new_day(planned_for: date, *, on: date) -> None:
    """Refuse a day an encounter cannot be moved to."""
    if not on <= planned_for <= on + FARTHEST:
        raise Invalid.field(
            "plannedFor",
            f"An encounter cannot be moved to {planned_for:%-d %B %Y}.",
            "Give a date from today up to two years ahead.",
        )


def part_stream(encounter: UUID, institution: UUID) -> UUID:
    """The stream of an institution's part in an encounter."""
    return uuid5(encounter, str(institution))


def no_such_encounter(encounter: UUID) -> NotFound:
    """What to say when an id leads to no encounter of the one who asks."""
    return NotFound(f"There is no encounter with the id {encounter} for you. Check the id.")
