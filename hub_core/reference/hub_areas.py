"""Illustrative careers hub areas and where each lies on a tile map of England.

No public list says which authority belongs to which Careers Hub, so these are the platform's own,
for demonstrations and maps, and pages must call them illustrative. The rule: every local authority
is in exactly one area, and every area has a tile to itself.
"""

from functools import cache

from msgspec import Struct

from hub_core.reference.areas import former_local_authorities
from hub_core.reference.tables import rows


class HubArea(Struct, frozen=True, kw_only=True):
    """A hub area. ``column`` and ``row`` count tiles from the top left of the map, from 0.

    ``tile_label`` is a name short enough for a tile; ``basis`` says what the area follows.
    """

    slug: str
    name: str
    tile_label: str
    basis: str
    column: int
    row: int
    local_authorities: tuple[str, ...]


@cache
def hub_areas() -> dict[str, HubArea]:
    """The hub areas by slug, north to south."""
    return {
        row["slug"]: HubArea(
            slug=row["slug"],
            name=row["name"],
            tile_label=row["tile_label"],
            basis=row["basis"],
            column=int(row["column"]),
            row=int(row["row"]),
            local_authorities=tuple(row["local_authorities"].split()),
        )
        for row in rows("hub_areas")
    }


@cache
def _by_local_authority() -> dict[str, HubArea]:
    current = {code: area for area in hub_areas().values() for code in area.local_authorities}
    # The successors of each former authority all lie in one area, so its schools can be placed.
    former = {
        code: current[authority.successors[0]]
        for code, authority in former_local_authorities().items()
    }
    return former | current


def hub_area_of(local_authority_code: str) -> HubArea | None:
    """The area of a local authority by its three-digit code, also of one replaced since 2019."""
    return _by_local_authority().get(local_authority_code)
