"""Combinations that leave a part of the members untouched, found by dealing members out to parts.

There are as many parts as must stand behind whatever is told. So a combination that rests on too few leaves
some part untouched. By part, each known row gets a place of its own, at a member of the part; what is nought
on the part has none of these rows in it. A row that finds no place in a part is nought on all of it already.
Such rows are few, and their members are dealt out anew.
"""

from typing import Generic, Protocol, TypeVar

from hub_core.disclosure.behind import Behind, Telling
from hub_core.disclosure.packed import PackedRows
from hub_core.disclosure.search import STEPS, Search
from hub_core.disclosure.vectors import Atom, Vector

Member = TypeVar("Member")

#: How often members are dealt out before what found no place is searched through. With three deals some 500
#: searches are left of a generated England's second release of a year, with five none.
DEALS = 5


class Known(Protocol):
    """Rows that are known, and what another would tell beside them."""

    def add(self, vector: Vector) -> None:
        """Take a vector in: from now on it is known."""

    def told_by(self, vector: Vector) -> Telling:
        """What a vector tells beside those that are known. One that follows from them tells nothing new."""


class Dealing(Generic[Member]):
    """Members dealt out to parts while rows are added, one for each place that a row needs.

    Any way of dealing them out gives the same answers; a good one leaves few rows without a place.
    """

    def __init__(self, behind: Behind[Member], *, steps: int = STEPS, deals: int = DEALS) -> None:
        self._behind = behind
        self._steps, self._deals = steps, deals
        self._part_of: dict[Member, int] = {}
        #: By part, rows by their pivots: each is nought at the pivots of those before it.
        self._rows = [PackedRows(len(behind.members)) for _ in range(behind.enough)]
        #: By part, the rows for which nobody was left in it, if there are any.
        self._loose: dict[int, Known] = {}
        self._rows_added = 0
        #: Where any row has something.
        self._touched: set[Atom] = set()
        self._looked_at: tuple[Vector, list[Vector]] | None = None

    def add(self, vector: Vector) -> None:
        """Take a vector in: from now on it is known."""
        rests = list(enumerate(self._rests(vector)))
        # Whose turn is last may find nobody left: that must not always be the same part.
        turn = self._rows_added % len(rests)
        for part, rest in (*rests[turn:], *rests[:turn]):
            if (pivot := self._pivot(part, rest)) is not None:
                self._rows[part].add(pivot, rest)
            elif rest:
                if part not in self._loose:
                    self._loose[part] = self._dealt_anew()
                self._loose[part].add(rest)
        self._rows_added += 1
        self._touched.update(vector)
        self._looked_at = None

    def told_by(self, vector: Vector) -> Telling:
        """What a vector tells beside those that are known. One that follows from them tells nothing new."""
        if not vector or self._surely_enough(vector):
            return Telling.NOTHING
        undecided = False
        for part, rest in enumerate(self._rests(vector)):
            telling = self._told_by_rest(part, rest)
            if telling is Telling.OF_TOO_FEW:
                return telling
            undecided |= telling is Telling.UNDECIDED
        return Telling.UNDECIDED if undecided else Telling.NOTHING

    def _told_by_rest(self, part: int, rest: Vector) -> Telling:
        """What a combination tells that is nought on the part: ``rest`` with some of the loose rows."""
        if part in self._loose:
            return self._loose[part].told_by(rest)
        if rest and self._behind.too_few(self._behind.members_of(rest)):
            return Telling.OF_TOO_FEW
        return Telling.NOTHING

    def _surely_enough(self, vector: Vector) -> bool:
        """Whether enough stand where a vector has something and no known row has."""
        found: set[Member] = set()
        for atom in vector.keys() - self._touched:
            found.update(self._behind.carriers[atom])
            if len(found) >= self._behind.enough:
                return True
        return False

    def _rests(self, vector: Vector) -> list[Vector]:
        """By part, the vector less what is known, nought at every pivot of the part."""
        if self._looked_at is None or self._looked_at[0] is not vector:
            self._looked_at = vector, [rows.rest(vector) for rows in self._rows]
        return self._looked_at[1]

    def _pivot(self, part: int, rest: Vector) -> Atom | None:
        """Where a row gets its place in a part, by a member dealt out to it; None where nobody is left.

        Best is an atom that no group needs for long: so few rows have to be taken from later ones.
        """
        found = {atom: one for atom in rest if (one := self._carrier(atom, part)) is not None}
        if not found:
            return None
        units = [atom for atom in found if rest[atom] in (1, -1)] or found
        dealt = [atom for atom in units if found[atom] in self._part_of] or units
        needed_until, carriers = self._behind.needed_until, self._behind.carriers
        pivot = min(dealt, key=lambda atom: (needed_until[atom], -len(carriers[atom]), atom))
        self._part_of[found[pivot]] = part
        return pivot

    def _carrier(self, atom: Atom, part: int) -> Member | None:
        for one in self._behind.carriers[atom]:
            if self._part_of.get(one, part) == part:
                return one
        return None

    def _dealt_anew(self) -> Known:
        if self._deals > 1:
            return Dealing(self._behind, steps=self._steps, deals=self._deals - 1)
        return Search(self._behind, steps=self._steps)
