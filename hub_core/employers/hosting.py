"""What an employer would host in one academic year, and each hub's catalogue of those that told it so.

The rule: the catalogue only says where to look; what an employer would do stands in its own stream.
"""

from datetime import date, datetime
from uuid import UUID, uuid5

from hub_core.academic_years import academic_year_of, start_year
from hub_core.employers.hosting_events import (
    EmployerListed,
    HostingInterest,
    HostingInterestChanged,
    HostingInterestDeclared,
    HostingInterestWithdrawn,
)
from hub_core.employers.standing_events import CornerstoneDesignated, CornerstoneEnded
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, Invalid

#: How many academic years ahead an employer can speak of.
YEARS_AHEAD = 2


class Hosting(Aggregate):
    """One employer's interest in one academic year (stream: ``hosting_stream``)."""

    academic_year: str

    def begin(self) -> None:
        self.employer: UUID | None = None
        self.interest: HostingInterest | None = None
        self.hubs: tuple[UUID, ...] = ()

    def evolve(self, event: Event) -> None:
        match event:
            case HostingInterestDeclared() | HostingInterestChanged():
                self.employer, self.academic_year = event.employer, event.academic_year
                self.interest, self.hubs = event.interest, event.hubs
            case HostingInterestWithdrawn():
                self.interest, self.hubs = None, ()
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a hosting interest")

    def declare(
        self,
        employer: UUID,
        academic_year: str,
        interest: HostingInterest,
        hubs: tuple[UUID, ...],
        *,
        on: date,
        at: datetime,
    ) -> None:
        """Say it first, or anew; the same again changes nothing."""
        _check_year(academic_year, on=on)
        if (interest, hubs) == (self.interest, self.hubs):
            return
        kind = HostingInterestDeclared if self.interest is None else HostingInterestChanged
        self.record(
            kind(
                employer=employer,
                academic_year=academic_year,
                occurred_on=on,
                interest=interest,
                hubs=hubs,
            ),
            at=at,
        )

    def withdraw(self, employer: UUID, academic_year: str, *, on: date, at: datetime) -> None:
        """Take it back."""
        if self.interest is None:
            raise Conflict(
                f"Nothing is declared for {academic_year}, so there is nothing to withdraw.",
                kind="nothing-declared",
            )
        self.record(
            HostingInterestWithdrawn(
                employer=employer, academic_year=academic_year, occurred_on=on
            ),
            at=at,
        )


class HubCatalogue(Aggregate):
    """Who told a hub what they would host, by academic year, and its cornerstones (``catalogue_stream``)."""

    def begin(self) -> None:
        self.employers: dict[str, tuple[UUID, ...]] = {}
        self.cornerstones: tuple[UUID, ...] = ()

    def evolve(self, event: Event) -> None:
        match event:
            case EmployerListed():
                listed = self.employers.get(event.academic_year, ())
                self.employers[event.academic_year] = (*listed, event.employer)
            case CornerstoneDesignated():
                self.cornerstones = (*self.cornerstones, event.employer)
            case CornerstoneEnded():
                self.cornerstones = tuple(one for one in self.cornerstones if one != event.employer)
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a catalogue")

    def list_employer(
        self, hub: UUID, employer: UUID, academic_year: str, *, on: date, at: datetime
    ) -> None:
        """Name an employer; once is enough."""
        if employer not in self.employers.get(academic_year, ()):
            self.record(
                EmployerListed(
                    hub=hub, employer=employer, academic_year=academic_year, occurred_on=on
                ),
                at=at,
            )

    def note_cornerstone(self, hub: UUID, employer: UUID, *, on: date, at: datetime) -> None:
        """Name a cornerstone; once is enough."""
        if employer not in self.cornerstones:
            self.record(CornerstoneDesignated(employer=employer, hub=hub, occurred_on=on), at=at)

    def drop_cornerstone(self, hub: UUID, employer: UUID, *, on: date, at: datetime) -> None:
        """Name a cornerstone no longer."""
        if employer in self.cornerstones:
            self.record(CornerstoneEnded(employer=employer, hub=hub, occurred_on=on), at=at)


def hosting_stream(employer: UUID, academic_year: str) -> UUID:
    """The stream of what an employer would host in an academic year."""
    return uuid5(employer, f"hosting {academic_year}")


def catalogue_stream(hub: UUID) -> UUID:
    """The stream of a hub's catalogue of employers."""
    return uuid5(hub, "catalogue of employers")


def _check_year(academic_year: str, *, on: date) -> None:
    ahead = start_year(academic_year) - start_year(academic_year_of(on))
    if not 0 <= ahead <= YEARS_AHEAD:
        raise Invalid.field(
            "academicYear",
            f"{academic_year} is over, or too far ahead.",
            f"Give the current academic year, {academic_year_of(on)}, or one of the next two.",
        )
