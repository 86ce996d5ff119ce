"""Ids that follow from what they are about, each worked out once.

The rule: the same thing always leads to the same id, so one that was worked out may be kept; the page of a
hub asks for thousands.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, cast
from uuid import UUID

#: Ids of one kind kept at most: every member of a few dozen hubs.
MOST_KEPT = 16_384

_Parameters = ParamSpec("_Parameters")


def derived(make: Callable[_Parameters, UUID]) -> Callable[_Parameters, UUID]:
    """The same function of ids and codes, which remembers the last ids it made."""
    return cast("Callable[_Parameters, UUID]", lru_cache(maxsize=MOST_KEPT)(make))
