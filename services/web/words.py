"""Numbers, dates and ages as people write them in England.

The one rule: a page never makes a reader do sums; an age is said in the largest unit that fits.
"""

from datetime import date, datetime


def number(value: int) -> str:
    """Thousands with commas."""
    return f"{value:,}"


def counted(value: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 institution, 42 institutions."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def long_date(day: date) -> str:
    """14 March 2026."""
    return f"{day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """14 March."""
    return f"{day.day} {day:%B}"


def age(then: datetime, now: datetime) -> str:
    """How long ago something was recorded, to the largest unit that fits."""
    seconds = (now - then).total_seconds()
    if seconds < 60:
        return "less than a minute ago"
    if seconds < 3600:
        return f"{counted(int(seconds // 60), 'minute')} ago"
    if seconds < 86400:
        return f"{counted(int(seconds // 3600), 'hour')} ago"
    days = int(seconds // 86400)
    if days < 60:
        return f"{counted(days, 'day')} ago"
    return f"on {long_date(then.date())}"


def listed(names: tuple[str, ...]) -> str:
    """Names in a sentence: A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
