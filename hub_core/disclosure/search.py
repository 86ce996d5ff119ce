"""The search for too few members that stand behind some combination of sums.

The rule: it tries everything within its bounds, and says so when they did not suffice. Bounds are steps and
never time, so the same sums have the same answer on every machine.
"""

from collections.abc import Iterable
from typing import Generic, TypeVar

from hub_core.disclosure.behind import Behind, Telling
from hub_core.disclosure.vectors import Atom, Vector, cancel

Member = TypeVar("Member")

#: How often a search goes on from something left before it gives up.
STEPS = 1_000


class _Spent(Exception):
    """The search has come to its bounds."""


class Search(Generic[Member]):
    """Whether a vector differs from a combination of known ones by something too few stand behind."""

    def __init__(self, behind: Behind[Member], *, steps: int = STEPS) -> None:
        self._behind = behind
        self._steps = steps
        self._left = 0
        #: By its pivot, at which those after it have nothing.
        self._rows: dict[Atom, Vector] = {}

    def add(self, vector: Vector) -> None:
        """Take a vector in: from now on it is known."""
        row = self._reduced(vector)
        if row:
            self._rows[min(row)] = row

    def told_by(self, vector: Vector) -> Telling:
        """What a vector tells beside those that are known. One that follows from them tells nothing new."""
        rest = self._reduced(vector)
        if not rest:
            return Telling.NOTHING
        self._left = self._steps
        try:
            found = self._within_few(rest, list(self._rows.values()), frozenset())
        except _Spent:
            return Telling.UNDECIDED
        return Telling.OF_TOO_FEW if found else Telling.NOTHING

    def _within_few(self, rest: Vector, rows: list[Vector], taken: frozenset[Member]) -> bool:
        """Whether too few members, those taken among them, stand behind ``rest`` and some of the rows.

        Whoever stands where no row has anything is among them for certain. At a place where one has, there
        is either nothing in the end, which a row is given up for, or there is, and its members are taken.
        """
        taken |= self._behind.members_of(rest.keys() - _places(rows))
        if not self._behind.too_few(taken):
            return False
        rest, *rows = [self._beside(vector, taken) for vector in (rest, *rows)]
        rows = [row for row in rows if row]
        if not rows:
            return True
        if not self._left:
            raise _Spent
        self._left -= 1
        place = min(rows[0])
        without = [_without(vector, rows[0], place) for vector in (rest, *rows[1:])]
        return self._within_few(without[0], without[1:], taken) or self._within_few(
            rest, rows, taken | self._behind.members[place]
        )

    def _beside(self, vector: Vector, taken: frozenset[Member]) -> Vector:
        """A vector where others than those taken stand behind it."""
        members = self._behind.members
        return {atom: value for atom, value in vector.items() if not members[atom] <= taken}

    def _reduced(self, vector: Vector) -> Vector:
        """What is left of a vector when all that is known is taken from it; empty when it is known."""
        left = dict(vector)
        for pivot, row in self._rows.items():
            if pivot in left:
                cancel(left, row, pivot)
        return left


def _places(rows: Iterable[Vector]) -> set[Atom]:
    return {atom for row in rows for atom in row}


def _without(vector: Vector, row: Vector, place: Atom) -> Vector:
    """``vector`` less so much of ``row`` that nothing is left at the place."""
    if place not in vector:
        return vector
    left = dict(vector)
    cancel(left, row, place)
    return left
