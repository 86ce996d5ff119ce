"""Who stands behind the columns of published sums, and when they are too few to be spoken of."""

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import Enum
from typing import Generic, TypeVar

from hub_core.disclosure.alike import Alike
from hub_core.disclosure.vectors import Atom

Member = TypeVar("Member")

#: Whether so few members may not be spoken of. It holds for every part of a set it holds for.
TooFew = Callable[[Collection[Member]], bool]


class Telling(Enum):
    """What a sum would tell, beside those that are known."""

    NOTHING = "nothing"
    OF_TOO_FEW = "of_too_few"
    UNDECIDED = "undecided"


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
        #: The number of the last group each atom is in.
        self.needed_until: dict[Atom, int] = {}
        for atom, alike in atoms.items():
            self.members[atom] = frozenset(alike.members)
            self.carriers[atom] = tuple(one for one in alike.members if carries(one))
            self.needed_until[atom] = alike.groups[-1]

    def members_of(self, atoms: Iterable[Atom]) -> frozenset[Member]:
        """All who stand behind any of these."""
        return frozenset[Member]().union(*(self.members[atom] for atom in atoms))
