"""Local authorities and regions of England.

Institutions are placed by the three-digit code of the Department for Education, published tables
by the GSS code; both lead here. The rule: names are the official ones, since exports must match
them letter by letter; ``plain_name`` is for pages.
"""

from collections.abc import Collection
from functools import cache

from msgspec import Struct

from hub_core.reference.tables import rows

#: England's GSS code and name.
ENGLAND = ("E92000001", "England")


class Region(Struct, frozen=True, kw_only=True):
    """A region of England; ``gias_letter`` is what GIAS calls its GOR code."""

    code: str
    gias_letter: str
    name: str


class LocalAuthority(Struct, frozen=True, kw_only=True):
    """A local authority with education duties. The combined authority is "" where there is none."""

    code: str
    gss_code: str
    earlier_gss_code: str
    name: str
    region_code: str
    combined_authority_code: str
    combined_authority: str

    @property
    def plain_name(self) -> str:
        """The name as people say it: "Bristol" for "Bristol, City of"."""
        return self.name.split(",")[0].replace("St. ", "St ")

    @property
    def region(self) -> Region:
        """The region it lies in."""
        return regions()[self.region_code]


class District(Struct, frozen=True, kw_only=True):
    """A district by GSS code. ``lies_in`` is the county or other authority it lies in or was taken into, or
    the district that took it over."""

    code: str
    name: str
    lies_in: str


class FormerLocalAuthority(Struct, frozen=True, kw_only=True):
    """An authority replaced since 2019, with the codes of those that took over its area."""

    code: str
    name: str
    ended_on: str
    successors: tuple[str, ...]


@cache
def regions() -> dict[str, Region]:
    """The nine regions by GSS code, north to south."""
    return {row["code"]: Region(**row) for row in rows("regions")}


@cache
def local_authorities() -> dict[str, LocalAuthority]:
    """The current local authorities by three-digit code."""
    return {row["code"]: LocalAuthority(**row) for row in rows("local_authorities")}


@cache
def former_local_authorities() -> dict[str, FormerLocalAuthority]:
    """Authorities replaced since 2019 by three-digit code."""
    return {
        row["code"]: FormerLocalAuthority(
            code=row["code"],
            name=row["name"],
            ended_on=row["ended_on"],
            successors=tuple(row["successors"].split()),
        )
        for row in rows("former_local_authorities")
    }


@cache
def districts() -> dict[str, District]:
    """Districts that are no authority with education duties themselves, today's and former, by GSS code."""
    return {row["code"]: District(**row) for row in rows("districts")}


@cache
def _districts_by_area() -> dict[str, tuple[District, ...]]:
    found: dict[str, tuple[District, ...]] = {}
    for one in districts().values():
        found[one.lies_in] = (*found.get(one.lies_in, ()), one)
    return found


def districts_in(area: str) -> tuple[District, ...]:
    """The districts that make up a county, another authority or a district together; none for any other."""
    return _districts_by_area().get(area, ())


def with_former_authorities(codes: Collection[str]) -> frozenset[str]:
    """These codes, and those of replaced authorities whose whole area they cover.

    A school that older files still place in Cumbria lies in an area that holds both its successors.
    With one of them alone nobody can tell, so it does not count as covered.
    """
    given = frozenset(codes)
    return given | {
        former.code
        for former in former_local_authorities().values()
        if given.issuperset(former.successors)
    }


@cache
def _by_gss_code() -> dict[str, LocalAuthority]:
    every = local_authorities().values()
    earlier = {each.earlier_gss_code: each for each in every if each.earlier_gss_code}
    return earlier | {each.gss_code: each for each in every}


@cache
def _by_name() -> dict[str, LocalAuthority]:
    return {
        _name_key(name): each
        for each in local_authorities().values()
        for name in (each.plain_name, each.name)
    }


@cache
def _regions_by_name() -> dict[str, Region]:
    return {region.name.casefold(): region for region in regions().values()}


def local_authority_with_gss_code(gss_code: str) -> LocalAuthority | None:
    """The authority with this GSS code, also one used until its last recoding."""
    return _by_gss_code().get(gss_code)


def local_authority_named(name: str) -> LocalAuthority | None:
    """The authority with this official or plain name, whatever its capitals and full stops."""
    return _by_name().get(_name_key(name))


def region_named(name: str) -> Region | None:
    """The region with this name, also as GIAS spells it ("Yorkshire and the Humber")."""
    return _regions_by_name().get(" ".join(name.split()).casefold())


def _name_key(name: str) -> str:
    return " ".join(name.replace(".", " ").replace(",", " ").casefold().split())


class SkillsImprovementArea(Struct, frozen=True, kw_only=True):
    """The area of a local skills improvement plan, with the authorities that lie in it as a whole."""

    code: str
    name: str
    local_authorities: tuple[str, ...]


@cache
def skills_improvement_areas() -> dict[str, SkillsImprovementArea]:
    """The areas of local skills improvement plans by GSS code."""
    return {
        row["code"]: SkillsImprovementArea(
            code=row["code"],
            name=row["name"],
            local_authorities=tuple(row["local_authorities"].split()),
        )
        for row in rows("skills_improvement_areas")
    }


@cache
def _skills_improvement_area_of() -> dict[str, SkillsImprovementArea]:
    return {
        code: area
        for area in skills_improvement_areas().values()
        for code in area.local_authorities
    }


def skills_improvement_area_of(local_authority: str) -> SkillsImprovementArea | None:
    """The area a current authority lies in; None where it lies in several."""
    return _skills_improvement_area_of().get(local_authority)


@cache
def combined_authorities() -> dict[str, str]:
    """The names of combined authorities, and of the Greater London Authority, by GSS code."""
    return {
        one.combined_authority_code: one.combined_authority
        for one in local_authorities().values()
        if one.combined_authority_code
    }
