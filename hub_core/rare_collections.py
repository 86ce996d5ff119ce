"""For work that makes millions of objects and no cycles: let Python look for cycles seldom meanwhile."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: Allocations between two looks at the youngest objects, few enough that a look stops nobody for long, and
#: how seldom older ones are looked at.
_SELDOM = (50_000, 500, 100)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Looking costs generation a quarter of its time and a rebuild a sixth, and stops a projection that has
    thousands of institutions in memory for a second."""
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
