"""Numbers, dates and ages as people write them in England.

The one rule: what is written stays true all day, so that a page kept until tomorrow tells no lie:
times of today and yesterday are given to the minute, earlier ones in days.
"""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

#: Days turn at midnight in England.
ENGLAND = ZoneInfo("Europe/London")
#: Days kept in words: a page of a hub writes hundreds, most of them of these few years.
MOST_DAYS = 4_000


def number(value: int) -> str:
    """Thousands with commas."""
    return f"{value:,}"


def counted(value: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 institution, 42 institutions."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


@lru_cache(maxsize=MOST_DAYS)
def long_date(day: date) -> str:
    """14 March 2026."""
    return f"{day.day} {day:%B %Y}"


def hours_and_minutes(minutes: int) -> str:
    """2 hours 30 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [(hours, "hour"), (rest, "minute")]
    return " ".join(counted(number, unit) for number, unit in parts if number)


@lru_cache(maxsize=MOST_DAYS)
def short_date(day: date) -> str:
    """14 Mar."""
    return f"{day.day} {day:%b}"


def when(then: datetime, now: datetime) -> str:
    """When something was recorded, and for earlier days how long ago that is."""
    there, here = then.astimezone(ENGLAND), now.astimezone(ENGLAND)
    days = (here.date() - there.date()).days
    if days <= 0:
        return f"today at {there:%H:%M}"
    if days == 1:
        return f"yesterday at {there:%H:%M}"
    if days <= 60:
        return f"{days} days ago, on {there.day} {there:%B}"
    return f"on {long_date(there.date())}"
