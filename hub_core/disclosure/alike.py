"""Contributions that no published sum can tell apart.

The rule: what is in the same groups is one column of the sums, and sums that have no contribution in common,
not even by way of others, tell nothing of each other.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Generic, TypeVar
from uuid import UUID

from msgspec import Struct

from hub_core.disclosure.vectors import Atom

Member = TypeVar("Member")


class Contribution(Struct, frozen=True):
    """What one institution brings to a sum: one result of its own. A newer result is another one."""

    institution: UUID
    result: UUID


class Alike(Struct, Generic[Member], frozen=True, kw_only=True):
    """The members behind contributions that are in the same groups, in order, and the groups' numbers."""

    members: tuple[Member, ...]
    groups: tuple[int, ...]


def linked(groups: Sequence[Collection[Contribution]]) -> Iterator[dict[Atom, Alike[int]]]:
    """The columns of these groups, apart where their sums have nothing in common; the largest come first.

    Members are institutions by the whole number of their id, which is told apart sooner than the id itself.
    """
    found: dict[Contribution, list[int]] = {}
    for number, group in enumerate(groups):
        for one in group:
            found.setdefault(one, []).append(number)
    alike: dict[tuple[int, ...], set[int]] = {}
    for one, where in found.items():
        alike.setdefault(tuple(where), set()).add(one.institution.int)
    parent = list(range(len(groups)))
    for numbers in alike:
        for number in numbers:
            parent[_root(parent, number)] = _root(parent, numbers[0])
    apart: dict[int, dict[Atom, Alike[int]]] = {}
    largest_first = sorted(alike.items(), key=lambda item: (-len(item[1]), item[0]))
    for numbers, institutions in largest_first:
        among = apart.setdefault(_root(parent, numbers[0]), {})
        among[len(among)] = Alike(members=tuple(sorted(institutions)), groups=numbers)
    yield from apart.values()


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        parent[number] = number = parent[parent[number]]
    return number
