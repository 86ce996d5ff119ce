"""Hubs in a release: told apart by name wherever a row has nothing but a name."""

from uuid import UUID

from hub_core.rollups.released_hubs import ReleasedHub, told_apart


def names(*hubs: tuple[str, str]) -> list[str]:
    """What hubs of these codes and names are called in a release."""
    known = {
        UUID(int=number): ReleasedHub(code=code, name=name)
        for number, (code, name) in enumerate(hubs)
    }
    return [one.name for one in told_apart(known).values()]


def test_two_hubs_of_one_name_have_their_codes_behind_it_and_no_other_has() -> None:
    assert names(("north", "Riverside"), ("south", "riverside"), ("west", "Moor")) == [
        "Riverside (north)",
        "riverside (south)",
        "Moor",
    ]


def test_a_hub_is_never_called_as_those_in_none_or_as_all_together() -> None:
    assert names(("a", "Not in a Careers Hub"), ("b", "Total")) == [
        "Not in a Careers Hub (a)",
        "Total (b)",
    ]


def test_a_name_that_looks_like_one_with_a_code_is_told_apart_too() -> None:
    assert names(("a", "North (b)"), ("b", "North"), ("c", "North")) == [
        "North (b) (a)",
        "North (b) (b)",
        "North (c)",
    ]
