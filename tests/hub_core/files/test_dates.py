"""Days as they are written in schools: the day before the month, or nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.files.dates import read_date

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))
FORMS = (
    "%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d-%m-%y", "%d.%m.%Y", "%d %B %Y",
    "%d-%b-%y", "%d %b %Y", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", " %d/%m/%Y ",
)  # fmt: skip


@given(day=DAYS, form=st.sampled_from(FORMS))
def test_a_day_is_read_in_every_form(day: date, form: str) -> None:
    assert read_date(day.strftime(form)) == day


@given(day=DAYS)
def test_a_day_is_read_from_excels_number(day: date) -> None:
    number = (day - date(1899, 12, 30)) // timedelta(days=1)
    assert read_date(str(number)) == day
    assert read_date(f"{number}.375") == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("45917", date(2025, 9, 17)),
        ("1/9/26", date(2026, 9, 1)),
        ("3rd September 2026", date(2026, 9, 3)),
        ("3-Sept-26", date(2026, 9, 3)),
        ("03/09/2026 9:05 am", date(2026, 9, 3)),
    ],
)
def test_known_days(text: str, day: date) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "09/14/2026", "2026-14-09", "31/02/2026", "14/09", "September 2026", "00/09/2026",
        "14/09-2026", "123", "99999999", "1e5", "٤٥٩١٧", "Ma 3 2026", "3 Ju 2026", "14/09/202", "x" * 500,
    ],
)  # fmt: skip
def test_what_tells_no_day_is_none(text: str) -> None:
    assert read_date(text) is None


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    assert read_date(text) is None or isinstance(read_date(text), date)
