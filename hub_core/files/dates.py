"""Days as schools' systems and spreadsheets write them.

The rule: a day comes before its month, as in England; what can only be read the American way is no date.
"""

import re
from datetime import date, timedelta

_NUMBERS = re.compile(r"(\d{1,2})([/.\- ])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{4})(\d{2})(\d{2})", re.ASCII)
_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[ \-]([A-Za-z]{3,9})\.?,?[ \-](\d{4}|\d{2})", re.ASCII
)
#: A time of day behind the date says nothing about the day.
_TIME = re.compile(
    r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?$", re.ASCII
)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
#: Excel counts days from here (it takes 1900 for a leap year); source: ECMA-376, part 1, 18.17.4.1.
_EXCEL_BEGINS = date(1899, 12, 30)
#: Serial numbers from 1927 to 2119; other numbers of five digits are something else.
_SERIALS = range(10_000, 80_001)


def read_date(text: str) -> date | None:
    """The day a cell tells: ISO, day/month/year with 2 or 4 digits, a named month, or Excel's number.

    None when it tells none, also for a month above 12.
    """
    bare = text.strip()
    if (serial := _SERIAL.fullmatch(bare)) and int(serial[1]) in _SERIALS:
        return _EXCEL_BEGINS + timedelta(days=int(serial[1]))
    bare = _TIME.sub("", bare)
    if told := _ISO.fullmatch(bare):
        year, month, day = (int(part) for part in told.groups() if part is not None)
        return _day(year, month, day)
    if told := _NUMBERS.fullmatch(bare):
        return _day(_year(told[4]), int(told[3]), int(told[1]))
    if told := _NAMED.fullmatch(bare):
        return _day(_year(told[3]), _month(told[2]), int(told[1]))
    return None


def _year(digits: str) -> int:
    """Two digits are of this century: no file that is read here tells of days of birth."""
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _month(name: str) -> int:
    """1 to 12 for a month's name or its beginning; 0 for what is none."""
    low = name.lower()
    fitting = [place for place, month in enumerate(_MONTHS, start=1) if month.startswith(low)]
    return 9 if low == "sept" else fitting[0] if len(fitting) == 1 else 0


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
