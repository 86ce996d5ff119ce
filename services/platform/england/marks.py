"""What tells that a log holds a fictional England, which one, up to which day, and whether it is whole.

The rule: reading these marks needs nothing of the generator, so whoever only asks starts quickly.
"""

from collections.abc import Iterable, Iterator
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
#: The claim taken once a demo has told all that comes after the last chunk.
WHOLE = "fictional-england:whole"
#: What the last chunk of a demo takes too: the day up to which it is told, and on which the rest happens.
_DAY = "fictional-england:day:"

_YEARS_BACK = 10
_MOST_HUBS = 50


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """How much of England a log was begun with, and a day of the academic year it was begun in.

    ``goes_on`` where all chunks are there and only what follows them is to be told, of that very day.
    """

    scale: Scale
    today: date
    goes_on: bool = False


def mark_of(*, seed: int, scale: Scale, first_year: AcademicYear) -> UUID:
    """The same for the same England: what is told of it does not depend on the day it is told."""
    return identity(seed, str(scale), first_year)


def key_of_day(day: date) -> str:
    """The claim that keeps the day up to which a demo was told."""
    return _DAY + day.isoformat()


def day_told_to(claims: Iterable[str]) -> date | None:
    """The day among the claims of an England; None where it has none to keep."""
    days = [one.removeprefix(_DAY) for one in claims if one.startswith(_DAY)]
    return date.fromisoformat(days[0]) if days else None


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
