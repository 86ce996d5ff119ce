"""Headlines say what the figures say."""

from msgspec.structs import replace

from services.web import headlines
from tests.builders.hub_dashboards import basis, breakdown, full_dashboard, months, silent_dashboard

RESTS_ON = basis(3, 4)
NONE = [0] * 12


def monthly(delivered: list[int], planned: list[int] = NONE) -> str:
    return headlines.by_month(months(delivered, planned, RESTS_ON), "2025/26")


def kinds(*rows: tuple[str, int]) -> str:
    return headlines.largest(breakdown(rows, 3, 4), rank="the most common kind", none="None")


def test_the_busiest_month_of_a_running_year_is_so_far() -> None:
    assert monthly([0, 5, 9, *[0] * 9]) == (
        "November is the busiest month so far, with 9 encounters"
    )


def test_level_months_are_all_named() -> None:
    assert monthly([9, 9, *[0] * 10]).startswith("September and October are the busiest months")


def test_a_year_without_encounters_says_so_and_tells_what_is_agreed() -> None:
    assert monthly(NONE) == "No encounters recorded in 2025/26"
    assert "3 agreed" in monthly(NONE, [3, *[0] * 11])


def test_the_largest_part_is_named_with_its_share() -> None:
    assert kinds(("Talk", 3), ("Fair", 1)) == "Talk is the most common kind: 75% of encounters"


def test_level_parts_are_not_ranked() -> None:
    assert kinds(("Talk", 2), ("Fair", 2)) == "Talk and Fair are level: 50% of encounters each"
    assert kinds(("Talk", 2), ("Fair", 2), ("Visit", 2)) == "No one stands out: 3 are level"


def test_one_part_is_all_and_none_is_none() -> None:
    assert kinds(("Talk", 2), ("Fair", 0)) == "Talk: all encounters"
    assert kinds() == "None"


def test_phases_that_told_nothing_are_named() -> None:
    assert headlines.phases(full_dashboard().phases, "2025/26") == (
        "Adult services: no member has supplied anything about 2025/26"
    )
    assert headlines.phases(silent_dashboard().phases, "2025/26") == (
        "No member has supplied anything about 2025/26"
    )


def test_evidence_counts_what_schools_confirmed() -> None:
    assert headlines.evidence(full_dashboard().evidence.slices).startswith(
        "Schools and colleges confirmed 54% of encounters"
    )


def test_a_hub_whose_schools_only_sync_is_told_so() -> None:
    both, counted, alone, reported = full_dashboard().evidence.slices
    nothing = [replace(one, encounters=0) for one in (both, counted, reported)]
    assert headlines.evidence([*nothing, alone]).startswith(
        "Schools and colleges recorded every encounter themselves"
    )
    assert headlines.evidence([replace(both, encounters=20), alone]) == (
        "Schools and colleges recorded 80% of encounters that no employer told us of"
    )


def test_year_groups_are_compared_and_not_shared_out() -> None:
    assert headlines.by_year_group(full_dashboard().by_year_group) == (
        "Year 10 came to the most: 187 encounters"
    )
