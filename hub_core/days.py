"""Days as commands give them.

The rule: nothing is recorded of a day to come, and nothing that counts in an academic year of a day before
the years known here.
"""

from datetime import date

from hub_core.refusals import Invalid
from hub_core.work import Work

#: From here on every year group has a cohort that an event can hold (see ``values.Cohort``).
FIRST_SCHOOL_DAY = date(2002, 9, 1)
#: No academic year known here begins after it.
LAST_SCHOOL_DAY = date(2098, 8, 31)


def up_to_today(day: date | None, work: Work, *, field: str, earliest: date = date.min) -> date:
    """The day given, or today where none was; refuses one to come and one before ``earliest``."""
    if day is None:
        return work.today
    if day > work.today:
        raise Invalid.field(field, f"{day:%-d %B %Y} has not come yet.", "Give a date up to today.")
    if day < earliest:
        raise Invalid.field(
            field,
            f"{day:%-d %B %Y} is too long ago.",
            f"Give a date from {earliest:%-d %B %Y}.",
        )
    return day
