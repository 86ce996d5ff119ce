"""The search for too few members that stand behind some combination of sums.

The rule: it tries everything within its bounds, and says so when they did not suffice. Bounds are steps and
never time, so the same sums have the same answer on every machine.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import Enum
from typing import Generic, NamedTuple, TypeVar

from hub_core.disclosure.alike import Alike
from hub_core.disclosure.vectors import Atom, Vector, cancel

Member = TypeVar("Member")

#: Whether so few members may not be spoken of. It holds for every part of a set it holds for.
TooFew = Callable[[Collection[Member]], bool]

#: How often a search goes on from something left before it gives up.
STEPS = 1_000


class Telling(Enum):
    """What a sum would tell, beside those that are known."""

    NOTHING = "nothing"
    OF_TOO_FEW = "of_too_few"
    UNDECIDED = "undecided"


class _Spent(Exception):
    """The search has come to its bounds."""


class Behind(Generic[Member]):
    """The members (institutions) behind each atom, and who of them carries weight.

    ``enough`` members that ``carries`` holds for are never too few together.
    """

    def __init__(
        self,
        atoms: Mapping[Atom, Alike[Member]],
        too_few: TooFew[Member],
        *,
        enough: int,
        carries: Callable[[Member], bool],
    ) -> None:
        self.too_few = too_few
        self.enough = enough
        self.members: dict[Atom, frozenset[Member]] = {}
        self.carriers: dict[Atom, tuple[Member, ...]] = {}
        self.atoms_of: dict[Member, list[Atom]] = {}
        for atom, alike in atoms.items():
            self.members[atom] = frozenset(alike.members)
            self.carriers[atom] = tuple(one for one in alike.members if carries(one))
            for one in alike.members:
                self.atoms_of.setdefault(one, []).append(atom)


class _Taken(NamedTuple, Generic[Member]):
    """Members that are taken to stand behind what is searched for, and so many of them carry weight.

    ``rows`` are what they bring: by a place that no other of these rows holds. ``tried`` are sets that were
    searched through with all that holds them.
    """

    members: frozenset[Member]
    carriers: int
    rows: dict[Atom, Vector]
    tried: tuple[frozenset[Member], ...]


class Search(Generic[Member]):
    """Whether a vector differs from a combination of known ones by something too few stand behind.

    Each known row has a pivot that no other row holds, so that reducing a vector is one pass.
    """

    def __init__(self, behind: Behind[Member], *, steps: int = STEPS) -> None:
        self._behind = behind
        self._steps = steps
        self._left = 0
        self._rows: dict[Atom, Vector] = {}
        self._rows_with: dict[Atom, set[Atom]] = {}

    def add(self, vector: Vector) -> None:
        """Take a vector in: from now on it is known."""
        row = self._reduced(vector)
        if not row:
            return
        pivot = min(row, key=lambda atom: (abs(row[atom]) != 1, atom))
        for other in list(self._rows_with.get(pivot, ())):
            self._subtract(other, row, pivot)
        self._rows[pivot] = row
        for atom in row:
            self._rows_with.setdefault(atom, set()).add(pivot)

    def told_by(self, vector: Vector) -> Telling:
        """What a vector tells beside those that are known. One that follows from them tells nothing new."""
        rest = self._reduced(vector)
        if not rest:
            return Telling.NOTHING
        self._left = self._steps
        try:
            found = self._within_few(rest, _Taken(frozenset(), 0, {}, ()))
        except _Spent:
            return Telling.UNDECIDED
        return Telling.OF_TOO_FEW if found else Telling.NOTHING

    def _within_few(self, rest: Vector, taken: _Taken[Member]) -> bool:
        """Whether too few members, those taken among them, make up ``rest``.

        Somebody who does must reach each place of ``rest``: the place that the fewest reach is tried
        with each of them, and the search goes on with what that leaves.
        """
        if not rest:
            return True
        if (reaching := self._reaching(rest, taken)) is None:
            return False
        if not self._left:
            raise _Spent
        self._left -= 1
        place = min(reaching, key=lambda one: (len(reaching[one]), one))
        tried = taken.tried
        for atom in sorted(reaching[place]):
            members = taken.members | self._behind.members[atom]
            if not any(one <= members for one in tried):
                left, more = self._take(rest, taken, atom, place)
                if self._within_few(left, more._replace(tried=tried)):
                    return True
                tried = (*tried, members)
        return False

    def _reaching(self, rest: Vector, taken: _Taken[Member]) -> dict[Atom, list[Atom]] | None:
        """By place, the atoms that reach it with which there are still too few; None where nobody does.

        Places that nobody reaches two of need somebody each: None as well where that is too many.
        """
        moved = self._moved(taken)
        found: dict[Atom, list[Atom]] = {}
        fits: dict[Atom, bool] = {}
        apart = _Apart(self._behind, taken)
        for place in rest:
            atoms = [atom for atom in (place, *self._rows_with.get(place, ())) if atom not in moved]
            atoms += [atom for atom, vector in moved.items() if place in vector]
            for atom in atoms:
                if atom not in fits:
                    fits[atom] = self._fits(atom, taken)
            found[place] = [atom for atom in atoms if fits[atom]]
            if apart.too_many(found[place]):
                return None
        apart = _Apart(self._behind, taken)
        fewest_first = sorted(found.values(), key=len)
        return None if any(apart.too_many(atoms) for atoms in fewest_first) else found

    def _moved(self, taken: _Taken[Member]) -> dict[Atom, Vector]:
        """The vectors of atoms that held a place of what was taken, without it."""
        atoms = {*taken.rows}.union(*(self._rows_with.get(place, ()) for place in taken.rows))
        return {atom: self._vector(atom, taken.rows) for atom in sorted(atoms)}

    def _fits(self, atom: Atom, taken: _Taken[Member]) -> bool:
        members = taken.members | self._behind.members[atom]
        return self._behind.too_few(members) and not any(one <= members for one in taken.tried)

    def _take(
        self, rest: Vector, taken: _Taken[Member], atom: Atom, place: Atom
    ) -> tuple[Vector, _Taken[Member]]:
        """Take the members behind an atom in, with all else that they alone stand behind."""
        new = self._behind.members[atom] - taken.members
        members = taken.members | new
        carriers = taken.carriers + len(new.intersection(self._behind.carriers[atom]))
        brought = sorted({other for one in new for other in self._behind.atoms_of[one]} - {atom})
        left, rows = dict(rest), taken.rows
        for other in (atom, *brought):
            if self._behind.members[other] <= members:
                vector = self._vector(other, rows)
                if vector:
                    at = place if other == atom else min(vector)
                    rows = {where: _without(row, vector, at) for where, row in rows.items()}
                    rows[at] = vector
                    left = _without(left, vector, at)
        return left, _Taken(members, carriers, rows, taken.tried)

    def _vector(self, atom: Atom, taken: Mapping[Atom, Vector]) -> Vector:
        """An atom less all that is known, and less what is taken."""
        vector = self._reduced({atom: 1})
        for place, row in taken.items():
            if place in vector:
                cancel(vector, row, place)
        return vector

    def _reduced(self, vector: Vector) -> Vector:
        """What is left of a vector when all that is known is taken from it; empty when it is known."""
        left = dict(vector)
        for atom in vector:
            if atom in self._rows:
                cancel(left, self._rows[atom], atom)
        return left

    def _subtract(self, pivot: Atom, row: Vector, place: Atom) -> None:
        target = self._rows[pivot]
        before = set(target)
        cancel(target, row, place)
        for atom in before - target.keys():
            self._rows_with[atom].discard(pivot)
        for atom in target.keys() - before:
            self._rows_with.setdefault(atom, set()).add(pivot)


class _Apart(Generic[Member]):
    """Counts members that must be there beside those taken: one for each place, where nobody serves two."""

    def __init__(self, behind: Behind[Member], taken: _Taken[Member]) -> None:
        self._behind = behind
        self._taken = taken.members
        self._carriers = taken.carriers
        self._counted: set[Member] = set()

    def too_many(self, atoms: Iterable[Atom]) -> bool:
        """Whether they are, when one of these atoms must be among them too; of none, nobody could be."""
        new = [
            [one for one in self._behind.carriers[atom] if one not in self._taken] for atom in atoms
        ]
        least = min(map(len, new), default=self._behind.enough)
        if least and self._counted.isdisjoint(member for each in new for member in each):
            self._counted.update(member for each in new for member in each)
            self._carriers += least
        return self._carriers >= self._behind.enough


def _without(vector: Vector, row: Vector, place: Atom) -> Vector:
    """``vector`` less so much of ``row`` that nothing is left at the place."""
    if place not in vector:
        return vector
    left = dict(vector)
    cancel(left, row, place)
    return left
