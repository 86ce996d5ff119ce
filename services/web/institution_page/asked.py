"""What the address of an institution's page may ask for: an edition of the rules, and a day to look back to.

The rule: what cannot be is told in a sentence, and is never taken for something else.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from litestar.exceptions import NotFoundException

from hub_core.academic_years import academic_year_of, first_day
from hub_core.days import FIRST_SCHOOL_DAY
from hub_core.disclosure import snap_to_month_end
from hub_core.gatsby.edition import Edition, edition_in_use, editions
from services.web.words import long_date


def edition_in(code: str | None, day: date) -> Edition:
    """The edition of this code, or the one in use on a day."""
    known = editions()
    if code is None:
        return edition_in_use(day)
    if code not in known:
        raise NotFoundException(f"There is no edition of the benchmarks called “{code[:20]}”.")
    return known[code]


def day_in(as_at: str | None, today: date) -> date:
    """The day as it is written in an address, or today."""
    if as_at is None:
        return today
    try:
        day = date.fromisoformat(as_at)
    except ValueError:
        raise NotFoundException(
            f"“{as_at[:20]}” is not a day. Write it like {today.isoformat()}."
        ) from None
    if day > today:
        raise NotFoundException(f"{long_date(day)} has not come yet.")
    if day < FIRST_SCHOOL_DAY:
        raise NotFoundException(f"Nothing could be recorded before {long_date(FIRST_SCHOOL_DAY)}.")
    return day


def days_offered(chosen: date, today: date) -> list[tuple[str, str]]:
    """Days to look back to: this year's month ends, today, and the day looked at now."""
    offered = {day.isoformat(): long_date(day) for day in _month_ends(today)}
    offered.setdefault(chosen.isoformat(), long_date(chosen))
    offered[today.isoformat()] = "today"
    return sorted(offered.items())


def _month_ends(today: date) -> Iterator[date]:
    """Each month's last day of the academic year so far, but for today, the latest first."""
    day = snap_to_month_end(today - timedelta(days=1))
    while day >= first_day(academic_year_of(today)):
        yield day
        day = snap_to_month_end(day - timedelta(days=1))
