"""What an employer may ask of the read model: its own part in encounters, and whom it could offer one to.

The rule: it is asked in the employer's own scope, so rows of others are not there; of learners it is told
protected totals, and never who they are.
"""

from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from hub_core.academic_years import academic_year_of, first_day, last_day
from hub_core.access.scope import Scope
from hub_core.disclosure import AS_SHIPPED, Policy, ProtectedCount, protect, protect_breakdown
from hub_core.encounters.part import PartStatus
from hub_core.reference.areas import local_authorities
from hub_core.reference.encounters import DeliveryMode, EncounterKind
from hub_core.reference.service_phases import ServicePhase
from hub_core.values import AcademicYear
from projections.read_model import BeingUpdated, ReadModel

#: Most parts one answer tells of; an employer of a whole region has some hundreds a year.
MOST = 1_000
ELSEWHERE = "Elsewhere"


class OwnPart(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What became of an employer's encounter at one institution; ``reported`` is its own count.

    What the institution counted stands in the totals only: one by one, numbers could be told apart.
    """

    encounter: UUID
    institution: UUID
    name: str
    kind: EncounterKind
    mode: DeliveryMode
    day: date
    status: PartStatus
    reported: int | None


class AreaReached(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What an employer did in one area: institutions met, and times a learner took part, protected."""

    area: str
    institutions: int
    learner_encounters: ProtectedCount


class EmployerYear(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An employer's academic year, the latest day first, with whatever is open in any year.

    ``academic_years`` have anything to show. ``held`` counts parts of encounters that took place,
    ``institutions`` where, ``learner_encounters`` the times a learner took part in one that the institution
    confirmed.
    """

    academic_year: AcademicYear
    academic_years: tuple[AcademicYear, ...]
    position: int
    parts: tuple[OwnPart, ...]
    held: int
    institutions: int
    learner_encounters: ProtectedCount
    areas: tuple[AreaReached, ...]


class Recipient(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An open institution an encounter can be offered to; ``met_before`` by this employer."""

    institution: UUID
    name: str
    phase: ServicePhase | None
    met_before: bool


class HubChoice(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A hub in whose areas an employer can look for institutions; ``met`` of them it has met."""

    slug: str
    name: str
    met: int


_HELD = (PartStatus.DELIVERED, PartStatus.CONFIRMED)
_OPEN = (PartStatus.PROPOSED, PartStatus.ACCEPTED)

_PARTS = """
select e.encounter, e.institution, coalesce(i.name, '') as name, i.local_authority, e.kind, e.mode,
    e.happens_on, e.state, e.reported, e.attended
from hub_dashboard.encounters e left join hub_dashboard.institutions i using (institution)
where e.employer = $1 and (e.happens_on between $2 and $3 or e.state = any($4))
order by e.happens_on desc, i.name, e.encounter
limit $5
"""
_YEARS = """
select distinct extract(year from e.happens_on - interval '8 months')::integer as starts
from hub_dashboard.encounters e where e.employer = $1
"""
_HUBS = """
select h.slug, h.name, count(distinct e.institution) as met
from hub_dashboard.hubs h
left join hub_dashboard.institutions i on i.local_authority = any(h.areas)
left join hub_dashboard.encounters e on e.institution = i.institution and e.employer = $1
group by h.slug, h.name
order by met desc, h.name
"""
_RECIPIENTS = """
select i.institution, i.name, i.phase,
    exists (
        select from hub_dashboard.encounters e
        where e.institution = i.institution and e.employer = $1 and e.state = any($3)
    ) as met_before
from hub_dashboard.hubs h join hub_dashboard.institutions i on i.local_authority = any(h.areas)
where h.slug = $2 and i.closed_on is null and i.name is not null
order by i.name, i.institution
"""


class EmployerQueries:
    """An employer's questions, over a pool of connections to the read models' database."""

    def __init__(self, pool: asyncpg.Pool, *, policy: Policy = AS_SHIPPED) -> None:
        self._model = ReadModel(pool, "hub_dashboard")
        self._policy = policy

    async def year(
        self,
        employer: UUID,
        *,
        academic_year: AcademicYear,
        scope: Scope,
        at_least: int = 0,
    ) -> EmployerYear | BeingUpdated:
        """One academic year of an employer; with ``at_least`` resting on that log position or a later one."""
        if (late := await self._model.reach(at_least)) is not None:
            return late
        first, last = first_day(academic_year), last_day(academic_year)
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return BeingUpdated(position=0)
            rows = await connection.fetch(_PARTS, employer, first, last, list(_OPEN), MOST)
            years = await connection.fetch(_YEARS, employer)
        known = {academic_year, *(academic_year_of(date(row["starts"], 9, 1)) for row in years)}
        held = [row for row in rows if row["state"] in _HELD]
        return EmployerYear(
            academic_year=academic_year,
            academic_years=tuple(sorted(known, reverse=True)),
            position=checkpoint["position"],
            parts=tuple(_part(row) for row in rows),
            held=len(held),
            institutions=len({row["institution"] for row in held}),
            learner_encounters=protect(sum(map(_confirmed, held)), self._policy),
            areas=self._areas(held),
        )

    async def hubs(self, employer: UUID, *, scope: Scope) -> list[HubChoice]:
        """Every hub, those first whose institutions this employer has most to do with."""
        async with self._model.snapshot(scope) as (connection, checkpoint):
            rows = [] if checkpoint is None else await connection.fetch(_HUBS, employer)
        return [HubChoice(**dict(row)) for row in rows]

    async def recipients(self, employer: UUID, hub: str, *, scope: Scope) -> list[Recipient]:
        """The open institutions of a hub's areas, by name."""
        async with self._model.snapshot(scope) as (connection, checkpoint):
            if checkpoint is None:
                return []
            rows = await connection.fetch(_RECIPIENTS, employer, hub, list(_HELD))
        return [
            Recipient(
                institution=row["institution"],
                name=row["name"],
                phase=ServicePhase(row["phase"]) if row["phase"] else None,
                met_before=row["met_before"],
            )
            for row in rows
        ]

    def _areas(self, held: list[Any]) -> tuple[AreaReached, ...]:
        """By local authority, most learners first; together they make the whole, so they are protected
        together."""
        learners: dict[str, int] = {}
        institutions: dict[str, set[UUID]] = {}
        for row in held:
            authority = local_authorities().get(row["local_authority"] or "")
            area = authority.plain_name if authority else ELSEWHERE
            learners[area] = learners.get(area, 0) + _confirmed(row)
            institutions.setdefault(area, set()).add(row["institution"])
        shown = protect_breakdown(learners, self._policy, total_published=True)
        return tuple(
            AreaReached(
                area=area, institutions=len(institutions[area]), learner_encounters=shown[area]
            )
            for area in sorted(shown, key=lambda one: (-(shown[one].shown or 0), one))
        )


def _confirmed(row: Any) -> int:
    """Times a learner took part, by the institution's word."""
    return (row["attended"] or 0) if row["state"] == PartStatus.CONFIRMED else 0


def _part(row: Any) -> OwnPart:
    return OwnPart(
        encounter=row["encounter"],
        institution=row["institution"],
        name=row["name"],
        kind=EncounterKind(row["kind"]),
        mode=DeliveryMode(row["mode"]),
        day=row["happens_on"],
        status=PartStatus(row["state"]),
        reported=row["reported"],
    )
