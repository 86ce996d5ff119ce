"""The hubs and institutions of the fictional England, each the same at every scale.

The rule: an institution's name, numbers, size and behaviour follow from its number in the country, which
follows from its local authority; areas and regions are real, institutions are not.
"""

from collections.abc import Iterator
from functools import cache
from uuid import UUID

import msgspec

from hub_core.membership.events import InstitutionDetails
from hub_core.reference.areas import local_authorities
from hub_core.reference.hub_areas import HubArea, hub_areas
from hub_core.reference.service_phases import ServicePhase
from services.platform.england import names
from services.platform.england.chance import between, identity, share
from services.platform.england.habits import FEWEST_PRIMARIES, MOST_MEMBERS, PHASES
from services.platform.england.scale import Scale
from services.platform.england.tables import rows

#: Above every number the register has given (about 152,000; 402,000 in Wales), still six digits.
FIRST_URN = 900_000
FIRST_ACADEMY_URN = 950_000
#: Real ones begin with 100.
FIRST_UKPRN = 19_000_000

#: GIAS types by phase and kind of name, and the ages they teach.
_TYPES: dict[ServicePhase, tuple[str, ...]] = {
    ServicePhase.PRIMARY: ("01", "01", "34", "01"),
    ServicePhase.SECONDARY: ("01", "34", "05"),
    ServicePhase.SPECIAL_AND_ALTERNATIVE: ("07", "42"),
    ServicePhase.FE_AND_SKILLS: ("18", "56"),
}
_MAINTAINED = frozenset({"01", "05"})
_ACADEMIES = frozenset({"34", "42"})
#: One trust an authority, above every group id the register has given (five digits).
FIRST_TRUST = 900_000
_AGES = {
    ServicePhase.PRIMARY: (4, 11),
    ServicePhase.SECONDARY: (11, 18),
    ServicePhase.SPECIAL_AND_ALTERNATIVE: (11, 19),
    ServicePhase.FE_AND_SKILLS: (16, 99),
    ServicePhase.ADULT: (19, 99),
}


class Institution(msgspec.Struct, frozen=True, kw_only=True):
    """An institution as it is on the first day. ``number`` counts through the country from 0."""

    number: int
    id: UUID
    hub: UUID
    phase: ServicePhase
    details: InstitutionDetails
    urn: str | None
    ukprn: str | None

    @property
    def is_maintained(self) -> bool:
        """Whether it could become an academy."""
        return self.details.type_code in _MAINTAINED


class Hub(msgspec.Struct, frozen=True, kw_only=True):
    """A hub, and its institutions at this scale; ``whole`` is how many it has at full size."""

    number: int
    id: UUID
    area: HubArea
    institutions: tuple[Institution, ...]
    whole: int
    admitted: dict[ServicePhase, float]

    @property
    def name(self) -> str:
        return f"{self.area.name} Careers Hub"

    @property
    def lead_organisation(self) -> str:
        return f"Fictional Skills Partnership for {self.area.name}"


def hubs(scale: Scale, seed: int) -> Iterator[Hub]:
    """The hubs at this scale, north to south."""
    for number, (slug, area) in enumerate(hub_areas().items()):
        everywhere = _everywhere(slug)
        wanted = scale.institutions_of(slug, of=len(everywhere))
        if wanted:
            hub = identity(seed, "hub", slug)
            yield Hub(
                number=number,
                id=hub,
                area=area,
                institutions=tuple(_institution(spot, hub, seed) for spot in everywhere[:wanted]),
                whole=len(everywhere),
                admitted=_admitted(everywhere),
            )


class _Spot(msgspec.Struct, frozen=True):
    """Where an institution stands: its number in the country and within its phase."""

    number: int
    phase: ServicePhase
    of_phase: int
    local_authority: str


@cache
def _spots() -> dict[str, tuple[_Spot, ...]]:
    """Every institution of England by local authority."""
    found: dict[str, tuple[_Spot, ...]] = {}
    number = 0
    of_phase = dict.fromkeys(PHASES, 0)
    for row in rows("local_authority_sizes"):
        authority, total = row["local_authority"], int(row["institutions"])
        spots = []
        for phase in _phases(total):
            spots.append(_Spot(number, phase, of_phase[phase], authority))
            number += 1
            of_phase[phase] += 1
        found[authority] = tuple(spots)
    return found


def _phases(total: int) -> Iterator[ServicePhase]:
    """So many institutions shared out over the phases, each as near its share as whole ones go."""
    given = dict.fromkeys(PHASES, 0)
    for count in range(1, total + 1):
        phase = max(PHASES, key=lambda each: PHASES[each].share * count - given[each])
        given[phase] += 1
        yield phase


@cache
def _everywhere(slug: str) -> tuple[_Spot, ...]:
    """A hub's institutions at full size, in the order in which smaller scales take them."""
    by_phase: dict[ServicePhase, list[_Spot]] = {phase: [] for phase in PHASES}
    for authority in hub_areas()[slug].local_authorities:
        for spot in _spots()[authority]:
            by_phase[spot.phase].append(spot)
    ranked = []
    for phase, spots in by_phase.items():
        spots.sort(key=lambda spot: share("order", spot.number))
        for place, spot in enumerate(spots):
            ranked.append((place / len(spots) * PHASES[phase].eagerness, spot.number, spot))
    return tuple(spot for _, _, spot in sorted(ranked, key=lambda each: each[:2]))


def _admitted(everywhere: tuple[_Spot, ...]) -> dict[ServicePhase, float]:
    """The share of each phase that are members sooner or later; 0 is a phase outside the scope."""
    admitted = {phase: habits.admitted for phase, habits in PHASES.items()}
    counts = dict.fromkeys(PHASES, 0)
    for spot in everywhere:
        counts[spot.phase] += 1
    others = sum(
        counts[phase] * admitted[phase] for phase in PHASES if phase is not ServicePhase.PRIMARY
    )
    fate = share("primaries", everywhere[0].number)
    room = (MOST_MEMBERS - 80 * fate - others) / max(1, counts[ServicePhase.PRIMARY])
    wanted = min(admitted[ServicePhase.PRIMARY] + 0.25 * fate, room)
    # A hub too large to take on its primaries leaves them out of its scope.
    admitted[ServicePhase.PRIMARY] = wanted if wanted >= FEWEST_PRIMARIES else 0.0
    return admitted


def trust_of(authority: str) -> str:
    """The group id of the academy trust in this local authority."""
    return str(FIRST_TRUST + int(authority))


def in_its_trust(details: InstitutionDetails) -> InstitutionDetails:
    """The same description, of an academy with its trust."""
    authority = details.local_authority
    if details.type_code not in _ACADEMIES or authority is None:
        return details
    name = f"Fictional Trust of {local_authorities()[authority].name}"
    return msgspec.structs.replace(details, trust_id=trust_of(authority), trust_name=name)


def _institution(spot: _Spot, hub: UUID, seed: int) -> Institution:
    phase, number = spot.phase, spot.number
    low, high = PHASES[phase].pupils
    kinds = _TYPES.get(phase)
    ages = _AGES[phase]
    return Institution(
        number=number,
        id=identity(seed, "institution", number),
        hub=hub,
        phase=phase,
        details=in_its_trust(
            InstitutionDetails(
                name=names.institution_name(phase, spot.of_phase),
                phase=phase,
                type_code=kinds[names.kind_of(phase, spot.of_phase)] if kinds else None,
                local_authority=spot.local_authority,
                region=local_authorities()[spot.local_authority].region_code,
                low_age=ages[0],
                high_age=ages[1],
                pupils=between(low, high, "pupils", number) if high else None,
                postcode=names.postcode(number),
                free_school_meals_percent=_free_school_meals(spot),
            )
        ),
        urn=str(FIRST_URN + number) if phase is not ServicePhase.ADULT else None,
        ukprn=str(FIRST_UKPRN + number) if phase is not ServicePhase.PRIMARY else None,
    )


def _free_school_meals(spot: _Spot) -> float | None:
    """A share of pupils eligible, in per cent: schools of one authority are more alike than others."""
    span = PHASES[spot.phase].free_school_meals
    if span is None:
        return None
    of_area, own = (share("hardship", one) for one in (spot.local_authority, spot.number))
    return round(span[0] + (span[1] - span[0]) * (0.6 * of_area + 0.4 * own) ** 2, 1)
