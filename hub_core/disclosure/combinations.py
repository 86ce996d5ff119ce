"""What can be worked out from published sums by adding and subtracting them.

A published group is a row of ones over the institutions in it; whatever a reader can work out by linear
arithmetic is a combination of such rows, whichever figure is summed. The rule: arithmetic here is exact,
so "cannot be worked out" is a proof and not an impression.
"""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from hub_core.disclosure.alike import Alike
from hub_core.disclosure.behind import Behind, Telling, TooFew
from hub_core.disclosure.dealing import Dealing
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
    ) -> None:
        self._of_group: dict[int, Vector] = {}
        for atom, alike in atoms.items():
            for number in alike.groups:
                self._of_group.setdefault(number, {})[atom] = 1
        behind = Behind(atoms, too_few, enough=parts, carries=carries)
        self._known = Dealing(behind)

    def told_by(self, group: int) -> Telling:
        """What the sum of this group, with what is known, would tell about too few members.

        That is: whether it differs from a combination of known sums by something that only too few
        members stand behind. A sum that is known already tells nothing new.
        """
        return self._known.told_by(self._of_group[group])

    def add(self, group: int) -> None:
        """Take a group in: from now on its sum is known."""
        self._known.add(self._of_group[group])
