"""What true noughts tell when they meet: how many facts of single institutions follow from several of them.

A nought published of a group says so of each institution in it. Where one group has nobody who partly
achieved a benchmark and another nobody who did not achieve it, an institution in both achieved it. The rule:
noughts are kept, and whoever releases is told how much follows from them.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from hub_core.rollups.figures import Extent, ResultFigures
from hub_core.rollups.groups import Group, GroupKey

#: A benchmark of an institution, by its place from 0.
Fact = tuple[UUID, int]


def told_where_noughts_meet(
    groups: Iterable[Group], shown: Mapping[GroupKey, ResultFigures]
) -> int:
    """Benchmarks of institutions of which noughts of several shown groups leave one answer only.

    Those of which one group alone says it (all of its five or more institutions alike) are not counted.
    """
    left: dict[Fact, set[Extent]] = {}
    by_one_group: set[Fact] = set()
    for group in groups:
        figures = shown.get(group.key)
        if figures is None:
            continue
        for place, extents in enumerate(figures.extents):
            noughts = {extent for extent, number in extents.items() if not number}
            facts = [(one.institution, place) for one in group.institutions if one.result]
            for fact in facts:
                left.setdefault(fact, set(Extent)).difference_update(noughts)
            if len(noughts) == len(Extent) - 1:
                by_one_group.update(facts)
    return sum(len(one) == 1 and fact not in by_one_group for fact, one in left.items())
