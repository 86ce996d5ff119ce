"""Which of many like cases `make test` tries; `make test-all` tries all of them.

The rule: the choice goes by a case's name, so that a new case moves none of the others.
"""

from collections.abc import Iterable
from typing import Any
from zlib import crc32

import pytest


def is_daily(name: str, one_in: int) -> bool:
    """Whether the case of this name is among the one in so many that are tried each time."""
    return crc32(name.encode()) % one_in == 0


def daily(names: Iterable[str], one_in: int) -> list[Any]:
    """Cases for ``parametrize``: one in so many as they are, the others marked long."""
    return [
        name if is_daily(name, one_in) else pytest.param(name, marks=pytest.mark.long)
        for name in names
    ]


def first_daily(first: Any, *others: Any) -> list[Any]:
    """Cases for ``parametrize``: the first as it is, the others marked long."""
    return [first, *(pytest.param(one, marks=pytest.mark.long) for one in others)]
