"""All of England with official results, generated: hubs, authorities, types about as often as there are."""

import random
from collections.abc import Mapping
from uuid import UUID

from hub_core.evaluations.codes import BENCHMARKS
from hub_core.reference.hub_areas import hub_areas
from hub_core.rollups.characteristics import ITEMS
from hub_core.rollups.institution_types import InstitutionType
from hub_core.rollups.levels import Level
from hub_core.rollups.register import RollupInstitution
from hub_core.rollups.released_hubs import ReleasedHub
from tests.builders.official_results import in_fifths, institution, result

#: Institutions that complete evaluations. Source: domain 6.1.
AMONG = 4_860
_TYPES = [70, 14, 3, 6, 5, 2, 1]


def england_hubs() -> Mapping[UUID, ReleasedHub]:
    """Every hub by its id."""
    return {
        UUID(int=10**6 + at): ReleasedHub(code=slug, name=one.name)
        for at, (slug, one) in enumerate(hub_areas().items())
    }


def england(chance: random.Random) -> list[RollupInstitution]:
    """England's institutions; most are a member of their hub, most have a result."""
    hubs = {one.name: hub for hub, one in england_hubs().items()}
    places = [
        (hubs[one.name], code) for one in hub_areas().values() for code in one.local_authorities
    ]
    # Authorities differ in size as much as counties and boroughs do.
    sizes = [chance.choice([1, 2, 3, 5]) for _ in places]
    found = []
    for number in range(AMONG):
        hub, authority = chance.choices(places, sizes)[0]
        percentages = [chance.choice([0, 40, 75, 100]) for _ in BENCHMARKS]
        found.append(
            institution(
                number,
                result(percentages, number=number) if chance.random() < 0.94 else None,
                kind=chance.choices(list(InstitutionType), _TYPES)[0],
                authority=authority,
                hub=hub if chance.random() < 0.98 else None,
                learners=chance.randrange(40, 1800),
                characteristics={
                    level: chance.choice(list(items))
                    for level, items in ITEMS.items()
                    if level is not Level.DEPRIVATION
                },
                free_school_meals_percent=round(chance.triangular(2, 70, 14), 1)
                if chance.random() < 0.92
                else None,
            )
        )
    return in_fifths(found)
