"""The placement: what an employer offers, and how many places each institution asked for and has.

    asked ──allocate──> has places, waits for others ──approve──> learners go ──complete──> took place
      └──────────────── gives back: whoever waits moves up ─────┘

The rule: capacity belongs to this aggregate alone, and the places it has given out never exceed it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid5

import msgspec

from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.placements.allocation import Asked, Share, allocate
from hub_core.placements.events import (
    AllocationReason,
    Need,
    PlacementApproved,
    PlacementListed,
    PlacementLoss,
    PlacementOffered,
    PlacementOpened,
    PlacementTerms,
    PlacementWithdrawn,
    PlacesAllocated,
    PlacesGivenBack,
    PlacesLost,
    PlacesRequested,
    WorkplaceExperienceCompleted,
)
from hub_core.refusals import Conflict, Invalid, NotFound


class Stand(msgspec.Struct, kw_only=True):
    """Where an institution stands in a placement."""

    asked: int
    need: Need
    order: int
    places: int = 0
    waiting: int = 0
    reasons: tuple[AllocationReason, ...] = ()
    approved: int | None = None
    completed_on: date | None = None

    @property
    def share(self) -> Share:
        """What it has, as the allocation said."""
        return Share(places=self.places, waiting=self.waiting, reasons=self.reasons)


class Placement(Aggregate):
    """One placement an employer offers."""

    employer: UUID
    terms: PlacementTerms
    coordinated_by: UUID

    def begin(self) -> None:
        self.hubs: tuple[UUID, ...] = ()
        self.opened: tuple[UUID, ...] = ()
        self.stands: dict[UUID, Stand] = {}
        self.withdrawn = False
        self.allocated = False
        self._asked = 0

    def evolve(self, event: Event) -> None:
        match event:
            case PlacementOffered():
                self.employer, self.terms = event.employer, event.terms
                self.coordinated_by, self.hubs = event.coordinated_by, event.hubs
            case PlacementOpened():
                self.opened = (*self.opened, event.institution)
            case PlacementWithdrawn():
                self.withdrawn = True
            case PlacesRequested():
                self._ask(event)
            case PlacesAllocated():
                self.allocated = True
                stand = self.stands[event.institution]
                stand.places, stand.waiting = event.places, event.waiting
                stand.reasons = event.reasons
            case PlacesGivenBack() | PlacesLost():
                del self.stands[event.institution]
            case PlacementApproved():
                self.stands[event.institution].approved = event.places
            case WorkplaceExperienceCompleted():
                self.stands[event.institution].completed_on = event.occurred_on
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a placement")

    def _ask(self, event: PlacesRequested) -> None:
        before = self.stands.get(event.institution)
        if before is not None:
            before.asked, before.need = event.places, event.need
            return
        self._asked += 1
        self.stands[event.institution] = Stand(
            asked=event.places, need=event.need, order=self._asked
        )

    @property
    def given_out(self) -> int:
        """Places that institutions have."""
        return sum(stand.places for stand in self.stands.values())

    def offer(
        self,
        employer: UUID,
        terms: PlacementTerms,
        *,
        coordinated_by: UUID,
        hubs: tuple[UUID, ...],
        on: date,
        at: datetime,
    ) -> None:
        """Be offered."""
        self.record(
            PlacementOffered(
                placement=self.id,
                employer=employer,
                occurred_on=on,
                terms=terms,
                coordinated_by=coordinated_by,
                hubs=hubs,
            ),
            at=at,
        )

    def open_to(self, institution: UUID, *, on: date, at: datetime) -> None:
        """Be open to an institution by name."""
        self.record(
            PlacementOpened(placement=self.id, institution=institution, occurred_on=on), at=at
        )

    def withdraw(self, reason: PlacementLoss, *, on: date, at: datetime) -> tuple[UUID, ...]:
        """Not take place; whoever asked loses it, and is told which institutions had approved it."""
        self._require_open()
        self.record(
            PlacementWithdrawn(
                placement=self.id, employer=self.employer, occurred_on=on, reason=reason
            ),
            at=at,
        )
        approved = tuple(one for one, stand in self.stands.items() if stand.approved is not None)
        for institution, stand in tuple(self.stands.items()):
            if stand.completed_on is None:
                self.record(
                    PlacesLost(
                        placement=self.id, institution=institution, occurred_on=on, reason=reason
                    ),
                    at=at,
                )
        return tuple(one for one in approved if one not in self.stands)

    def request(
        self, institution: UUID, places: int, need: Need, *, on: date, at: datetime
    ) -> None:
        """Be asked for; the same again changes nothing, and what was allocated is not asked anew."""
        self._require_open()
        if on > self.terms.last_day:
            raise Conflict("This placement is over.", kind="placement-over")
        check_need(places, need)
        stand = self.stands.get(institution)
        if stand is not None and stand.places:
            raise Conflict(
                f"{_have(stand.places)} in this placement. Give back what you have to ask anew.",
                kind="places-allocated",
            )
        if stand is None or (stand.asked, stand.need) != (places, need):
            self.record(
                PlacesRequested(
                    placement=self.id,
                    institution=institution,
                    occurred_on=on,
                    places=places,
                    need=need,
                ),
                at=at,
            )

    def allocate(self, *, on: date, at: datetime) -> dict[UUID, Share]:
        """Give out what is free, by need; everybody's share is answered, and whose changed is recorded."""
        self._require_open()
        if not self.stands:
            raise Conflict("Nobody has asked for a place yet.", kind="nobody-asked")
        shares = allocate(self.terms.places, self._requests(), self._held())
        for institution, share in shares.items():
            stand = self.stands[institution]
            if not self.allocated or (stand.places, stand.waiting) != (share.places, share.waiting):
                self._note(institution, share, on=on, at=at)
        return shares

    def give_back(self, institution: UUID, *, on: date, at: datetime) -> bool:
        """Let the places go to whoever waits; whether the institution had approved some."""
        stand = self.stand_of(institution)
        if stand.completed_on is not None:
            raise Conflict(
                "This placement took place for you. Correct or withdraw the activity instead.",
                kind="placement-completed",
            )
        self.record(
            PlacesGivenBack(placement=self.id, institution=institution, occurred_on=on), at=at
        )
        if self.allocated and self.stands:
            self.allocate(on=on, at=at)
        return stand.approved is not None

    def approve(self, institution: UUID, places: int, *, on: date, at: datetime) -> None:
        """Be approved for so many learners, once, and no more than it has places."""
        self._require_open()
        stand = self.stand_of(institution)
        if stand.approved is not None:
            raise Conflict("You have approved this placement already.", kind="already-approved")
        if not 1 <= places <= stand.places:
            raise Conflict(
                f"{_have(stand.places)} in this placement, and you want to send {places}.",
                kind="too-few-places",
            )
        if on > self.terms.first_day:
            raise Conflict(
                f"This placement began on {self.terms.first_day:%-d %B %Y}; it is approved before.",
                kind="placement-begun",
            )
        self.record(
            PlacementApproved(
                placement=self.id, institution=institution, occurred_on=on, places=places
            ),
            at=at,
        )

    def complete(
        self, institution: UUID, places: int, activity: UUID, *, on: date, at: datetime
    ) -> None:
        """Have taken place for so many learners, once."""
        stand = self.stand_of(institution)
        if stand.approved is None:
            raise Conflict(
                "You have not approved this placement, so nobody of yours was there. Record an activity "
                "if somebody was.",
                kind="not-approved",
            )
        if stand.completed_on is not None:
            raise Conflict(
                "This placement is recorded already. Correct the activity instead.",
                kind="placement-completed",
            )
        if places > stand.approved:
            raise Conflict(
                f"{stand.approved} learners were approved, and {places} are said to have been there.",
                kind="too-few-places",
            )
        self.record(
            WorkplaceExperienceCompleted(
                placement=self.id,
                institution=institution,
                occurred_on=on,
                activity=activity,
                places=places,
            ),
            at=at,
        )

    def stand_of(self, institution: UUID) -> Stand:
        """Where an institution stands; refuses one that asked for nothing."""
        stand = self.stands.get(institution)
        if stand is None:
            raise Conflict(
                "You have no request in this placement. Ask for places first.", kind="nothing-asked"
            )
        return stand

    def _requests(self) -> list[Asked]:
        return [
            Asked(institution=one, places=stand.asked, need=stand.need, order=stand.order)
            for one, stand in self.stands.items()
        ]

    def _held(self) -> Mapping[UUID, int]:
        return {one: stand.places for one, stand in self.stands.items()}

    def _note(self, institution: UUID, share: Share, *, on: date, at: datetime) -> None:
        self.record(
            PlacesAllocated(
                placement=self.id,
                institution=institution,
                occurred_on=on,
                places=share.places,
                waiting=share.waiting,
                reasons=share.reasons,
            ),
            at=at,
        )

    def _require_open(self) -> None:
        if self.withdrawn:
            raise Conflict("This placement was withdrawn.", kind="placement-withdrawn")


class PlacementList(Aggregate):
    """The placements of an employer, or those open to a hub's members or to an institution by name."""

    def begin(self) -> None:
        self.placements: tuple[UUID, ...] = ()

    def evolve(self, event: Event) -> None:
        match event:
            case PlacementListed():
                self.placements = (*self.placements, event.placement)
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a list")

    def add(self, owner: UUID, placement: UUID, *, on: date, at: datetime) -> None:
        """Name a placement."""
        self.record(PlacementListed(placement=placement, owner=owner, occurred_on=on), at=at)


def _have(places: int) -> str:
    return f"You have {places} place{'' if places == 1 else 's'}"


def list_stream(owner: UUID) -> UUID:
    """The stream of the placements of an employer, a hub or an institution."""
    return uuid5(owner, "placements")


def activity_of(placement: UUID, institution: UUID) -> UUID:
    """The one activity a placement is for an institution, however often it is told."""
    return uuid5(placement, f"activity {institution}")


def check_need(places: int, need: Need) -> None:
    """Refuse what cannot be: nobody, or more of a group than places."""
    if places < 1:
        raise Invalid.field("places", "No place was asked for.", "Ask for one at least.")
    for group, count in need.items():
        if count > places:
            raise Invalid.field(
                f"need.{group.value}",
                f"{count} learners {group.label} are more than the {places} places asked for.",
                "Count only the learners the places are for.",
            )


def no_such_placement(placement: UUID) -> NotFound:
    """What is said when there is no such placement for whoever asks."""
    return NotFound(f"There is no placement with the id {placement} for you. Check the id.")
