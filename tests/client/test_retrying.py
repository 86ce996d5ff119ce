"""How long the client waits, and when it gives up."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careers_hub_client.retrying import NO_PATIENCE, Patience, seconds_to_wait

NOW = datetime(2026, 2, 11, 10, 30, tzinfo=UTC)


@given(
    attempt=st.integers(1, 60),
    chance=st.floats(0, 1),
    first=st.floats(0.01, 10),
    longest=st.floats(10, 100),
)
def test_a_wait_doubles_up_to_the_longest_and_half_of_it_is_chance(
    attempt: int, chance: float, first: float, longest: float
) -> None:
    patience = Patience(attempts=61, first=first, longest=longest, chance=lambda: chance)
    wait = patience.wait(attempt)
    assert wait is not None
    most = min(longest, first * 2.0 ** (attempt - 1))
    assert most / 2 <= wait <= most


def test_it_gives_up_after_its_attempts() -> None:
    patience = Patience(attempts=3, chance=lambda: 1.0)
    assert [patience.wait(attempt) for attempt in (1, 2, 3)] == [0.5, 1.0, None]
    assert NO_PATIENCE.wait(1) is None


def test_it_does_as_it_is_asked_unless_that_is_too_long() -> None:
    patience = Patience(longest=30)
    assert patience.wait(1, retry_after=7) == 7
    assert patience.wait(4, retry_after=0) == 0
    assert patience.wait(1, retry_after=31) is None
    assert patience.wait(5, retry_after=1) is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("Wed, 11 Feb 2026 10:31:30 GMT", 90.0),
        ("Wed, 11 Feb 2026 10:00:00 GMT", 0.0),
        ("soon", None),
        ("-1", None),
        ("", None),
        (None, None),
    ],
)
def test_a_header_says_how_long(header: str | None, seconds: float | None) -> None:
    assert seconds_to_wait(header, now=NOW) == seconds
