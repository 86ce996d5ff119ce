"""Hubs as a release knows them: by a code that stays, and a name that may change.

The rule: a hub that is renamed is the same hub, and two hubs never have one code, nor in a table one name.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from uuid import UUID

from msgspec import Struct, structs

from hub_core.rollups.levels import TOTAL

#: What stands for institutions that are no hub's active member, beside hubs' own addresses.
NO_HUB, NO_HUB_NAME = "no_hub", "Not in a Careers Hub"


class ReleasedHub(Struct, frozen=True, kw_only=True):
    """A hub: ``code`` is the address it was established under (its slug), ``name`` what it is called."""

    code: str
    name: str


Hubs = Mapping[UUID, ReleasedHub]


def told_apart(hubs: Hubs) -> dict[UUID, ReleasedHub]:
    """The same hubs, those of one name with their codes behind it: nothing else tells their rows apart."""
    found = dict(hubs)
    while twins := _of_one_name(found):
        for hub in twins:
            one = found[hub]
            found[hub] = structs.replace(one, name=f"{one.name} ({one.code})")
    return found


def codes(hubs: Hubs) -> Iterator[tuple[str, str]]:
    """The code of every hub with its name, and of those in none, by code."""
    yield from sorted((one.code, one.name) for one in hubs.values())
    yield NO_HUB, NO_HUB_NAME


def _of_one_name(hubs: Hubs) -> list[UUID]:
    """Hubs called as another row of their table is; a reader sees no difference of capitals."""
    names = Counter(one.name.casefold() for one in hubs.values())
    names.update(name.casefold() for name in (NO_HUB_NAME, TOTAL))
    return [hub for hub, one in hubs.items() if names[one.name.casefold()] > 1]
