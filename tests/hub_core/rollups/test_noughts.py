"""What follows from several noughts together is counted, and told to whoever releases."""

from uuid import UUID

from hub_core.rollups.register import RollupInstitution
from tests.builders.official_results import HUBS, institution, result
from tests.hub_core.rollups.test_export import released

HUB = next(iter(HUBS))


def schools(
    begin: int, first_benchmark: list[int], *, authority: str, hub: UUID | None = None
) -> list[RollupInstitution]:
    """Schools with these percentages of the first benchmark; all partly achieved the others."""
    return [
        institution(number, result([told, *[50] * 7], number=number), authority=authority, hub=hub)
        for number, told in enumerate(first_benchmark, start=begin)
    ]


def test_noughts_of_one_group_are_its_own_figures():
    assert released(schools(0, [100] * 9, authority="805")).noughts_meet == 0


def test_noughts_of_two_groups_that_meet_in_one_school_are_counted():
    """Nobody of the hub partly achieved the benchmark, nobody of the authority did not achieve it."""
    institutions = [
        *schools(0, [0, 100, 0, 100, 0, 100], authority="805", hub=HUB),
        *schools(10, [0, 40, 100, 0, 40, 100], authority="805"),
        *schools(20, [40, 100, 40, 100, 40, 100], authority="301"),
        *schools(30, [100], authority="301", hub=HUB),
    ]
    assert released(institutions).noughts_meet == 1
