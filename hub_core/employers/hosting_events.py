"""What an employer is ready to do for schools in an academic year, as it declares it.

The rule: each event gives the whole interest as it stands from then on; numbers are the employer's own
word and promise nobody a place.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.log.event import Event
from hub_core.reference.activities import ActivityType
from hub_core.reference.labelled import Labelled
from hub_core.reference.service_phases import ServicePhase
from hub_core.values import AcademicYear

#: Most learners and placements one employer says it can take in a year.
MOST = 100_000
Capacity = Annotated[int, msgspec.Meta(ge=0, le=MOST)]
Hubs = Annotated[tuple[UUID, ...], msgspec.Meta(max_length=50)]


class HostingAppetite(Labelled):
    """How open an employer is. Source: domain A.3, after DfE's placement service."""

    ACTIVELY_LOOKING = "actively_looking", "Actively looking to host"
    INTERESTED = "interested", "Interested"
    NOT_OPEN = "not_open", "Not open to hosting this year"
    ALREADY_ORGANISED = "already_organised", "Has organised all it will do"


class HostingInterest(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """What an employer would do: of which types, for which phases, for how many.

    ``learners`` are those it can meet in the year, ``placements`` the places at its workplace.
    """

    appetite: HostingAppetite
    activities: Annotated[tuple[ActivityType, ...], msgspec.Meta(max_length=40)] = ()
    phases: Annotated[tuple[ServicePhase, ...], msgspec.Meta(max_length=5)] = ()
    learners: Capacity | None = None
    placements: Capacity | None = None


class HostingInterestDeclared(Event, frozen=True, kw_only=True):
    """An employer said what it would do in an academic year. ``hubs`` are those it would do it with."""

    TOPIC = "employers.HostingInterestDeclared.v1"
    employer: UUID
    academic_year: AcademicYear
    occurred_on: date
    interest: HostingInterest
    hubs: Hubs = ()

    def heading(self) -> str:
        appetite = self.interest.appetite.label
        return f"An employer said how it would host in {self.academic_year}: {appetite}"


class HostingInterestChanged(Event, frozen=True, kw_only=True):
    """The whole interest as it is now."""

    TOPIC = "employers.HostingInterestChanged.v1"
    employer: UUID
    academic_year: AcademicYear
    occurred_on: date
    interest: HostingInterest
    hubs: Hubs = ()

    def heading(self) -> str:
        appetite = self.interest.appetite.label
        return f"An employer changed how it would host in {self.academic_year}: {appetite}"


class HostingInterestWithdrawn(Event, frozen=True, kw_only=True):
    """The employer takes back what it said of that year."""

    TOPIC = "employers.HostingInterestWithdrawn.v1"
    employer: UUID
    academic_year: AcademicYear
    occurred_on: date

    def heading(self) -> str:
        return f"An employer took back that it would host in {self.academic_year}"


class EmployerListed(Event, frozen=True, kw_only=True):
    """An employer stands in a hub's catalogue for an academic year. (Stream: the hub's catalogue.)"""

    TOPIC = "employers.EmployerListed.v1"
    hub: UUID
    employer: UUID
    academic_year: AcademicYear
    occurred_on: date

    def heading(self) -> str:
        return f"An employer came into a hub's catalogue for {self.academic_year}"
