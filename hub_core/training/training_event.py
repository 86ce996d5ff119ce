"""One training event: its places, who has one, and who waits.

The rule: never more people with a place than there are places, and nobody waits while one is free. All of
it is one stream, so that bookings at once are decided one after another.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from hub_core.access.organisations import Organisation
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, Invalid, NotFound
from hub_core.training.codes import (
    BookingEnd,
    BookingStatus,
    BursaryState,
    TrainingCancellation,
)
from hub_core.training.events import (
    AttendanceNoted,
    BookingCancelled,
    BookingMoved,
    BursaryNoted,
    MovedUp,
    PlaceBooked,
    TrainingAnnounced,
    TrainingCalledOff,
    TrainingChanged,
    TrainingDetails,
    WaitingListJoined,
)

#: How far ahead training can be announced.
FARTHEST = timedelta(days=731)
_TAKES_A_PLACE = (BookingStatus.BOOKED, BookingStatus.ATTENDED, BookingStatus.ABSENT)
_OPEN = (BookingStatus.BOOKED, BookingStatus.WAITING)


class Booking(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of an institution on a training event."""

    id: UUID
    institution: UUID
    person: UUID
    status: BookingStatus
    bursary: BursaryState | None = None


class TrainingEvent(Aggregate):
    """A training event (stream: its own id)."""

    organiser: Organisation
    details: TrainingDetails

    def begin(self) -> None:
        self.called_off = False
        #: In the order in which they were made, which is the order of the waiting list.
        self.bookings: dict[UUID, Booking] = {}

    def evolve(self, event: Event) -> None:
        match event:
            case TrainingAnnounced():
                self.organiser, self.details = event.organiser, event.details
            case TrainingChanged():
                self.details = event.details
            case TrainingCalledOff():
                self.called_off = True
            case PlaceBooked():
                self._put(event, BookingStatus.BOOKED)
            case WaitingListJoined():
                self._put(event, BookingStatus.WAITING)
            case MovedUp():
                self._put(event, BookingStatus.BOOKED)
            case BookingMoved():
                pass  # the day stands with the training
            case BookingCancelled():
                self._put(event, BookingStatus.CANCELLED)
            case AttendanceNoted():
                came = BookingStatus.ATTENDED if event.attended else BookingStatus.ABSENT
                self._put(event, came)
            case BursaryNoted():
                self.bookings[event.booking] = msgspec.structs.replace(
                    self.bookings[event.booking], bursary=event.state
                )
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a training event")

    @property
    def taken(self) -> int:
        """How many places somebody has."""
        return sum(one.status in _TAKES_A_PLACE for one in self.bookings.values())

    @property
    def waiting(self) -> list[Booking]:
        """Who waits, the longest first."""
        return [one for one in self.bookings.values() if one.status is BookingStatus.WAITING]

    def announce(
        self,
        organiser: Organisation,
        details: TrainingDetails,
        *,
        on: date,
        at: datetime,
    ) -> None:
        """Be offered, on a day to come."""
        _check_day(details.held_on, on=on)
        self.record(
            TrainingAnnounced(
                training=self.id,
                occurred_on=on,
                organiser=organiser,
                details=details,
            ),
            at=at,
        )

    def change(self, details: TrainingDetails, *, on: date, at: datetime) -> None:
        """Be held otherwise; whoever waits moves up into places that are new. The same again changes
        nothing. Refuses fewer places than are taken."""
        self._require_standing()
        if details == self.details:
            return
        moved = details.held_on != self.details.held_on
        if moved:
            _check_day(details.held_on, on=on)
        if self.bookings and details.kind is not self.details.kind:
            raise Conflict(
                f"People are booked on “{self.details.kind.label}”. Announce the other one anew.",
                kind="already-booked",
            )
        if details.places < self.taken:
            raise Conflict(
                f"{self.taken} places are taken, more than {details.places}. Cancel bookings first.",
                kind="places-taken",
            )
        self.record(TrainingChanged(training=self.id, occurred_on=on, details=details), at=at)
        if moved:
            for booking in [one for one in self.bookings.values() if one.status in _OPEN]:
                self._record(BookingMoved, booking, on=on, at=at)
        self._move_up(on=on, at=at)

    def call_off(self, reason: TrainingCancellation, *, on: date, at: datetime) -> None:
        """Not take place: every booking ends with it."""
        self._require_standing()
        if any(one.status is BookingStatus.ATTENDED for one in self.bookings.values()):
            raise Conflict("People have attended it already.", kind="already-held")
        self.record(TrainingCalledOff(training=self.id, occurred_on=on, reason=reason), at=at)
        for booking in [one for one in self.bookings.values() if one.status in _OPEN]:
            self._cancel(booking, BookingEnd.TRAINING_CANCELLED, on=on, at=at)

    def book(
        self, booking: UUID, institution: UUID, person: UUID, *, on: date, at: datetime
    ) -> Booking:
        """A place for somebody, or one on the waiting list; booking them again changes nothing."""
        self._require_standing()
        if on > self.details.held_on:
            raise Conflict(
                f"It was held on {self.details.held_on:%-d %B %Y}. Nobody can be booked any more.",
                kind="already-held",
            )
        same = (institution, person)
        for one in self.bookings.values():
            if (one.institution, one.person) == same and one.status is not BookingStatus.CANCELLED:
                return one
        kind = PlaceBooked if self.taken < self.details.places else WaitingListJoined
        new = Booking(
            id=booking, institution=institution, person=person, status=BookingStatus.WAITING
        )
        self._record(kind, new, on=on, at=at)
        return self.bookings[booking]

    def cancel(
        self, booking: UUID, institution: UUID, reason: BookingEnd, *, on: date, at: datetime
    ) -> None:
        """End a booking; whoever has waited longest has the place in the same breath."""
        found = self.booking_of(booking, institution)
        if found.status is BookingStatus.CANCELLED:
            return
        if found.status not in _OPEN:
            raise Conflict(
                "Whether they came is recorded, so it cannot be cancelled.", kind="already-held"
            )
        self._cancel(found, reason, on=on, at=at)
        if on <= self.details.held_on:
            self._move_up(on=on, at=at)

    def note(
        self, attended: Iterable[UUID], absent: Iterable[UUID], *, on: date, at: datetime
    ) -> None:
        """Who came and who did not, of those who had a place; said again it changes nothing."""
        self._require_standing()
        if on < self.details.held_on:
            raise Conflict(
                f"It is held on {self.details.held_on:%-d %B %Y}. Record on that day who came.",
                kind="not-held-yet",
            )
        for came, bookings in ((True, attended), (False, absent)):
            for booking in bookings:
                found = self._with_place(booking)
                status = BookingStatus.ATTENDED if came else BookingStatus.ABSENT
                if found.status is not status:
                    self._record(AttendanceNoted, found, on=on, at=at, attended=came)

    def note_bursary(self, booking: UUID, state: BursaryState, *, on: date, at: datetime) -> None:
        """Say what became of a bursary; refuses training that has none. Said again it changes nothing."""
        if not self.details.bursary:
            raise Conflict("This training has no bursary.", kind="no-bursary")
        found = self._with_place(booking)
        if found.bursary is not state:
            self._record(BursaryNoted, found, on=on, at=at, state=state)

    def booking_of(self, booking: UUID, institution: UUID) -> Booking:
        """An institution's own booking; refuses what is another's as what is not there."""
        found = self.bookings.get(booking)
        if found is None or found.institution != institution:
            raise no_such_booking(booking)
        return found

    def _with_place(self, booking: UUID) -> Booking:
        found = self.bookings.get(booking)
        if found is None or found.status not in _TAKES_A_PLACE:
            raise Invalid.field(
                "attended", f"{booking} has no place.", "Give bookings of this training."
            )
        return found

    def _put(
        self,
        event: PlaceBooked | WaitingListJoined | MovedUp | BookingCancelled | AttendanceNoted,
        status: BookingStatus,
    ) -> None:
        before = self.bookings.get(event.booking)
        self.bookings[event.booking] = Booking(
            id=event.booking,
            institution=event.institution,
            person=event.person,
            status=status,
            bursary=None if before is None else before.bursary,
        )

    def _cancel(self, booking: Booking, reason: BookingEnd, *, on: date, at: datetime) -> None:
        self._record(BookingCancelled, booking, on=on, at=at, reason=reason)

    def _move_up(self, *, on: date, at: datetime) -> None:
        free = self.details.places - self.taken
        for booking in self.waiting[:free]:
            self._record(MovedUp, booking, on=on, at=at)

    def _record(
        self, kind: type[Event], booking: Booking, *, on: date, at: datetime, **more: object
    ) -> None:
        self.record(
            kind(
                institution=booking.institution,
                training=self.id,
                booking=booking.id,
                person=booking.person,
                occurred_on=on,
                kind=self.details.kind,
                held_on=self.details.held_on,
                **more,
            ),
            at=at,
        )

    def _require_standing(self) -> None:
        if self.called_off:
            raise Conflict("This training was called off. Announce a new one.", kind="called-off")


def training_key(training: UUID) -> str:
    """The claim of a training's one organiser, by which an organiser's calendar is found."""
    return f"training:{training}"


def training_of_key(key: str) -> UUID | None:
    """The training whose claim this is; None for a claim of another kind."""
    return UUID(key.removeprefix("training:")) if key.startswith("training:") else None


def no_such_training(training: UUID) -> NotFound:
    """What is said when there is no such training, or none that the organiser has announced."""
    return NotFound(f"There is no training with the id {training} for you. Check the id.")


def no_such_booking(booking: UUID) -> NotFound:
    """What is said when an institution has no such booking, whoever else has."""
    return NotFound(f"This institution has no booking {booking} there. Check the id.")


def _check_day(held_on: date, *, on: date) -> None:
    if not on <= held_on <= on + FARTHEST:
        raise Invalid.field(
            "details.heldOn",
            f"Training cannot be announced for {held_on:%-d %B %Y}.",
            "Give a date from today up to two years ahead.",
        )
