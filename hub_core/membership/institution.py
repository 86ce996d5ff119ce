"""The institution: one opaque id for life, with the identifiers it carries and has carried.

The rule: its URN may change and its description too, itself never; every URN it ever had leads to it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.membership.codes import InstitutionStatus
from hub_core.membership.events import (
    FormerUrn,
    InstitutionAliasRecorded,
    InstitutionBecameAcademy,
    InstitutionClosed,
    InstitutionDetails,
    InstitutionDetailsChanged,
    InstitutionFormedByMerger,
    InstitutionIdentifierChanged,
    InstitutionMergedInto,
    InstitutionRegistered,
    InstitutionReopened,
)
from hub_core.membership.keys import ukprn_key, unnumbered_key, urn_key
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict, Invalid, NotFound


class Institution(Aggregate):
    """A school, college, training provider or adult service."""

    details: InstitutionDetails

    def begin(self) -> None:
        self.urn: str | None = None
        self.ukprn: str | None = None
        self.former_urns: dict[str, date | None] = {}
        self.closed_on: date | None = None
        self.successor: UUID | None = None
        self.predecessors: frozenset[UUID] = frozenset()

    def evolve(self, event: Event) -> None:
        match event:
            case InstitutionRegistered():
                self.urn, self.ukprn, self.details = event.urn, event.ukprn, event.details
                self.former_urns = {former.urn: former.until for former in event.former_urns}
                if event.details.status is InstitutionStatus.CLOSED:
                    self.closed_on = event.occurred_on
            case InstitutionDetailsChanged():
                self.details = event.details
            case InstitutionIdentifierChanged():
                if self.urn is not None and self.urn != event.urn:
                    self.former_urns[self.urn] = event.occurred_on
                self.urn, self.ukprn = event.urn, event.ukprn
            case InstitutionAliasRecorded():
                self.former_urns[event.former.urn] = event.former.until
            case InstitutionBecameAcademy():
                self.former_urns[event.former_urn] = event.occurred_on
                self.urn, self.ukprn, self.details = event.urn, event.ukprn, event.details
                self.closed_on = None
            case InstitutionClosed():
                self.closed_on = event.occurred_on
                self.details = msgspec.structs.replace(
                    self.details, status=InstitutionStatus.CLOSED
                )
            case InstitutionReopened():
                self.closed_on, self.details = None, event.details
            case InstitutionMergedInto():
                self.successor = event.successor
            case InstitutionFormedByMerger():
                self.predecessors = self.predecessors | set(event.predecessors)
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to an institution")

    def register(
        self,
        *,
        details: InstitutionDetails,
        urn: str | None,
        ukprn: str | None,
        former_urns: Sequence[FormerUrn] = (),
        on: date,
        at: datetime,
    ) -> None:
        """Become known; needs a URN or UKPRN, unless it is an adult service."""
        if self.exists:
            raise Conflict(f"{self.details.name} is registered already.", kind="already-registered")
        if urn is None and ukprn is None and details.phase is not ServicePhase.ADULT:
            raise Invalid.field(
                "urn",
                f"{details.name} has neither a URN nor a UKPRN.",
                "Give one of them; only an adult service may be without.",
            )
        self.record(
            InstitutionRegistered(
                institution=self.id,
                occurred_on=on,
                urn=urn,
                ukprn=ukprn,
                details=details,
                former_urns=tuple(former for former in former_urns if former.urn != urn),
            ),
            at=at,
        )

    def describe(self, details: InstitutionDetails, *, on: date, at: datetime) -> None:
        """Take over the register's description; nothing happens when it says the same."""
        if details == self.details:
            return
        closed = details.status is InstitutionStatus.CLOSED
        if closed and self.closed_on is None:
            self.record(InstitutionClosed(institution=self.id, occurred_on=on), at=at)
        elif self.closed_on is not None and not closed:
            self.record(
                InstitutionReopened(institution=self.id, occurred_on=on, details=details), at=at
            )
        if details != self.details:
            self.record(
                InstitutionDetailsChanged(institution=self.id, occurred_on=on, details=details),
                at=at,
            )

    def identify(self, *, urn: str | None, ukprn: str | None, on: date, at: datetime) -> None:
        """Carry these identifiers from now on; one that is not given stays as it is."""
        urn, ukprn = urn or self.urn, ukprn or self.ukprn
        if (urn, ukprn) == (self.urn, self.ukprn):
            return
        self.record(
            InstitutionIdentifierChanged(institution=self.id, occurred_on=on, urn=urn, ukprn=ukprn),
            at=at,
        )

    def become_academy(
        self,
        *,
        urn: str,
        ukprn: str | None,
        details: InstitutionDetails,
        on: date,
        at: datetime,
    ) -> None:
        """Go on as an academy under a new URN, with id and history as they are."""
        if self.urn is None or self.urn == urn:
            raise Conflict(
                f"{self.details.name} cannot become an academy under URN {urn}: "
                + ("it has no URN." if self.urn is None else "that is the URN it has."),
                kind="not-a-new-urn",
            )
        self.record(
            InstitutionBecameAcademy(
                institution=self.id,
                occurred_on=on,
                former_urn=self.urn,
                urn=urn,
                ukprn=ukprn or self.ukprn,
                details=details,
            ),
            at=at,
        )

    def follow(self, former: FormerUrn, *, on: date, at: datetime) -> None:
        """Answer to a predecessor's URN too."""
        if former.urn != self.urn and former.urn not in self.former_urns:
            self.record(
                InstitutionAliasRecorded(institution=self.id, occurred_on=on, former=former), at=at
            )

    def close(self, *, on: date, at: datetime) -> None:
        """Close; refused when it is closed."""
        if self.closed_on is not None:
            raise Conflict(
                f"{self.details.name} closed on {self.closed_on:%-d %B %Y} already.",
                kind="already-closed",
            )
        self.record(InstitutionClosed(institution=self.id, occurred_on=on), at=at)

    def merge_into(self, successor: UUID, *, on: date, at: datetime) -> None:
        """Be continued by another institution, and close if that has not happened."""
        if self.successor == successor:
            return
        if self.successor is not None or successor == self.id:
            raise Conflict(
                f"{self.details.name} "
                + (
                    "has merged into another institution already."
                    if self.successor
                    else "cannot merge into itself."
                ),
                kind="already-merged",
            )
        if self.closed_on is None:
            self.close(on=on, at=at)
        self.record(
            InstitutionMergedInto(institution=self.id, occurred_on=on, successor=successor), at=at
        )

    def form_from(self, predecessors: Sequence[UUID], *, on: date, at: datetime) -> None:
        """Continue these institutions; those it continues already are left out."""
        new = tuple(one for one in predecessors if one not in self.predecessors)
        if new:
            self.record(
                InstitutionFormedByMerger(institution=self.id, occurred_on=on, predecessors=new),
                at=at,
            )

    def keys(self) -> list[str]:
        """The claims of all identifiers it carries and has carried."""
        formers = [urn_key(urn) for urn in self.former_urns]
        return [*_identifiers(self.urn, self.ukprn), *formers]

    def require_open(self, *, on: date) -> None:
        """Refuse what only an institution open on this day can do."""
        if self.closed_on is not None and self.closed_on <= on:
            raise Conflict(
                f"{self.details.name} closed on {self.closed_on:%-d %B %Y}. "
                "Choose the institution that followed it, or an earlier date.",
                kind="institution-closed",
            )


def keys_taken(event: Event) -> list[str]:
    """The claims an event of an institution takes for it. None is ever released."""
    match event:
        case InstitutionRegistered(urn=None, ukprn=None):
            return [unnumbered_key(event.details.name, event.details.postcode)]
        case InstitutionRegistered():
            return [
                *_identifiers(event.urn, event.ukprn),
                *(urn_key(former.urn) for former in event.former_urns),
            ]
        case InstitutionBecameAcademy() | InstitutionIdentifierChanged():
            return _identifiers(event.urn, event.ukprn)
        case InstitutionAliasRecorded():
            return [urn_key(event.former.urn)]
    return []


def no_such_institution(institution: UUID) -> NotFound:
    """What to say when an id leads to no institution."""
    return NotFound(
        f"There is no institution with the id {institution}. Look it up by its URN or UKPRN."
    )


def _identifiers(urn: str | None, ukprn: str | None) -> list[str]:
    keys = [urn_key(urn)] if urn is not None else []
    return [*keys, ukprn_key(ukprn)] if ukprn is not None else keys
