"""The groups that a release gives figures of, in the order in which they are kept.

The rule: what matters to most readers comes first, and the larger before the smaller, so that where two
cannot both be shown it is the smaller and the finer one that is withheld.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from uuid import UUID

from msgspec import Struct

from hub_core.disclosure.alike import Contribution
from hub_core.reference.areas import local_authorities, skills_improvement_area_of
from hub_core.rollups.characteristics import ITEMS
from hub_core.rollups.institution_types import ELIGIBLE_PHASES, InstitutionType
from hub_core.rollups.levels import Level
from hub_core.rollups.register import RollupInstitution
from hub_core.rollups.released_hubs import NO_HUB

ENGLAND = "E92000001"


class GroupKey(Struct, frozen=True, order=True):
    """A group of institutions: those of an area, all together (``type`` None) or of one type.

    ``area`` is the GSS code of a place, the hub's id or ``no_hub``, the three-digit code of a local
    authority, or the item of a characteristic.
    """

    level: Level
    area: str
    type: InstitutionType | None = None


class Group(Struct, frozen=True, kw_only=True):
    """A group with its eligible institutions, and what those who contributed bring to its sums."""

    key: GroupKey
    institutions: tuple[RollupInstitution, ...]
    contributions: frozenset[Contribution]


#: The kinds of group in order of precedence: a level, all types together or each by itself.
PRECEDENCE: Sequence[tuple[Level, bool]] = (
    (Level.NATIONAL, False),
    (Level.NATIONAL, True),
    (Level.REGIONAL, False),
    (Level.HUB, False),
    (Level.COMBINED_AUTHORITY, False),
    (Level.SKILLS_AREA, False),
    (Level.LOCAL_AUTHORITY, False),
    *((level, False) for level in ITEMS),
    (Level.REGIONAL, True),
)


#: What an institution brings to sums; None from one that told nothing.
Contributes = Callable[[RollupInstitution], Contribution | None]


def with_result(one: RollupInstitution) -> Contribution | None:
    """What an institution brings to sums of official results: its latest one."""
    return None if one.result is None else Contribution(one.institution, one.result.result)


def groups(
    institutions: Iterable[RollupInstitution],
    *,
    hubs: Iterable[UUID],
    contributes: Contributes = with_result,
    characteristics: Collection[Level] = ITEMS,
) -> list[Group]:
    """Every group of these eligible institutions, in order of precedence. Hubs without any are there too,
    and every item of these ``characteristics``."""
    members: dict[GroupKey, list[RollupInstitution]] = {
        GroupKey(Level.HUB, str(hub)): [] for hub in hubs
    }
    members[GroupKey(Level.NATIONAL, ENGLAND)] = []
    members |= {GroupKey(level, item): [] for level in characteristics for item in ITEMS[level]}
    brought: dict[UUID, Contribution] = {}
    for one in institutions:
        if (contribution := contributes(one)) is not None:
            brought[one.institution] = contribution
        for key in _keys(one):
            members.setdefault(key, []).append(one)
        for level, item in one.characteristics.items():
            if level in characteristics:
                members[GroupKey(level, item)].append(one)
    found = [
        Group(
            key=key,
            institutions=tuple(inside),
            contributions=frozenset(
                brought[one.institution] for one in inside if one.institution in brought
            ),
        )
        for key, inside in members.items()
    ]
    return sorted(found, key=_precedence)


def _keys(one: RollupInstitution) -> Iterator[GroupKey]:
    areas = (
        (Level.NATIONAL, ENGLAND),
        (Level.REGIONAL, one.region),
        (Level.HUB, NO_HUB if one.hub is None else str(one.hub)),
        (Level.LOCAL_AUTHORITY, one.local_authority),
        *_wider_areas(one.local_authority),
    )
    for level, area in areas:
        if area is not None:
            yield GroupKey(level, area)
            if (level, True) in PRECEDENCE and one.phase in ELIGIBLE_PHASES:
                yield GroupKey(level, area, one.type)


def _wider_areas(local_authority: str | None) -> Iterator[tuple[Level, str]]:
    if local_authority is None:
        return
    if combined := local_authorities()[local_authority].combined_authority_code:
        yield Level.COMBINED_AUTHORITY, combined
    if (area := skills_improvement_area_of(local_authority)) is not None:
        yield Level.SKILLS_AREA, area.code


def _precedence(group: Group) -> tuple[int, int, str, str]:
    """Order by kind, then by how many contributed, then by name; never by what they told."""
    key = group.key
    kind = PRECEDENCE.index((key.level, key.type is not None))
    return kind, -len(group.contributions), key.area, str(key.type or "")
