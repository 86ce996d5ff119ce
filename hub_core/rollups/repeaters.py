"""Distance travelled: institutions with two results or more in an academic year, first and latest.

The rule: who repeats is told apart from who does not, a change is of one institution's own two results, and a
group is shown only if its first results, its latest and its changes may all be shown (decision 45).
"""

from collections.abc import Iterable
from fractions import Fraction
from uuid import uuid5

from msgspec import Struct

from hub_core.disclosure.alike import Contribution
from hub_core.evaluations.standing import OfficialResult
from hub_core.rollups.groups import Group, GroupKey
from hub_core.rollups.register import RollupInstitution

#: Of first results, of latest ones, and of the pairs of both: what a group's figures are sums of.
SUMS = 3


class RepeaterFigures(Struct, frozen=True, kw_only=True):
    """A group's distance travelled: benchmarks achieved in first and in latest results, summed over the
    ``contributing``, and how many of those achieved more, as many and fewer than in their first."""

    eligible: int
    contributing: int
    first: int
    latest: int
    more: int
    same: int
    fewer: int

    @property
    def contributing_share(self) -> Fraction | None:
        """Those with two results of those eligible, in per cent."""
        return Fraction(100 * self.contributing, self.eligible) if self.eligible else None

    def of_each(self, number: int) -> Fraction | None:
        """So much an institution contributing; None where there is none."""
        return Fraction(number, self.contributing) if self.contributing else None


class RepeaterGroup(Struct, frozen=True, kw_only=True):
    """A group's distance travelled as it is published; None when it is withheld."""

    key: GroupKey
    eligible: int
    figures: RepeaterFigures | None


def repeats(one: RollupInstitution) -> tuple[OfficialResult, OfficialResult] | None:
    """An institution's first and latest result of the year, if those are two."""
    return None if one.first is None or one.result is None else (one.first, one.result)


def sums_of(group: Group) -> tuple[frozenset[Contribution], ...]:
    """What a group's figures are sums of, in the order of ``SUMS``."""
    pairs = [
        (one.institution, found)
        for one in group.institutions
        if (found := repeats(one)) is not None
    ]
    return (
        frozenset(Contribution(who, first.result) for who, (first, _) in pairs),
        frozenset(Contribution(who, latest.result) for who, (_, latest) in pairs),
        frozenset(
            Contribution(who, uuid5(first.result, str(latest.result)))
            for who, (first, latest) in pairs
        ),
    )


def figures_of(institutions: Iterable[RollupInstitution]) -> RepeaterFigures:
    """The distance travelled of these eligible institutions."""
    eligible = list(institutions)
    pairs = [found for one in eligible if (found := repeats(one)) is not None]
    changes = [latest.achieved - first.achieved for first, latest in pairs]
    return RepeaterFigures(
        eligible=len(eligible),
        contributing=len(pairs),
        first=sum(first.achieved for first, _ in pairs),
        latest=sum(latest.achieved for _, latest in pairs),
        more=sum(change > 0 for change in changes),
        same=sum(change == 0 for change in changes),
        fewer=sum(change < 0 for change in changes),
    )
