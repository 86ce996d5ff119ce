"""What tells that a log holds a fictional England, which one, and whether it is whole.

The rule: reading these marks needs nothing of the generator, so whoever only asks starts quickly.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of, last_day, previous_academic_year
from hub_core.values import AcademicYear
from services.platform.england.chance import identity
from services.platform.england.scale import DEMO, ENGLAND, Scale

ACTOR = "fictional-england"
DEFAULT_SEED = 2026
#: The claim the first chunk takes; its holder is the mark of this England.
BEGUN = "fictional-england:begun"
#: The claim the last chunk takes.
COMPLETE = "fictional-england:complete"

_YEARS_BACK = 10
_MOST_HUBS = 50


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """How much of England a log was begun with, and a day of the academic year it was begun in."""

    scale: Scale
    today: date


def mark_of(*, seed: int, scale: Scale, first_year: AcademicYear) -> UUID:
    """The same for the same England: what is told of it does not depend on the day it is told."""
    return identity(seed, str(scale), first_year)


def told_by(mark: UUID, *, today: date, scale: Scale | None = None) -> Told | None:
    """What a mark stands for; None when it is not of this scale, or of none that people usually write.

    ``today`` is the day asked on: an England begun in an earlier academic year is told up to the end
    of that year.
    """
    scales = tuple(_usual()) if scale is None else (scale,)
    year = academic_year_of(today)
    day = today
    for _ in range(_YEARS_BACK):
        first_year = previous_academic_year(year)
        for each in scales:
            if mark_of(seed=DEFAULT_SEED, scale=each, first_year=first_year) == mark:
                return Told(scale=each, today=day)
        year = first_year
        day = last_day(year)
    return None


def _usual() -> Iterator[Scale]:
    yield DEMO
    yield ENGLAND
    for hubs in range(1, _MOST_HUBS):
        yield Scale(whole_hubs=hubs, share=0.0)
    for thousandths in range(1, 1000):
        yield Scale(whole_hubs=0, share=thousandths / 1000)
