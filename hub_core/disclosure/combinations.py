"""What can be worked out from published sums by adding and subtracting them.

A published group is a row of ones over the institutions in it; whatever a reader can work out by linear
arithmetic is a combination of such rows, whichever figure is summed. The rule: arithmetic here is exact,
so "cannot be worked out" is a proof and not an impression.

Institutions are dealt out to parts, as many as must stand behind whatever is told. A combination that rests
on fewer leaves some part untouched. So of all combinations only those are looked at that are nought on a
whole part: beside what is known, one a part, where every known sum has a place of its own in each.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from math import inf
from typing import Generic, TypeVar

from hub_core.disclosure.alike import Alike
from hub_core.disclosure.packed import PackedRows
from hub_core.disclosure.search import STEPS, Behind, Search, Telling, TooFew
from hub_core.disclosure.vectors import Atom, Vector

Member = TypeVar("Member")


class Combinations(Generic[Member]):
    """Every combination of the groups added so far; groups are known by their numbers.

    ``carries`` says which members are dealt out: any of them, one of each of the ``parts``, must not be
    too few together.
    """

    def __init__(
        self,
        atoms: Mapping[Atom, Alike[Member]],
        too_few: TooFew[Member],
        *,
        parts: int,
        carries: Callable[[Member], bool],
        steps: int = STEPS,
    ) -> None:
        self._of_group: dict[int, list[Atom]] = {}
        for atom, alike in atoms.items():
            for number in alike.groups:
                self._of_group.setdefault(number, []).append(atom)
        self._atoms = atoms
        behind = Behind(atoms, too_few, enough=parts, carries=carries)
        self._carriers = behind.carriers
        self._part_of: dict[Member, int] = {}
        #: By part, rows by their pivots: each is nought at the pivots of those before it.
        self._rows = [PackedRows(max(atoms) + 1) for _ in range(parts)]
        #: By part, the rows for which nobody was left in it: they are nought on all of it.
        self._loose = [Search(behind, steps=steps) for _ in range(parts)]
        self._looked_at: tuple[int, list[Vector]] | None = None

    def told_by(self, group: int) -> Telling:
        """What the sum of this group, with what is known, would tell about too few members.

        That is: whether it differs from a combination of known sums by something that only too few
        members stand behind. A sum that is known already tells nothing new.
        """
        undecided = False
        for loose, rest in zip(self._loose, self._rests(group), strict=True):
            telling = loose.told_by(rest)
            if telling is Telling.OF_TOO_FEW:
                return telling
            undecided |= telling is Telling.UNDECIDED
        return Telling.UNDECIDED if undecided else Telling.NOTHING

    def add(self, group: int) -> None:
        """Take a group in: from now on its sum is known."""
        for part, rest in enumerate(self._rests(group)):
            if (pivot := self._pivot(part, rest, group)) is None:
                self._loose[part].add(rest)
            else:
                self._rows[part].add(pivot, rest)
        self._looked_at = None

    def _rests(self, group: int) -> list[Vector]:
        """By part, the group less what is known, nought at every pivot of the part."""
        if self._looked_at is None or self._looked_at[0] != group:
            atoms = self._of_group[group]
            self._looked_at = group, [rows.rest(atoms) for rows in self._rows]
        return self._looked_at[1]

    def _pivot(self, part: int, rest: Vector, group: int) -> Atom | None:
        """Where a row gets its place in a part, by a member dealt out to it; None where nobody is left.

        Best is an atom that no group needs for long: so few rows have to be taken from later ones.
        """
        found = {atom: one for atom in rest if (one := self._carrier(atom, part)) is not None}
        if not found:
            return None
        units = [atom for atom in found if rest[atom] in (1, -1)] or found
        dealt = [atom for atom in units if found[atom] in self._part_of] or units
        pivot = max(
            dealt, key=lambda atom: (self._next(atom, group), len(self._carriers[atom]), -atom)
        )
        self._part_of[found[pivot]] = part
        return pivot

    def _carrier(self, atom: Atom, part: int) -> Member | None:
        for one in self._carriers[atom]:
            if self._part_of.get(one, part) == part:
                return one
        return None

    def _next(self, atom: Atom, group: int) -> float:
        """The number of the next group that an atom is in."""
        groups = self._atoms[atom].groups
        at = bisect_right(groups, group)
        return groups[at] if at < len(groups) else inf
