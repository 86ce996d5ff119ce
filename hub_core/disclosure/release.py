"""Disclosure control of a release: which groups of institutions may be published side by side.

A group is shown whole or withheld whole: its counts, its shares and its mean. The rule: no combination of
everything published, in this release and earlier ones, tells anything about fewer institutions than the
policy's minimum. Each group is tried against all published before it and withheld where it would; so the
rule holds by the way a release is made, whatever the figures are.

True noughts are kept: a nought published for a large enough group says so of everyone in it.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar
from uuid import UUID

from msgspec import Struct

from hub_core.disclosure.alike import Alike, Contribution, linked
from hub_core.disclosure.behind import Telling
from hub_core.disclosure.combinations import Combinations
from hub_core.disclosure.vectors import Atom
from hub_core.reference.labelled import Labelled

Key = TypeVar("Key", bound=Hashable)
Member = TypeVar("Member", bound=Hashable)


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

    def too_few(self, institutions: Collection[Member], learners: Mapping[Member, int]) -> bool:
        """Whether so few may not be spoken of; whose learners are unknown counts as large enough."""
        if len(institutions) < self.minimum_institutions:
            return True
        known = [learners.get(one) for one in institutions]
        return None not in known and sum(one or 0 for one in known) < self.minimum_learners

    def carries(self, institution: Member, learners: Mapping[Member, int]) -> bool:
        """Whether as many institutions as the minimum, each such a one, are never too few."""
        known = learners.get(institution)
        return known is None or known * self.minimum_institutions >= self.minimum_learners


class Withheld(Labelled):
    """Why a group is withheld. All read alike to the public: a ``c`` for every figure."""

    TOO_FEW = "too_few", "Too few institutions"
    TOLD_BY_OTHERS = (
        "told_by_others",
        "With other published groups it would tell about too few institutions",
    )
    UNDECIDED = "undecided", "Whether it is safe could not be told within the search's bounds"


_WHY: Mapping[Telling, Withheld] = {
    Telling.OF_TOO_FEW: Withheld.TOLD_BY_OTHERS,
    Telling.UNDECIDED: Withheld.UNDECIDED,
}


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
    keys, first = list(groups), len(earlier)
    on_register = {one.int: number for one, number in learners.items()}
    withheld = {
        keys[number - first]: why
        for atoms in linked([*earlier, *groups.values()])
        for number, why in _withheld(atoms, policy, on_register, first)
    }
    return Decision(
        shown=tuple(key for key in keys if key not in withheld),
        withheld={key: withheld[key] for key in keys if key in withheld},
    )


def _withheld(
    atoms: Mapping[Atom, Alike[int]],
    policy: ReleasePolicy,
    learners: Mapping[int, int],
    first: int,
) -> Iterator[tuple[int, Withheld]]:
    """The numbers of the groups that are withheld among these; those before the ``first`` are out already."""
    inside: dict[int, set[int]] = {}
    for alike in atoms.values():
        for number in alike.groups:
            inside.setdefault(number, set()).update(alike.members)
    if max(inside) < first:
        return
    known = Combinations(
        atoms,
        lambda few: policy.too_few(few, learners),
        parts=policy.minimum_institutions,
        carries=lambda one: policy.carries(one, learners),
    )
    for number in sorted(inside):
        if number >= first and (why := _why(known, number, inside[number], policy, learners)):
            yield number, why
        else:
            known.add(number)


def _why(
    known: Combinations[int],
    number: int,
    institutions: Collection[int],
    policy: ReleasePolicy,
    learners: Mapping[int, int],
) -> Withheld | None:
    if policy.too_few(institutions, learners):
        return Withheld.TOO_FEW
    return _WHY.get(known.told_by(number))
