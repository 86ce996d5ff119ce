"""Fifths of schools by free school meals: as many in each, phase by phase, and no two of one share parted."""

import csv
import io
import random
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.disclosure.release import ReleasePolicy
from hub_core.reference.service_phases import ServicePhase
from hub_core.rollups.deprivation import cuts, placed, quintiles
from hub_core.rollups.export import export
from hub_core.rollups.levels import Level
from hub_core.rollups.register import RollupInstitution
from hub_core.rollups.release import build
from hub_core.rollups.subjects import Subject
from tests.builders.official_results import EDITION, HUBS, MEASURED, institution, result

KNOWN = [f"quintile_{number}" for number in range(1, 6)]


def schools(
    shares: Sequence[float | None], phase: ServicePhase = ServicePhase.SECONDARY, begin: int = 0
) -> list[RollupInstitution]:
    return [
        institution(number, None, phase=phase, free_school_meals_percent=share)
        for number, share in enumerate(shares, start=begin)
    ]


def fifths(institutions: Sequence[RollupInstitution]) -> list[str]:
    return [
        one.characteristics[Level.DEPRIVATION]
        for one in placed(institutions, quintiles(institutions))
    ]


def test_the_highest_shares_are_the_most_deprived_fifth() -> None:
    assert fifths(schools([10.0, 50.0, 30.0, 20.0, 40.0])) == [
        "quintile_5", "quintile_1", "quintile_3", "quintile_4", "quintile_2",
    ]  # fmt: skip


@given(st.lists(st.floats(0, 100), unique=True, max_size=40), st.randoms())
def test_without_ties_fifths_differ_by_one_school_at_most(
    shares: list[float], chance: random.Random
) -> None:
    chance.shuffle(shares)
    sizes = Counter(fifths(schools(shares)))
    assert {sizes[one] for one in KNOWN} <= {len(shares) // 5, -(-len(shares) // 5)}


@given(st.lists(st.sampled_from([0.0, 7.5, 7.6, 18.1, 40.0, None]), max_size=40))
def test_schools_of_one_share_are_together_and_in_the_order_of_shares(
    shares: list[float | None],
) -> None:
    told = list(zip(shares, fifths(schools(shares)), strict=True))
    assert len(set(told)) == len(set(shares))
    known = sorted(((share, one) for share, one in told if share is not None), reverse=True)
    assert [one for _, one in known] == sorted(one for _, one in known)
    assert all((one == "not_known") == (share is None) for share, one in told)


def test_shares_are_compared_as_they_are_and_not_as_they_are_rounded() -> None:
    assert fifths(schools([20.4, 20.3, 20.2, 20.1, 20.0])) == KNOWN


def test_a_phase_is_compared_with_itself_and_colleges_have_no_fifth() -> None:
    secondary = schools([1.0, 2.0, 3.0, 4.0, 5.0])
    primary = schools([61.0, 62.0, 63.0, 64.0, 65.0], ServicePhase.PRIMARY, 10)
    college = schools([30.0, None], ServicePhase.FE_AND_SKILLS, 20)
    assert fifths([*primary, *college, *secondary]) == [
        *reversed(KNOWN), "not_known", "not_known", *reversed(KNOWN),
    ]  # fmt: skip


def test_where_fifths_begin_and_end_is_told_with_who_is_alike() -> None:
    institutions = schools([50.0, 40.0, 40.0, 40.0, 30.0, 20.0, 10.0, None])
    told = {
        (one.phase, one.quintile.value): (one.schools, one.lowest, one.highest, one.at_lowest)
        for one in cuts(institutions, quintiles(institutions))
    }
    secondary = {item: told[ServicePhase.SECONDARY, item] for item in (*KNOWN, "not_known")}
    assert secondary == {
        "quintile_1": (1, 50.0, 50.0, 1),
        "quintile_2": (3, 40.0, 40.0, 3),
        "quintile_3": (0, None, None, 0),
        "quintile_4": (2, 20.0, 30.0, 1),
        "quintile_5": (1, 10.0, 10.0, 1),
        "not_known": (1, None, None, 0),
    }


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Thirty secondary schools, the more deprived the fewer benchmarks, six colleges, twenty primaries."""
    secondary = [
        institution(
            number,
            result([100] * (number // 6) + [0] * (8 - number // 6), number=number),
            free_school_meals_percent=60.0 - number,
        )
        for number in range(30)
    ]
    colleges = [
        institution(number, result([100] * 8, number=number), phase=ServicePhase.FE_AND_SKILLS)
        for number in range(30, 36)
    ]
    primary = [
        institution(
            number,
            None,
            phase=ServicePhase.PRIMARY,
            told={Subject.PRIMARY: {"primary_encounters": number - 99}},
            free_school_meals_percent=number / 4,
        )
        for number in range(100, 125)
    ]
    release = build(
        [*secondary, *colleges, *primary],
        measure_date=MEASURED,
        edition=EDITION,
        position=1,
        policy=ReleasePolicy(),
        hubs=HUBS,
    )
    return export(release)


def rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode())))


def test_results_are_told_by_fifths_and_of_colleges_as_not_known(files: dict[str, bytes]) -> None:
    told = [
        (row["deprivation_quintile"], row["institutions_contributing"], row["mean_benchmarks"])
        for row in rows(files, "headline_by_deprivation_quintile")
    ]
    assert told == [
        ("Total", "36", "3.00"),
        ("Quintile 1, most deprived", "6", "0.00"),
        ("Quintile 2", "6", "1.00"),
        ("Quintile 3", "6", "2.00"),
        ("Quintile 4", "6", "3.00"),
        ("Quintile 5, least deprived", "6", "4.00"),
        ("Not known", "6", "8.00"),
    ]


def test_primary_schools_are_told_by_fifths_of_their_own(files: dict[str, bytes]) -> None:
    told = [
        (row["institutions_contributing"], row["primary_encounters"])
        for row in rows(files, "primary_by_deprivation_quintile")
    ]
    assert told == [
        ("25", "325"), ("5", "115"), ("5", "90"), ("5", "65"), ("5", "40"), ("5", "15"), ("0", "z"),
    ]  # fmt: skip


def test_cut_points_go_with_the_release_and_its_definitions(files: dict[str, bytes]) -> None:
    cut = [tuple(row.values()) for row in rows(files, "deprivation_quintiles")]
    assert ("Primary", "Quintile 1, most deprived", "5", "30.0", "31.0", "1") in cut
    assert len(cut) == 18
    [defined] = [
        row["definition"]
        for row in rows(files, "definitions")
        if row["col_name"] == "deprivation_quintile"
    ]
    assert "PercentageFSM" in defined
    assert (
        "Primary in this release: quintile 1 from 30.0 to 31.0 per cent (5 schools), quintile 2 from"
        in defined
    )
    assert "Special" not in defined
