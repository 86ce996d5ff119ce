"""What the official results of a group of institutions amount to.

The rule: results count as they were reported, shares and means are exact until they are printed, and where
nobody contributed there is no share and no mean, which is not nought.
"""

from collections.abc import Iterable
from fractions import Fraction

from msgspec import Struct

from hub_core.evaluations.codes import BENCHMARKS, BenchmarkStatus
from hub_core.evaluations.events import Reported
from hub_core.evaluations.standing import OfficialResult
from hub_core.reference.labelled import Labelled
from hub_core.rollups.register import RollupInstitution

#: 0 to 8 benchmarks can be achieved.
ACHIEVED = range(len(BENCHMARKS) + 1)


class Extent(Labelled):
    """How far a benchmark is achieved, as reported. Every result falls in one. Source: domain 6.2, A.4."""

    FULLY = "fully", "Fully achieved"
    PARTLY = "partly", "Partly achieved"
    NOT_ACHIEVED = "not_achieved", "Not achieved"
    NOT_STATED = "not_stated", "Not stated how far"


def extent(told: Reported) -> Extent:
    """How far a benchmark as reported was achieved.

    "In progress" without a percentage does not say how far: it is not "partly achieved" (A.4).
    """
    if told.achieved:
        return Extent.FULLY
    if told.percentage is not None:
        return Extent.PARTLY if told.percentage else Extent.NOT_ACHIEVED
    if told.status is BenchmarkStatus.NOT_ACHIEVED:
        return Extent.NOT_ACHIEVED
    return Extent.NOT_STATED


class ResultFigures(Struct, frozen=True, kw_only=True):
    """A group's results: ``contributing`` of the ``eligible`` institutions have one.

    ``extents`` has the institutions by extent for each benchmark from 1 to 8, ``distribution`` those that
    achieved 0 to 8 benchmarks. Each sums to ``contributing``.
    """

    eligible: int
    contributing: int
    extents: tuple[dict[Extent, int], ...]
    distribution: tuple[int, ...]

    @property
    def mean(self) -> Fraction | None:
        """Mean number of benchmarks achieved: the sum of the eight shares, as a number."""
        achieved = sum(number * count for number, count in enumerate(self.distribution))
        return Fraction(achieved, self.contributing) if self.contributing else None

    @property
    def all_eight(self) -> int:
        """Institutions that achieved every benchmark."""
        return self.distribution[-1]

    @property
    def none(self) -> int:
        """Institutions that achieved no benchmark."""
        return self.distribution[0]

    @property
    def contributing_share(self) -> Fraction | None:
        """Those contributing of those eligible, in per cent."""
        return Fraction(100 * self.contributing, self.eligible) if self.eligible else None

    def share(self, count: int) -> Fraction | None:
        """This many of those contributing, in per cent."""
        return Fraction(100 * count, self.contributing) if self.contributing else None


def figures_of(institutions: Iterable[RollupInstitution]) -> ResultFigures:
    """The figures of these eligible institutions."""
    eligible = contributing = 0
    extents = tuple(dict.fromkeys(Extent, 0) for _ in BENCHMARKS)
    distribution = [0 for _ in ACHIEVED]
    for one in institutions:
        eligible += 1
        if one.result is not None:
            contributing += 1
            distribution[one.result.achieved] += 1
            _count(one.result, extents)
    return ResultFigures(
        eligible=eligible,
        contributing=contributing,
        extents=extents,
        distribution=tuple(distribution),
    )


def _count(result: OfficialResult, extents: tuple[dict[Extent, int], ...]) -> None:
    for number, by_extent in zip(BENCHMARKS, extents, strict=True):
        by_extent[extent(result.benchmarks[number])] += 1
