"""Releases of the size of England, one after another: they come to an end, and give nothing away.

The reader here is plain elimination modulo a prime, written apart from what protects.
"""

import random
from collections.abc import Iterable, Sequence
from datetime import date

import pytest

from hub_core.disclosure.alike import Contribution
from hub_core.disclosure.release import ReleasePolicy, Withheld
from hub_core.rollups.groups import groups
from hub_core.rollups.register import RollupInstitution
from hub_core.rollups.release import Release, build
from tests.builders.england_results import england, england_hubs
from tests.builders.official_results import EDITION, repeating

PRIME = 2**61 - 1
DAYS = (date(2025, 12, 31), date(2026, 3, 31), date(2026, 7, 31))
Group = frozenset[Contribution]
Row = dict[int, int]


def release(
    institutions: Sequence[RollupInstitution], on: date, earlier: Iterable[Release]
) -> Release:
    return build(
        institutions,
        measure_date=on,
        edition=EDITION,
        position=1,
        policy=ReleasePolicy(),
        hubs=england_hubs(),
        earlier=[group for one in earlier for group in one.basis],
    )


def columns(groups: Sequence[Group]) -> list[Row]:
    """The groups as rows, with one column for contributions that are in the same groups."""
    where: dict[Contribution, list[int]] = {}
    for number, group in enumerate(groups):
        for one in group:
            where.setdefault(one, []).append(number)
    rows: list[Row] = [{} for _ in groups]
    for column, numbers in enumerate({tuple(each) for each in where.values()}):
        for number in numbers:
            rows[number][column] = 1
    return rows


def rest(row: Row, known: dict[int, Row]) -> Row:
    left = dict(row)
    for pivot, other in known.items():
        if value := left.get(pivot):
            for column, own in other.items():
                if now := (left.get(column, 0) - value * own) % PRIME:
                    left[column] = now
                else:
                    left.pop(column, None)
    return left


def recovered(published: Sequence[Group], withheld: Sequence[Group]) -> int:
    """How many of the withheld sums follow from those published."""
    rows = columns([*published, *withheld])
    known: dict[int, Row] = {}
    for row in rows[: len(published)]:
        if left := rest(row, known):
            pivot = min(left)
            inverse = pow(left[pivot], -1, PRIME)
            known[pivot] = {column: value * inverse % PRIME for column, value in left.items()}
    return sum(not rest(row, known) for row in rows[len(published) :])


def withheld(institutions: Sequence[RollupInstitution], made: Release) -> list[Group]:
    """The sums of official results that a release does not show."""
    found = groups(institutions, hubs=england_hubs())
    return [one.contributions for one in found if made.why(None, one.key) is not None]


@pytest.mark.long
def test_three_releases_of_a_year_of_england_are_made_and_give_nothing_away() -> None:
    chance = random.Random(2026)
    institutions = england(chance)
    out: list[Release] = []
    hidden: list[Group] = []
    for day in DAYS:
        out.append(release(institutions, day, out))
        hidden += withheld(institutions, out[-1])
        institutions = repeating(institutions, chance, 0.6)
    assert recovered([group for one in out for group in one.basis], hidden) == 0
    # Most groups are shown, and next to none is withheld because the search was given up.
    for one in out:
        results = [one.why(None, group.key) for group in one.groups]
        assert results.count(None) > len(results) / 2
        given_up = list(one.reasons.values()).count(Withheld.UNDECIDED)
        assert given_up < len(one.reasons) / 100
