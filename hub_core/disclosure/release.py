"""Disclosure control of a release: which groups of institutions may be published side by side.

A group is shown whole or withheld whole: its counts, its shares and its mean. The rule: no combination of
everything published, in this release and earlier ones, tells anything about fewer institutions than the
policy's minimum. Each group is tried against all published before it and withheld where it would; so the
rule holds by the way a release is made, whatever the figures are.

True noughts are kept: a nought published for a large enough group says so of everyone in it.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Generic, TypeVar
from uuid import UUID

from msgspec import Struct

from hub_core.disclosure.combinations import Atom, Combinations
from hub_core.reference.labelled import Labelled

Key = TypeVar("Key", bound=Hashable)


class Contribution(Struct, frozen=True):
    """What one institution brings to a sum: one result of its own. A newer result is another one."""

    institution: UUID
    result: UUID


class ReleasePolicy(Struct, frozen=True, kw_only=True):
    """The numbers of a release's disclosure policy and where they come from.

    Nothing is told about fewer than ``minimum_institutions`` institutions, nor about institutions that
    together have fewer than ``minimum_learners`` learners on the register. Counts of institutions are
    rounded to ``rounding`` and shares to ``share_decimals``, each worked out from unrounded numbers.
    Numbers of people enter sums to the nearest ``people_to``, each institution's by itself. Raises
    ``ValueError`` for numbers that would protect nobody.
    """

    minimum_institutions: int = 5
    minimum_learners: int = 10
    rounding: int = 1
    people_to: int = 10
    share_decimals: int = 1
    mean_decimals: int = 2
    name: str = "As shipped"
    source: str = (
        "Platform default: nothing about fewer than 5 institutions or 10 learners; counts of "
        "institutions as they are, each institution's numbers of people to the nearest 10"
    )

    def __post_init__(self) -> None:
        least = (self.minimum_learners, self.rounding, self.people_to)
        if self.minimum_institutions < 2 or min(least) < 1:
            raise ValueError(
                "A release needs a minimum of 2 institutions or more, of 1 learner or more, and "
                f"rounding to 1 or more; given were {self.minimum_institutions}, "
                f"{self.minimum_learners}, {self.rounding} and {self.people_to} for people."
            )

    def too_few(self, institutions: Collection[UUID], learners: Mapping[UUID, int]) -> bool:
        """Whether so few may not be spoken of; whose learners are unknown counts as large enough."""
        if len(institutions) < self.minimum_institutions:
            return True
        known = [learners.get(one) for one in institutions]
        return None not in known and sum(one or 0 for one in known) < self.minimum_learners


class Withheld(Labelled):
    """Why a group is withheld. Both read alike to the public: a ``c`` for every figure."""

    TOO_FEW = "too_few", "Too few institutions"
    TOLD_BY_OTHERS = (
        "told_by_others",
        "With other published groups it would tell about too few institutions",
    )


class Decision(Struct, Generic[Key], frozen=True, kw_only=True):
    """What is published of a release's groups: every key is either shown or withheld with its reason."""

    shown: tuple[Key, ...]
    withheld: dict[Key, Withheld]


def decide(
    groups: Mapping[Key, frozenset[Contribution]],
    policy: ReleasePolicy,
    *,
    learners: Mapping[UUID, int],
    earlier: Sequence[frozenset[Contribution]] = (),
) -> Decision[Key]:
    """Which of these groups may be shown, in order of precedence: the first ones are kept first.

    ``groups`` come with those who contributed; one without any is shown as what it is. ``earlier`` are
    the groups published before, which cannot be taken back. ``learners`` are those on the register.
    """
    atoms, behind = _atoms([*earlier, *groups.values()])
    known = Combinations(behind, lambda few: policy.too_few(few, learners))
    for atoms_of_group in atoms[: len(earlier)]:
        known.add(atoms_of_group)
    shown, withheld = [], {}
    for (key, contributions), atoms_of_group in zip(
        groups.items(), atoms[len(earlier) :], strict=True
    ):
        institutions = {one.institution for one in contributions}
        if institutions and policy.too_few(institutions, learners):
            withheld[key] = Withheld.TOO_FEW
        elif known.singles_out(atoms_of_group):
            withheld[key] = Withheld.TOLD_BY_OTHERS
        else:
            known.add(atoms_of_group)
            shown.append(key)
    return Decision(shown=tuple(shown), withheld=withheld)


def _atoms(
    groups: Sequence[frozenset[Contribution]],
) -> tuple[list[list[Atom]], dict[Atom, frozenset[UUID]]]:
    """The groups as atoms, and the institutions behind each atom.

    Contributions that are in the same groups cannot be told apart by sums and make one atom. The largest
    come first, so that they carry the basis.
    """
    places: dict[Contribution, list[int]] = {}
    for number, group in enumerate(groups):
        for one in group:
            places.setdefault(one, []).append(number)
    alike: dict[tuple[int, ...], set[UUID]] = {}
    for one, where in places.items():
        alike.setdefault(tuple(where), set()).add(one.institution)
    largest_first = sorted(alike.items(), key=lambda item: (-len(item[1]), item[0]))
    of_group: list[list[Atom]] = [[] for _ in groups]
    behind: dict[Atom, frozenset[UUID]] = {}
    for atom, (signature, institutions) in enumerate(largest_first):
        behind[atom] = frozenset(institutions)
        for number in signature:
            of_group[number].append(atom)
    return of_group, behind
