"""What the log was told, published in two releases, against a reader who adds and subtracts sums and shares.

The reader takes the exported files as they are, knows who told of what and in which release an institution's
numbers were other ones, and turns each printed sum, and each share with the number it is a share of, into an
equation. Two promises: no withheld sum follows, and whatever does follow of a single institution is a number
of people to the nearest ten, never closer.
"""

import csv
import io
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest

from hub_core.disclosure.release import ReleasePolicy
from hub_core.reference.areas import local_authorities, skills_improvement_area_of
from hub_core.rollups.characteristics import ITEMS
from hub_core.rollups.export import export
from hub_core.rollups.groups import groups
from hub_core.rollups.register import RollupInstitution
from hub_core.rollups.release import Release, build
from hub_core.rollups.repeaters import repeats, sums_of
from hub_core.rollups.subjects import (
    PHASES,
    Subject,
    contribution,
    entering,
    nearest,
    told_indicators,
)
from tests.builders.official_results import (
    EDITION,
    HUBS,
    at_random,
    repeating,
    telling,
    telling_more,
)
from tests.hub_core.rollups.test_attack import AREAS, PRIME, Elimination, characteristics_of

Told = list[RollupInstitution]


def release(
    institutions: Sequence[RollupInstitution],
    on: date,
    earlier: Sequence[Release] = (),
    policy: ReleasePolicy | None = None,
) -> Release:
    return build(
        institutions,
        measure_date=on,
        edition=EDITION,
        position=1,
        policy=policy or ReleasePolicy(),
        hubs=HUBS,
        earlier=[group for one in earlier for group in one.basis],
    )


def rows(files: dict[str, bytes], table: str) -> Iterator[dict[str, str]]:
    for by in ("area", "hub", "wider_area", *ITEMS):
        if (content := files.get(f"{table}_by_{by}.csv")) is not None:
            yield from csv.DictReader(io.StringIO(content.decode()))


def inside(row: dict[str, str], one: RollupInstitution) -> bool:
    area = local_authorities()[one.local_authority or ""]
    skills = skills_improvement_area_of(area.code)
    hub = HUBS[one.hub].name if one.hub else "Not in a Careers Hub"
    codes = ("new_la_code", "region_code", "english_devolved_area_code", "lsip_code")
    place = next((row[code] for code in codes if row.get(code)), "England")
    return (
        place
        in (
            "England",
            area.gss_code,
            area.region_code,
            area.combined_authority_code,
            skills and skills.code,
        )
        and row.get("institution_type", "Total") in ("Total", one.type.label)
        and row.get("careers_hub", "Total") in ("Total", hub)
        and next((row[level] for level in ITEMS if level in row), "Total")
        in ("Total", *characteristics_of(one))
    )


def withheld_that_follow(
    subject: Subject, releases: Sequence[tuple[Told, dict[str, bytes]]]
) -> tuple[int, int]:
    """How many withheld groups follow, of how many. A share says its part where its whole is shown, and both
    are withheld together, so that one equation stands for sum and share."""
    known, targets = Elimination(), []
    numbers: dict[object, int] = {}
    for institutions, files in releases:
        for row in rows(files, subject.value):
            told = [one.indicator for one in told_indicators(subject)]
            fate = {row[name] == "c" for name in ["institutions_contributing", *told]}
            assert len(fate) == 1, "sums and shares of a group are withheld together"
            behind = (
                contribution(one.institution, subject, entering(subject, one.told[subject], 10))
                for one in institutions
                if one.phase in PHASES[subject] and subject in one.told and inside(row, one)
            )
            equation = {numbers.setdefault(one, len(numbers)): 1 for one in behind}
            if fate == {True}:
                targets.append(equation)
            else:
                known.add(equation)
    return sum(not known.rest(one) for one in targets), len(targets)


@pytest.mark.parametrize("seed", range(2))
def test_no_withheld_sum_or_share_follows_from_two_releases_together(seed: int):
    chance = random.Random(seed)
    first = telling(chance, AREAS, 130)
    second = telling_more(first, chance, chance.choice([0.1, 0.5]))
    autumn = release(first, date(2025, 12, 31))
    spring = release(second, date(2026, 3, 31), [autumn])
    both = [(first, export(autumn)), (second, export(spring))]
    found = {subject: withheld_that_follow(subject, both) for subject in Subject}
    assert all(withheld for _, withheld in found.values()), "nothing was withheld, nothing tried"
    assert {follow for follow, _ in found.values()} == {0}


def achieved_that_follows(
    releases: Sequence[tuple[Told, Release]],
) -> tuple[list[object], int]:
    """Sums of benchmarks achieved that were withheld as unsafe, and results of single institutions, that
    follow from headline and distance tables together; and how many sums were withheld.

    A group's change may follow from two headlines where its first and its latest results do not: it is of all
    who repeat, and was published as such.
    """
    known = Elimination()
    numbers: dict[UUID, int] = {}

    def equation(results: Iterable[UUID], times: int = 1) -> dict[int, int]:
        return {numbers.setdefault(one, len(numbers)): times for one in results}

    for institutions, made in releases:
        files = export(made)
        for row in rows(files, "headline"):
            there = [one.result for one in institutions if inside(row, one)]
            if row["mean_benchmarks"] != "c":
                known.add(equation(one.result for one in there if one is not None))
        for row in rows(files, "distance"):
            if row["mean_change"] != "c":
                both = [repeats(one) for one in institutions if inside(row, one)]
                pairs = [one for one in both if one is not None]
                latest = equation(last.result for _, last in pairs)
                first = equation((first.result for first, _ in pairs), PRIME - 1)
                for one in (latest, first, latest | first):
                    known.add(one)
    unsafe = [
        equation(one.result for one in brought)
        for institutions, made in releases
        for group in groups(institutions, hubs=HUBS)
        for which, brought in ((None, group.contributions), *enumerate(sums_of(group)[:2]))
        if (which, group.key) in made.reasons
    ]
    follow: list[object] = [one for one in unsafe if not known.rest(one)]
    follow += [who for who, number in numbers.items() if not known.rest({number: 1})]
    return follow, len(unsafe)


@pytest.mark.long
def test_no_unsafe_sum_follows_from_results_and_distances_together():
    chance = random.Random(0)
    first = at_random(chance, AREAS, 50)
    second = repeating(first, chance, 0.5)
    autumn = release(first, date(2025, 12, 31))
    spring = release(second, date(2026, 3, 31), [autumn])
    follow, withheld = achieved_that_follows([(first, autumn), (second, spring)])
    assert withheld, "nothing was withheld, so nothing was tried"
    assert follow == []


def test_the_reader_finds_what_is_badly_hidden():
    """The same reader, given two releases that were not protected against each other."""
    chance = random.Random(4)
    first = telling(chance, AREAS, 130)
    second = telling_more(first, chance, 0.02)
    careless = ReleasePolicy(minimum_institutions=2, minimum_learners=1)
    files = export(release(first, date(2025, 12, 31)))
    bold = export(release(second, date(2026, 3, 31), policy=careless))
    found = [withheld_that_follow(one, [(first, files), (second, bold)]) for one in Subject]
    assert any(follow for follow, _ in found)


def test_an_institution_alone_would_tell_people_to_the_nearest_ten():
    own = {"learner_encounters": 3, "workplace_learners": 4, "workplace_hours": 35}
    entered = entering(Subject.ACTIVITY, own, 10)
    assert entered == {"learner_encounters": 0, "workplace_learners": 0, "workplace_hours": 0}
    assert [nearest(number, 10) for number in (0, 4, 5, 14, 15)] == [0, 0, 10, 10, 20]
    hours = {"workplace_learners": 12, "workplace_hours": 360}
    assert entering(Subject.ACTIVITY, hours, 10) == {
        "workplace_learners": 10,
        "workplace_hours": 300,
    }


def test_shares_of_learners_are_of_what_was_published():
    """A share of unrounded numbers would undo the rounding: one decimal of 812 learners is exact."""
    told = release(telling(random.Random(5), AREAS, 130), date(2025, 12, 31)).told
    england = next(one.figures for one in told if one.subject is Subject.ACTIVITY)
    assert england is not None
    [share] = [one for one in told_indicators(Subject.ACTIVITY) if one.whole == "learners_on_roll"]
    met, on_roll = england.total("learners_met"), england.total("learners_on_roll")
    assert met % 10 == on_roll % 10 == 0 < on_roll
    assert england.share(share) == Fraction(100 * met, on_roll)


def test_who_told_nothing_is_eligible_and_not_nought():
    institutions = telling(random.Random(6), AREAS, 130)
    england = next(rows(export(release(institutions, date(2025, 12, 31))), Subject.PRIMARY.value))
    of_primary = [one for one in institutions if one.phase in PHASES[Subject.PRIMARY]]
    told = [one.told[Subject.PRIMARY] for one in of_primary if Subject.PRIMARY in one.told]
    assert int(england["institutions_eligible"]) == len(of_primary) > len(told)
    assert int(england["institutions_contributing"]) == len(told)
    assert int(england["primary_encounters"]) == sum(one["primary_encounters"] for one in told)
