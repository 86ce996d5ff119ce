"""What counts without names can tell: the least and the most learners they can have been.

The rule: bounds hold for whatever sets the counts stand for, and no tighter bound does from sizes alone.
"""

from collections.abc import Iterable, Sequence

import msgspec


class Range(msgspec.Struct, frozen=True, order=True):
    """At least so many learners and at most so many; equal when it is known exactly."""

    at_least: int
    at_most: int


def reached_by_counts(sizes: Sequence[int], *, times: int, roll: int) -> Range:
    """How many of ``roll`` learners were in at least ``times`` of activities of these sizes."""
    within = sorted((min(size, roll) for size in sizes), reverse=True)
    if len(within) < times:
        return Range(0, 0)
    return Range(_least(within, times, roll), _most(within, times, roll))


def most_reached(sizes: Iterable[int], *, times: int, roll: int) -> int:
    """How many at most; looks at no more sizes than it takes to see that it may be all of them."""
    within: list[int] = []
    places = 0
    for size in sizes:
        within.append(min(size, roll))
        places += within[-1]
        if places >= times * roll:
            return roll
    return _most(within, times, roll)


def all_of(ranges: Sequence[Range], *, roll: int) -> Range:
    """How many of ``roll`` learners are reached in every one of these ways."""
    spare = sum(one.at_least for one in ranges) - (len(ranges) - 1) * roll
    return Range(max(spare, 0), min(one.at_most for one in ranges))


def _least(sizes: Sequence[int], times: int, roll: int) -> int:
    """By pigeonholes: whoever is not reached can take up at most ``times - 1`` places."""
    best, places = 0, 0
    for number, size in enumerate(sizes, start=1):
        places += size
        if number >= times:
            spare = places - (times - 1) * roll
            best = max(best, -(-spare // (number - times + 1)))
    return best


def _most(sizes: Sequence[int], times: int, roll: int) -> int:
    """The largest number that could each have been there so often."""
    if times == 1:
        return min(sum(sizes), roll)
    low, high = 0, roll
    while low < high:
        tried = (low + high + 1) // 2
        if sum(min(size, tried) for size in sizes) >= times * tried:
            low = tried
        else:
            high = tried - 1
    return low
