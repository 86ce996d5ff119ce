"""When Python looks for cycles of objects, and among which: nobody's request should wait for it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: Allocations between two looks at the youngest objects, and how many looks go by before one at older ones.
_SELDOM = (50_000, 500, 100)
#: Older ones as seldom, and so few young ones at a time that nobody waits for a look: at 50 thousand it takes
#: 40 ms and more, at 2 thousand 8 ms at most.
_BRIEFLY = (2_000, 12_500, 100)
#: The youngest as often as Python does, all others a tenth as often: with what a process keeps of streams and
#: pages that takes 50 to 150 ms of somebody's request, and hardly anything is found.
_ANSWERING = (700, 10, 100)


@contextmanager
def rare_collections() -> Iterator[None]:
    """For work that makes millions of objects and no cycles.

    Looking costs generation a quarter of its time and a rebuild a sixth, and stops a projection that has
    thousands of institutions in memory for a second.
    """
    with _thresholds(_SELDOM):
        yield


@contextmanager
def brief_collections() -> Iterator[None]:
    """The same for a projection at work, whose figures somebody waits for."""
    with _thresholds(_BRIEFLY):
        yield


@contextmanager
def _thresholds(chosen: tuple[int, int, int]) -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(*chosen)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def loaded_for_good() -> Iterator[None]:
    """What is loaded before answering begins is never looked at again, and what is kept since then seldom.

    A look at all that is loaded takes 25 to 30 ms of somebody's request: half of what explaining a figure may
    take.
    """
    gc.collect()
    gc.freeze()
    try:
        with _thresholds(_ANSWERING):
            yield
    finally:
        gc.unfreeze()
