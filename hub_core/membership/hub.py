"""The Careers Hub: who leads it, and which institutions it has declared to be its scope.

The rule: a scope is areas and phases, with named exceptions; who actually joined is membership.
"""

from datetime import date, datetime
from uuid import UUID

from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.membership.events import (
    HubEstablished,
    HubLeadAppointed,
    HubScopeDeclared,
    InstitutionExcludedFromScope,
    InstitutionIncludedInScope,
)
from hub_core.membership.institution import Institution
from hub_core.reference.areas import local_authorities as known_authorities
from hub_core.reference.areas import with_former_authorities
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict, Invalid, NotFound, Problem


class Hub(Aggregate):
    """A Careers Hub."""

    name: str

    def begin(self) -> None:
        self.slug = ""
        self.local_authorities: frozenset[str] = frozenset()
        self.phases: frozenset[ServicePhase] = frozenset()
        self.included: frozenset[UUID] = frozenset()
        self.excluded: frozenset[UUID] = frozenset()
        self.lead: UUID | None = None

    def evolve(self, event: Event) -> None:
        match event:
            case HubEstablished():
                self.name, self.slug = event.name, event.slug
                self.local_authorities = frozenset(event.local_authorities)
            case HubScopeDeclared():
                self.local_authorities = frozenset(event.local_authorities)
                self.phases = frozenset(event.phases)
            case InstitutionIncludedInScope():
                self.included |= {event.institution}
                self.excluded -= {event.institution}
            case InstitutionExcludedFromScope():
                self.excluded |= {event.institution}
                self.included -= {event.institution}
            case HubLeadAppointed():
                self.lead = event.person
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a hub")

    def establish(
        self,
        *,
        name: str,
        slug: str,
        lead_organisation: str,
        local_authorities: tuple[str, ...],
        on: date,
        at: datetime,
    ) -> None:
        """Come into being, for at least one local authority."""
        if self.exists:
            raise Conflict(f"{self.name} is established already.", kind="already-established")
        _check_areas(local_authorities)
        self.record(
            HubEstablished(
                hub=self.id,
                occurred_on=on,
                name=name,
                slug=slug,
                lead_organisation=lead_organisation,
                local_authorities=tuple(dict.fromkeys(local_authorities)),
            ),
            at=at,
        )

    def declare_scope(
        self,
        *,
        local_authorities: tuple[str, ...],
        phases: tuple[ServicePhase, ...],
        on: date,
        at: datetime,
    ) -> None:
        """Say which areas and phases are eligible; saying the same again changes nothing."""
        _check_areas(local_authorities)
        if not phases:
            raise Invalid.field("phases", "A scope needs a phase.", "Name at least one.")
        if (frozenset(local_authorities), frozenset(phases)) == (
            self.local_authorities,
            self.phases,
        ):
            return
        self.record(
            HubScopeDeclared(
                hub=self.id,
                occurred_on=on,
                local_authorities=tuple(dict.fromkeys(local_authorities)),
                phases=tuple(dict.fromkeys(phases)),
            ),
            at=at,
        )

    def include(self, institution: UUID, *, on: date, at: datetime) -> None:
        """Make one institution eligible whatever its area and phase."""
        if institution not in self.included:
            self.record(
                InstitutionIncludedInScope(hub=self.id, institution=institution, occurred_on=on),
                at=at,
            )

    def exclude(self, institution: UUID, *, on: date, at: datetime) -> None:
        """Make one institution not eligible whatever its area and phase."""
        if institution not in self.excluded:
            self.record(
                InstitutionExcludedFromScope(hub=self.id, institution=institution, occurred_on=on),
                at=at,
            )

    def appoint_lead(self, person: UUID, *, on: date, at: datetime) -> None:
        """Be led by this person, who was given the role; naming the same one again changes nothing."""
        if person != self.lead:
            self.record(HubLeadAppointed(hub=self.id, occurred_on=on, person=person), at=at)

    def covers(self, institution: Institution) -> bool:
        """Whether the institution is in the scope: its areas in every phase until it declares one."""
        if institution.id in self.included:
            return True
        if institution.id in self.excluded:
            return False
        details = institution.details
        areas = with_former_authorities(self.local_authorities)
        phases = self.phases or frozenset(ServicePhase)
        return details.local_authority in areas and details.phase in phases

    def require_coverage(self, institution: Institution) -> None:
        """Refuse an institution outside the declared scope."""
        if not self.covers(institution):
            raise Conflict(
                f"{institution.details.name} is not in the scope {self.name} has declared. "
                "Declare a wider scope, or include the institution by name.",
                kind="out-of-scope",
            )


def no_such_hub(hub: UUID) -> NotFound:
    """What to say when an id leads to no hub."""
    return NotFound(f"There is no hub with the id {hub}. Look it up in the list of hubs.")


def no_hub_called(slug: str) -> NotFound:
    """What to say when the name in an address leads to no hub."""
    return NotFound(f"There is no hub called {slug!r}. GET /api/progress/hubs lists them.")


def _check_areas(codes: tuple[str, ...]) -> None:
    if not codes:
        raise Invalid.field(
            "localAuthorities", "A hub needs an area.", "Name at least one local authority."
        )
    problems = [
        Problem(
            field=f"localAuthorities[{place}]",
            reason=f"{code} is not a local authority of England today.",
            remedy="Use the three digits GIAS uses, such as 202 for Camden.",
        )
        for place, code in enumerate(codes)
        if code not in known_authorities()
    ]
    if problems:
        raise Invalid("Some local authorities are not known.", problems=problems)
