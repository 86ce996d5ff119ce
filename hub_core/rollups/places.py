"""Where a group lies, in the columns and letter by letter in the names of DfE's open data standard.

The rule: a row fills the columns of its level and leaves those of finer levels blank.
"""

from collections.abc import Mapping
from uuid import UUID

from hub_core.reference.areas import (
    combined_authorities,
    local_authorities,
    regions,
    skills_improvement_areas,
)
from hub_core.rollups.groups import ENGLAND, GroupKey
from hub_core.rollups.levels import Level
from hub_core.rollups.released_hubs import NO_HUB, NO_HUB_NAME, Hubs

Place = dict[str, str]

COUNTRY: Mapping[str, str] = {"country_code": ENGLAND, "country_name": "England"}
AREA_COLUMNS = ("region_code", "region_name", "old_la_code", "new_la_code", "la_name")
WIDER_COLUMNS = (
    "english_devolved_area_code", "english_devolved_area_name", "lsip_code", "lsip_name",
)  # fmt: skip
LEVEL_NAMES: Mapping[Level, str] = {
    Level.NATIONAL: "National",
    Level.REGIONAL: "Regional",
    Level.LOCAL_AUTHORITY: "Local authority",
    Level.COMBINED_AUTHORITY: "English devolved area",
    Level.SKILLS_AREA: "Local skills improvement plan area",
}


def place_of(key: GroupKey) -> Place:
    """The geographic columns of a group of an area."""
    place = {
        "geographic_level": LEVEL_NAMES[key.level],
        **COUNTRY,
        **dict.fromkeys(AREA_COLUMNS, ""),
    }
    if key.level is Level.REGIONAL:
        place |= _region(key.area)
    elif key.level is Level.LOCAL_AUTHORITY:
        authority = local_authorities()[key.area]
        place |= _region(authority.region_code) | {
            "old_la_code": authority.code,
            "new_la_code": authority.gss_code,
            "la_name": authority.name,
        }
    return place


def wider_place_of(key: GroupKey) -> Place:
    """The geographic columns of a group of an area wider than a local authority."""
    place = {
        "geographic_level": LEVEL_NAMES[key.level],
        **COUNTRY,
        **dict.fromkeys(WIDER_COLUMNS, ""),
    }
    if key.level is Level.COMBINED_AUTHORITY:
        name = combined_authorities()[key.area]
        place |= {"english_devolved_area_code": key.area, "english_devolved_area_name": name}
    elif key.level is Level.SKILLS_AREA:
        name = skills_improvement_areas()[key.area].name
        place |= {"lsip_code": key.area, "lsip_name": name}
    return place


def hub_name(key: GroupKey, hubs: Hubs) -> str:
    """A hub by its name, or those that are no member of one."""
    return NO_HUB_NAME if key.area == NO_HUB else hubs[UUID(key.area)].name


def _region(code: str) -> Place:
    return {"region_code": code, "region_name": regions()[code].name}
