"""What can be worked out from published sums by adding and subtracting them.

A published group is a row of ones over the institutions in it; whatever a reader can work out by linear
arithmetic is a combination of such rows, whichever figure is summed. The rule: arithmetic here is exact,
so "cannot be worked out" is a proof and not an impression.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from fractions import Fraction
from typing import Generic, TypeVar

#: A column of the sums: contributions that are in the same published groups, which no sum can tell apart.
Atom = int
Number = int | Fraction
Vector = dict[Atom, Number]
Member = TypeVar("Member")

#: Whether so few members may not be spoken of. It holds for every part of a set it holds for.
TooFew = Callable[[Collection[Member]], bool]


class Combinations(Generic[Member]):
    """Every combination of the groups added so far, as a reduced basis.

    ``behind`` gives the members (institutions) behind each atom. Each row of the basis has a pivot that
    no other row holds, so that reducing a vector is one pass.
    """

    def __init__(self, behind: Mapping[Atom, frozenset[Member]], too_few: TooFew[Member]) -> None:
        self._behind = behind
        self._too_few = too_few
        self._rows: dict[Atom, Vector] = {}
        self._rows_with: dict[Atom, set[Atom]] = {}

    def add(self, group: Iterable[Atom]) -> None:
        """Take a group in: from now on its sum is known."""
        rest = self._reduced(dict.fromkeys(group, 1))
        if not rest:
            return
        pivot = min(rest, key=lambda atom: (abs(rest[atom]) != 1, atom))
        row = {atom: _divided(value, rest[pivot]) for atom, value in rest.items()}
        for other in list(self._rows_with.get(pivot, ())):
            self._subtract(other, row, self._rows[other][pivot])
        self._rows[pivot] = row
        self._note(pivot, row)

    def singles_out(self, group: Iterable[Atom]) -> bool:
        """Whether the sum of this group, with what is known, would tell something about too few members.

        That is: whether it differs from a combination of known sums by something that only too few
        members stand behind. A sum that is known already tells nothing new.
        """
        rest = self._reduced(dict.fromkeys(group, 1))
        return bool(rest) and self._within_few(rest, frozenset(), ())

    def _within_few(
        self, rest: Vector, members: frozenset[Member], taken: tuple[tuple[Atom, Vector], ...]
    ) -> bool:
        """Whether too few members, those given among them, make up ``rest``.

        Some atom that does must touch each place of ``rest``: the place with the fewest such atoms is
        tried, each of them in turn, and the search goes on with what it leaves.
        """
        if not rest:
            return True
        fewest: list[tuple[Atom, Vector]] | None = None
        for place in rest:
            candidates = self._touching(place, members, taken)
            if fewest is None or len(candidates) < len(fewest):
                fewest, chosen = candidates, place
            if not candidates:
                return False
        for atom, vector in fewest or ():
            left = _without(rest, vector, chosen)
            if self._within_few(left, members | self._behind[atom], (*taken, (chosen, vector))):
                return True
        return False

    def _touching(
        self, place: Atom, members: frozenset[Member], taken: tuple[tuple[Atom, Vector], ...]
    ) -> list[tuple[Atom, Vector]]:
        """The atoms that reach a place, with which there are still too few members, as vectors."""
        places = {place, *(where for where, _ in taken)}
        atoms = places.union(*(self._rows_with.get(one, ()) for one in places))
        found = []
        for atom in atoms:
            if self._too_few(members | self._behind[atom]):
                vector = self._reduced({atom: 1})
                for where, other in taken:
                    vector = _without(vector, other, where)
                if place in vector:
                    found.append((atom, vector))
        return found

    def _reduced(self, vector: Vector) -> Vector:
        """What is left of a vector when all that is known is taken from it; empty when it is known."""
        left = dict(vector)
        for atom, value in vector.items():
            if atom in self._rows:
                _take(left, self._rows[atom], value)
        return left

    def _subtract(self, pivot: Atom, row: Vector, times: Number) -> None:
        target = self._rows[pivot]
        before = set(target)
        _take(target, row, times)
        for atom in before - target.keys():
            self._rows_with[atom].discard(pivot)
        for atom in target.keys() - before:
            self._rows_with.setdefault(atom, set()).add(pivot)

    def _note(self, pivot: Atom, row: Vector) -> None:
        for atom in row:
            self._rows_with.setdefault(atom, set()).add(pivot)


def _without(rest: Vector, vector: Vector, place: Atom) -> Vector:
    """``rest`` less so much of ``vector`` that nothing is left at the place."""
    if place not in rest:
        return rest
    left = dict(rest)
    _take(left, vector, _divided(rest[place], vector[place]))
    return left


def _take(target: Vector, row: Vector, times: Number) -> None:
    for atom, value in row.items():
        left = target.get(atom, 0) - times * value
        if left:
            target[atom] = left
        else:
            target.pop(atom, None)


def _divided(value: Number, by: Number) -> Number:
    """The exact quotient; whole numbers stay whole, which is many times quicker."""
    if by == 1:
        return value
    if by == -1:
        return -value
    quotient = Fraction(value) / Fraction(by)
    return int(quotient) if quotient.denominator == 1 else quotient
