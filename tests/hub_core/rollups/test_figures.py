"""The published national series comes out of results that have its shares."""

import random
from fractions import Fraction

import pytest

from hub_core.evaluations.codes import BENCHMARKS, BenchmarkStatus
from hub_core.evaluations.events import Reported
from hub_core.rollups.figures import Extent, extent, figures_of
from hub_core.rollups.printed import decimal
from tests.builders.official_results import institution, result, with_shares

#: Fully and partly achieved, per cent, of the published national tables (domain 6.2).
PUBLISHED_2017_18 = (
    (6.1, 91.9), (31.8, 40.6), (13.1, 85.6), (25.9, 43.4),
    (38.3, 61.7), (36.6, 26.1), (12.5, 73.0), (49.0, 17.5),
)  # fmt: skip
PUBLISHED_2018_19 = (
    (21, 79), (45, 51), (20, 80), (38, 58), (52, 38), (47, 49), (21, 77), (57, 35),
)  # fmt: skip


@pytest.mark.parametrize(
    ("published", "mean"), [(PUBLISHED_2017_18, "2.13"), (PUBLISHED_2018_19, "3.01")]
)
def test_the_published_national_series_is_reproduced(
    published: tuple[tuple[float, float], ...], mean: str
):
    """Mean benchmarks are the sum of the shares, as a number: 213.3 per cent are 2.13 benchmarks."""
    figures = figures_of(with_shares(published, 3_000, random.Random(6)))
    assert figures.mean is not None
    assert decimal(figures.mean, 2) == mean
    fully = [figures.share(one[Extent.FULLY]) for one in figures.extents]
    assert [decimal(share, 1) for share in fully if share is not None] == [
        f"{share:.1f}" for share, _ in published
    ]
    partly = [figures.share(one[Extent.PARTLY]) for one in figures.extents]
    assert [decimal(share, 1) for share in partly if share is not None] == [
        f"{share:.1f}" for _, share in published
    ]
    assert sum(share or 0 for share in fully) / 100 == figures.mean


def test_every_sum_is_that_of_the_institutions_contributing():
    figures = figures_of(
        [
            institution(1, result([100] * 8, number=1)),
            institution(2, result([0, 40, 100, 100, 0, 0, 99, 0], number=2)),
            institution(3, result([0] * 8, number=3)),
            institution(4, None),
        ]
    )
    assert (figures.contributing, figures.eligible) == (3, 4)
    assert figures.distribution == (1, 0, 1, 0, 0, 0, 0, 0, 1)
    assert (figures.all_eight, figures.none) == (1, 1)
    assert figures.mean == Fraction(10, 3)
    assert [sum(one.values()) for one in figures.extents] == [3 for _ in BENCHMARKS]
    assert figures.extents[6] == {
        Extent.FULLY: 1, Extent.PARTLY: 1, Extent.NOT_ACHIEVED: 1, Extent.NOT_STATED: 0,
    }  # fmt: skip


def test_nobody_contributing_is_not_nought():
    figures = figures_of([institution(1, None)])
    assert (figures.contributing, figures.mean, figures.share(0)) == (0, None, None)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (Reported(percentage=100), Extent.FULLY),
        (Reported(percentage=95, status=BenchmarkStatus.ACHIEVED), Extent.FULLY),
        (Reported(status=BenchmarkStatus.ACHIEVED), Extent.FULLY),
        (Reported(percentage=99), Extent.PARTLY),
        (Reported(percentage=1, status=BenchmarkStatus.NOT_ACHIEVED), Extent.PARTLY),
        (Reported(percentage=0), Extent.NOT_ACHIEVED),
        (Reported(status=BenchmarkStatus.NOT_ACHIEVED), Extent.NOT_ACHIEVED),
        (Reported(status=BenchmarkStatus.IN_PROGRESS), Extent.NOT_STATED),
        (Reported(status=BenchmarkStatus.NOT_SCORED), Extent.NOT_STATED),
    ],
)
def test_how_far_a_benchmark_was_achieved_is_as_it_was_reported(told: Reported, expected: Extent):
    assert extent(told) is expected
