"""The groups that a release gives figures of, in the order in which they are kept.

The rule: what matters to most readers comes first, and the larger before the smaller, so that where two
cannot both be shown it is the smaller and the finer one that is withheld.
"""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from msgspec import Struct

from hub_core.disclosure.release import Contribution
from hub_core.reference.labelled import Labelled
from hub_core.rollups.institution_types import InstitutionType
from hub_core.rollups.register import RollupInstitution

ENGLAND = "E92000001"
#: The area that stands for institutions that are no hub's active member. Source: domain 6.3, table 6.
NO_HUB = "no_hub"


class Level(Labelled):
    """What a group's area is."""

    NATIONAL = "national", "National"
    REGIONAL = "regional", "Regional"
    HUB = "hub", "Careers Hub"
    LOCAL_AUTHORITY = "local_authority", "Local authority"


class GroupKey(Struct, frozen=True, order=True):
    """A group of institutions: those of an area, all together (``type`` None) or of one type.

    ``area`` is the GSS code of England or a region, the hub's id or ``no_hub``, or the three-digit code of
    a local authority.
    """

    level: Level
    area: str
    type: InstitutionType | None = None


class Group(Struct, frozen=True, kw_only=True):
    """A group with its eligible institutions."""

    key: GroupKey
    institutions: tuple[RollupInstitution, ...]

    def contributions(self) -> frozenset[Contribution]:
        """What its institutions bring to its sums: nothing from those without a result."""
        return frozenset(
            Contribution(one.institution, one.result.result)
            for one in self.institutions
            if one.result is not None
        )


#: The kinds of group in order of precedence: a level, all types together or each by itself.
PRECEDENCE: Sequence[tuple[Level, bool]] = (
    (Level.NATIONAL, False),
    (Level.NATIONAL, True),
    (Level.REGIONAL, False),
    (Level.HUB, False),
    (Level.LOCAL_AUTHORITY, False),
    (Level.REGIONAL, True),
)


def groups(institutions: Iterable[RollupInstitution], *, hubs: Iterable[UUID]) -> list[Group]:
    """Every group of these eligible institutions, in order of precedence. Hubs without any are there too."""
    members: dict[GroupKey, list[RollupInstitution]] = {
        GroupKey(Level.HUB, str(hub)): [] for hub in hubs
    }
    for one in institutions:
        for key in _keys(one):
            members.setdefault(key, []).append(one)
    found = [Group(key=key, institutions=tuple(inside)) for key, inside in members.items()]
    return sorted(found, key=_precedence)


def _keys(one: RollupInstitution) -> Iterator[GroupKey]:
    areas = (
        (Level.NATIONAL, ENGLAND),
        (Level.REGIONAL, one.region),
        (Level.HUB, NO_HUB if one.hub is None else str(one.hub)),
        (Level.LOCAL_AUTHORITY, one.local_authority),
    )
    for level, area in areas:
        if area is not None:
            yield GroupKey(level, area)
            if (level, True) in PRECEDENCE:
                yield GroupKey(level, area, one.type)


def _precedence(group: Group) -> tuple[int, int, str, str]:
    """Order by kind, then by how many contributed, then by name; never by what they told."""
    key = group.key
    kind = PRECEDENCE.index((key.level, key.type is not None))
    contributing = sum(one.result is not None for one in group.institutions)
    return kind, -contributing, key.area, str(key.type or "")
