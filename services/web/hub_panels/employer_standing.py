"""How a hub's employers stand with it: whom its members met, who may be approached, who is a cornerstone.

The rule: whom the members met is counted as the API counts it; how they stand is read from the log, and one
that was merged is the one it was merged into.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from hub_core.employers.approaches import Approaches, approaches_stream
from hub_core.employers.employer import Employer
from hub_core.employers.engagement import Meeting, engagements
from hub_core.employers.hosting import Hosting, HubCatalogue, catalogue_stream, hosting_stream
from hub_core.log.repository import Looked
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.labelled import Labelled
from projections.hub_dashboard.engaged import EmployerMet, EmployersMet, EngagedEmployers
from projections.read_model import BeingUpdated
from services.web.hub_panels.panel import Question

SOLE_TRADER = "A sole trader"


class Which(Labelled):
    """Which employers to show, as an address says it."""

    ACTIVE = "active", "Met or booked this year"
    LAPSED = "lapsed", "Lapsed"
    OVER_ASKED = "over_asked", "Over-asked"
    CORNERSTONE = "cornerstone", "Cornerstones"
    UNVERIFIED = "unverified", "Verification open"
    OFFERS = "offers", "Offered, and nothing booked"


class Standing(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True):
    """One employer as the hub has to do with it. ``rests_until`` is the first day on which it may be
    approached again, None where that is now; ``leave_be`` says that it wants no approach at all."""

    employer: UUID
    name: str
    sector: Sector | None
    size: EmployerSize | None
    met_last_year: int
    this_year: int
    last_met: date | None
    verified: bool
    cornerstone: bool
    offers: bool
    rests_until: date | None = None
    leave_be: bool = False

    @property
    def lapsed(self) -> bool:
        """Met members last year, and has nothing booked this year."""
        return bool(self.met_last_year) and not self.this_year

    def is_one_of(self, which: str) -> bool:
        """Whether it is among those an address chooses."""
        rule = RULES.get(which)
        return rule is None or rule(self)


#: Who is one of them.
RULES: Mapping[str, Callable[[Standing], bool]] = {
    Which.ACTIVE: lambda one: bool(one.this_year),
    Which.LAPSED: lambda one: one.lapsed,
    Which.OVER_ASKED: lambda one: one.leave_be or one.rests_until is not None,
    Which.CORNERSTONE: lambda one: one.cornerstone,
    Which.UNVERIFIED: lambda one: not one.verified,
    Which.OFFERS: lambda one: one.offers and not one.this_year,
}


async def standings(question: Question) -> tuple[EmployersMet, tuple[Standing, ...]] | BeingUpdated:
    """Whom the hub's members met, and every employer that they met, that is a cornerstone of the hub, or that
    told it what it would host."""
    hub, year, engaged = question.hub, question.academic_year, EngagedEmployers(question.parts.pool)
    met = await engaged.of_hub(hub, year, scope=question.scope)
    if isinstance(met, BeingUpdated):
        return met
    looked = await question.look()

    async def known(looked: Looked) -> Known:
        return await _known(looked, hub, year, [one.employer for one in met.employers])

    found = await looked.worked_out(("employers known", hub, year), met.employers, known)
    both = {*found.merged, *found.merged.values()}
    own = await engaged.meetings(hub, both, scope=question.scope) if both else ()
    if isinstance(own, BeingUpdated):
        return own
    engagement = {one.employer: one for one in met.employers}
    engagement |= of_survivors(own, found.merged, year)

    async def stand(looked: Looked) -> tuple[Standing, ...]:
        return await _stand(looked, hub, found, engagement, question.today)

    about = ("employers standing", hub, year, question.today)
    return met, await looked.worked_out(about, (found, met.employers, own), stand)


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """The employers a hub has to do with, each that was merged beside the one it was merged into, and those
    that told the hub what they host."""

    named: tuple[UUID, ...]
    merged: Mapping[UUID, UUID]
    offering: tuple[UUID, ...]


async def _known(looked: Looked, hub: UUID, year: str, met: Sequence[UUID]) -> Known:
    catalogue = await looked.read(HubCatalogue, catalogue_stream(hub))
    listed = catalogue.employers.get(year, ())
    told = await looked.read_many(Hosting, [hosting_stream(one, year) for one in listed])
    # Whoever told what they would host stands by it until they tell otherwise.
    offering = tuple(one for one in listed if hub in told[hosting_stream(one, year)].hubs)
    named = tuple(dict.fromkeys((*met, *offering, *catalogue.cornerstones)))
    employers = await looked.read_many(Employer, named)
    merged = {key: one.merged_into for key, one in employers.items() if one.merged_into is not None}
    return Known(named=named, merged=merged, offering=offering)


async def _stand(
    looked: Looked,
    hub: UUID,
    known: Known,
    engagement: Mapping[UUID, EmployerMet],
    today: date,
) -> tuple[Standing, ...]:
    employers = await looked.read_many(
        Employer, (known.merged.get(one, one) for one in known.named)
    )
    guards = await looked.read_many(Approaches, map(approaches_stream, employers))
    offering = frozenset(known.offering)
    return tuple(
        _standing(
            employer,
            guards[approaches_stream(one)],
            engagement.get(one),
            hub,
            today,
            offers=not offering.isdisjoint((one, *employer.absorbed)),
        )
        for one, employer in employers.items()
    )


def of_survivors(
    meetings: Iterable[Meeting], merged: Mapping[UUID, UUID], academic_year: str
) -> dict[UUID, EmployerMet]:
    """What employers that others were merged into did, each member counted once, whichever of them it met."""
    as_one = (
        msgspec.structs.replace(one, employer=merged.get(one.employer, one.employer))
        for one in meetings
    )
    return {
        employer: EmployerMet(
            employer=employer,
            met_last_year=len(one.met_last_year),
            booked_this_year=len(one.booked_this_year),
            last_met=one.last_met,
        )
        for employer, one in engagements(as_one, academic_year).items()
    }


def _standing(
    employer: Employer,
    guard: Approaches,
    met: EmployerMet | None,
    hub: UUID,
    today: date,
    *,
    offers: bool,
) -> Standing:
    possible = guard.next_possible(today)
    return Standing(
        employer=employer.id,
        name=employer.details.name or SOLE_TRADER,
        sector=employer.details.sector,
        size=employer.details.size,
        met_last_year=met.met_last_year if met else 0,
        this_year=met.booked_this_year if met else 0,
        last_met=met.last_met if met else None,
        verified=employer.verified_by is not None,
        cornerstone=hub in employer.cornerstone_of,
        offers=offers,
        rests_until=possible if possible is not None and possible > today else None,
        leave_be=possible is None,
    )
