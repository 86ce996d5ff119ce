"""Hubs as a release knows them: by a code that stays, and a name that may change.

The rule: a hub that is renamed is the same hub, and two hubs never have one code.
"""

from collections.abc import Iterator, Mapping
from uuid import UUID

from msgspec import Struct

#: What stands for institutions that are no hub's active member, beside hubs' own addresses.
NO_HUB, NO_HUB_NAME = "no_hub", "Not in a Careers Hub"


class ReleasedHub(Struct, frozen=True, kw_only=True):
    """A hub: ``code`` is the address it was established under (its slug), ``name`` what it is called."""

    code: str
    name: str


Hubs = Mapping[UUID, ReleasedHub]


def codes(hubs: Hubs) -> Iterator[tuple[str, str]]:
    """The code of every hub with its name, and of those in none, by code."""
    yield from sorted((one.code, one.name) for one in hubs.values())
    yield NO_HUB, NO_HUB_NAME
