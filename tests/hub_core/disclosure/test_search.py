"""The search for too few members sees at once where many are needed, however many ways there are to try."""

from hub_core.disclosure.alike import Alike
from hub_core.disclosure.search import Behind, Search, Telling

PLACES, WAYS = 6, 10


def searched(steps: int) -> tuple[Search[int], dict[int, int]]:
    """Six places, each its own member's and reached by ten more of its own by way of known sums."""
    rest = dict.fromkeys(range(PLACES), 1)
    members = range(PLACES * (WAYS + 1))
    atoms = {one: Alike(members=(one,), groups=()) for one in members}
    behind = Behind(atoms, lambda few: len(few) < 5, enough=5, carries=lambda one: True)
    search = Search(behind, steps=steps)
    for one in members[PLACES:]:
        search.add({one % PLACES: 1, one: 1})
    return search, rest


def test_places_that_nobody_reaches_two_of_need_somebody_each() -> None:
    """Tried one by one, four of eleven ways each would be many thousands of steps."""
    search, rest = searched(steps=1)
    assert search.told_by(rest) is Telling.NOTHING


def test_four_places_are_of_too_few() -> None:
    search, rest = searched(steps=10)
    assert search.told_by({place: rest[place] for place in range(4)}) is Telling.OF_TOO_FEW


def test_somebody_who_reaches_two_places_counts_once() -> None:
    search, rest = searched(steps=100)
    search.add({0: 1, 1: 1, 2: 1, PLACES: 1})
    assert search.told_by(rest) is Telling.OF_TOO_FEW
