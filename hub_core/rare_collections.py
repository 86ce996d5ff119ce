"""When Python looks for cycles of objects, and among which: nobody's request should wait for it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: Allocations between two looks at the youngest objects, few enough that a look stops nobody for long, and
#: how seldom older ones are looked at.
_SELDOM = (50_000, 500, 100)


@contextmanager
def rare_collections() -> Iterator[None]:
    """For work that makes millions of objects and no cycles.

    Looking costs generation a quarter of its time and a rebuild a sixth, and stops a projection that has
    thousands of institutions in memory for a second.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def loaded_for_good() -> Iterator[None]:
    """What is loaded before answering begins is never looked at again.

    A look at all of it takes 25 to 30 ms of somebody's request: half of what explaining a figure may take.
    """
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
