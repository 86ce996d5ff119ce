"""An institution's diary of placements: which of its learners are at a workplace on which days.

The rule: nobody is at two workplaces on one day. Where learners are only counted this cannot be told, and
the numbers stand.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID, uuid5

import msgspec
from pyroaring import BitMap

from hub_core.learner_sets import pack, unpack
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.placements.events import LearnersFreed, LearnersPlaced


class Booking(msgspec.Struct, frozen=True, kw_only=True):
    """Who is where, on which days. ``learners`` is None when they are only counted."""

    days: frozenset[date]
    learners: BitMap | None


class Diary(Aggregate):
    """One institution's diary (stream: ``diary_stream``)."""

    def begin(self) -> None:
        self.bookings: dict[UUID, Booking] = {}

    def evolve(self, event: Event) -> None:
        match event:
            case LearnersPlaced():
                self.bookings[event.placement] = Booking(
                    days=frozenset(event.days),
                    learners=None if event.learners is None else unpack(event.learners),
                )
            case LearnersFreed():
                self.bookings.pop(event.placement, None)
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a diary")

    def elsewhere(self, learners: BitMap, days: Iterable[date]) -> dict[int, date]:
        """Whoever of these is at another workplace on one of the days, with the first such day."""
        wanted = frozenset(days)
        found: dict[int, date] = {}
        for booking in self.bookings.values():
            shared = booking.days & wanted
            if shared and booking.learners is not None:
                first = min(shared)
                for learner in booking.learners & learners:
                    found[learner] = min(first, found.get(learner, first))
        return found

    def place(
        self,
        institution: UUID,
        placement: UUID,
        *,
        days: tuple[date, ...],
        places: int,
        learners: BitMap | None,
        on: date,
        at: datetime,
    ) -> None:
        """Note who goes; ask ``elsewhere`` first."""
        self.record(
            LearnersPlaced(
                placement=placement,
                institution=institution,
                occurred_on=on,
                days=days,
                places=places,
                learners=None if learners is None else pack(learners),
            ),
            at=at,
        )

    def free(self, institution: UUID, placement: UUID, *, on: date, at: datetime) -> None:
        """Note that nobody goes there after all."""
        if placement in self.bookings:
            self.record(
                LearnersFreed(placement=placement, institution=institution, occurred_on=on), at=at
            )


def diary_stream(institution: UUID) -> UUID:
    """The stream of an institution's diary of placements."""
    return uuid5(institution, "placement diary")
