"""What may be said about numbers of learners outside their own institution.

Small counts are suppressed, others rounded, and a breakdown withholds further cells so that none
can be worked out by subtraction. The one rule: every count of learners that leaves an institution
passes through here. Counts of encounters, institutions and employers are about organisations, not
people: they are not personal data and are shown as they are.

What it does not do: compare one published breakdown with another (areas with their parents, a
release with the one before: that is ``release``), or stand against a reader who also knows some of
the counts.
"""

import calendar
import itertools
from collections.abc import Hashable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeVar

from msgspec import Struct

Key = TypeVar("Key", bound=Hashable)

#: Shares kept at most: a page of a hub shows a hundred, most of them as they were before an event.
MOST_SHARES = 10_000


class Policy(Struct, frozen=True, kw_only=True):
    """The numbers of a disclosure policy and where they come from.

    Counts from 1 to ``minimum_learners`` - 1 are suppressed; others go to the nearest multiple of
    ``rounding``. There is no single threshold for English education data, so an operator may set
    another. Raises ``ValueError`` where rounding could make a real count look like nought.
    """

    minimum_learners: int = 10
    rounding: int = 5
    name: str = "As shipped"
    source: str = "Platform default: learner counts below 10 suppressed, others rounded to 5"

    def __post_init__(self) -> None:
        if not 1 <= self.rounding <= self.minimum_learners:
            raise ValueError(
                f"Rounding to {self.rounding} does not go with a minimum of "
                f"{self.minimum_learners} learners: choose a rounding from 1 to the minimum."
            )


AS_SHIPPED = Policy()

#: Where the bands of live feeds begin, above the policy's minimum.
_BANDS = (30, 60, 100, 200, 500)


class ProtectedCount(Struct, frozen=True, kw_only=True):
    """A number of learners as it may be shown: rounded, or ``None`` when suppressed.

    Nought is a true nought. ``text`` is what a person reads; ``symbol`` is what a table holds.
    """

    shown: int | None
    text: str

    @property
    def suppressed(self) -> bool:
        """Whether the number is withheld."""
        return self.shown is None

    @property
    def symbol(self) -> str:
        """The number as digits, or ``c``, the government's symbol for suppressed."""
        return "c" if self.shown is None else str(self.shown)


class ProtectedShare(Struct, frozen=True, kw_only=True):
    """A part of a whole and its whole percentage; the percentage goes when either count goes."""

    part: ProtectedCount
    whole: ProtectedCount
    percent: int | None


def protect(count: int, policy: Policy = AS_SHIPPED) -> ProtectedCount:
    """One number of learners that is not part of a breakdown.

    Raises ``ValueError`` for a negative count.
    """
    if count < 0:
        raise ValueError(f"{count} learners cannot be: a count starts at 0.")
    if 0 < count < policy.minimum_learners:
        return ProtectedCount(shown=None, text=f"fewer than {policy.minimum_learners}")
    return _shown(count, policy)


def protect_acts(acts: int, people: int, policy: Policy = AS_SHIPPED) -> ProtectedCount:
    """A number of acts (encounters, meetings) that counts each of ``people`` once an act.

    It is withheld where the people are few as well: three learners who met somebody four times are no
    larger a group for it. Raises ``ValueError`` for a negative count.
    """
    if 0 < people < policy.minimum_learners:
        return ProtectedCount(shown=None, text="not shown")
    return protect(acts, policy)


def protect_breakdown(
    cells: Mapping[Key, int], policy: Policy = AS_SHIPPED, *, total_published: bool
) -> dict[Key, ProtectedCount]:
    """The cells of a breakdown of learners, each learner in one cell, in the order given.

    ``total_published`` says whether readers also see the sum of the cells, protected alone. Then
    further cells are withheld, the smallest first, until subtraction pins down none of them.
    Withheld cells look alike, so that none says whether it is small itself. Where even that is not
    enough (nine cells of one learner each), every cell is withheld, noughts included.

    As shipped, also a reader who knows this rule can pin none down (tried on every breakdown into
    three cells and, to 27, four). Without rounding such a reader can, in rare cases: keep the
    rounding. Raises ``ValueError`` for a negative count.
    """
    protected = {key: protect(count, policy) for key, count in cells.items()}
    if not total_published:
        return protected
    withheld = _to_withhold(cells, policy)
    return {
        key: ProtectedCount(shown=None, text="not shown") if key in withheld else cell
        for key, cell in protected.items()
    }


@lru_cache(maxsize=MOST_SHARES)
def protect_share(part: int, whole: int, policy: Policy = AS_SHIPPED) -> ProtectedShare:
    """A share of learners, shown with both its counts.

    Part and remainder are a breakdown of the whole, so a small remainder hides the part as well.
    Raises ``ValueError`` unless 0 <= part <= whole.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} out of {whole} learners cannot be a share.")
    pair = protect_breakdown(
        {"part": part, "remainder": whole - part}, policy, total_published=True
    )
    total = protect(whole, policy)
    return ProtectedShare(part=pair["part"], whole=total, percent=percentage(pair["part"], total))


def percentage(part: ProtectedCount, whole: ProtectedCount) -> int | None:
    """The whole percentage of two counts as shown; ``None`` when either is suppressed or nought.

    It is worked out from the rounded counts, so it tells no more than they do.
    """
    if part.shown is None or not whole.shown:
        return None
    return (200 * part.shown + whole.shown) // (2 * whole.shown)


def band(count: int, policy: Policy = AS_SHIPPED) -> str:
    """A number of learners for a live feed, too coarse to follow one by one: "10 to 29 learners".

    Raises ``ValueError`` for a negative count.
    """
    if count < 0:
        raise ValueError(f"{count} learners cannot be: a count starts at 0.")
    if count == 0:
        return "no learners"
    if count < policy.minimum_learners:
        return f"fewer than {policy.minimum_learners} learners"
    starts = [policy.minimum_learners, *(each for each in _BANDS if each > policy.minimum_learners)]
    for first, following in itertools.pairwise(starts):
        if count < following:
            return f"{first} to {following - 1} learners"
    return f"{starts[-1]} or more learners"


def snap_to_month_end(day: date) -> date:
    """The last month end up to and including a day.

    Figures as at two days of one month could be subtracted; as at month ends they cannot.
    """
    if day.day == calendar.monthrange(day.year, day.month)[1]:
        return day
    return day.replace(day=1) - timedelta(days=1)


def _shown(count: int, policy: Policy) -> ProtectedCount:
    rounded = _rounded(count, policy)
    return ProtectedCount(shown=rounded, text=f"{rounded:,}")


def _rounded(count: int, policy: Policy) -> int:
    return (count + policy.rounding // 2) // policy.rounding * policy.rounding


def _to_withhold(cells: Mapping[Key, int], policy: Policy) -> set[Key]:
    """The cells to withhold where the total is shown: the small ones, then the next smallest."""
    by_size = sorted((key for key in cells if cells[key]), key=lambda key: cells[key])
    counts = [cells[key] for key in by_size]
    small = sum(count < policy.minimum_learners for count in counts)
    if not small:
        return set()
    for number in range(max(2, small), len(counts) + 1):
        if _hide_each_other(counts[:number], counts[number:], policy):
            return set(by_size[:number])
    return set(cells)


def _hide_each_other(withheld: list[int], shown: list[int], policy: Policy) -> bool:
    """Whether subtraction leaves each withheld cell free to be small, and small in many ways.

    Both lists ascend. The reader is taken to know this algorithm, and so that no withheld cell is
    larger than the smallest one shown.
    """
    others = len(withheld) - 1
    # Every withheld cell holds one learner at least, so one of them may hold what remains.
    most_in_one = sum(withheld) - others
    if most_in_one < policy.minimum_learners:
        return False
    if not shown:
        return True
    least_together = _at_least(sum(withheld) + sum(shown), policy) - sum(
        _at_most(count, policy) for count in shown
    )
    least_in_one = least_together - others * _at_most(shown[0], policy)
    return least_in_one <= policy.minimum_learners // 2


def _at_least(count: int, policy: Policy) -> int:
    """The least a reader must reckon with behind a shown count."""
    return max(policy.minimum_learners, _rounded(count, policy) - policy.rounding // 2)


def _at_most(count: int, policy: Policy) -> int:
    """The most a reader must reckon with behind a shown count."""
    return _rounded(count, policy) + (policy.rounding - 1) // 2
