"""Times are said so that they stay true all day."""

from datetime import UTC, datetime, timedelta

import pytest

from services.web.words import when

#: A quarter to midnight in England, summer time.
NOW = datetime(2026, 6, 30, 22, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(0), "today at 23:45"),
        (timedelta(hours=23), "today at 00:45"),
        (timedelta(hours=24), "yesterday at 23:45"),
        (timedelta(days=2), "2 days ago, on 28 June"),
        (timedelta(days=60), "60 days ago, on 1 May"),
        (timedelta(days=61), "on 30 April 2026"),
        (-timedelta(seconds=1), "today at 23:45"),
    ],
)
def test_when_something_was_recorded(before: timedelta, said: str) -> None:
    assert when(NOW - before, NOW) == said
