"""What an auditor asks for: days in three parts, and said back where they cannot be."""

from datetime import UTC, datetime

from services.web.audit_page.asked import asked


def day(name: str, text: str) -> dict[str, str]:
    return dict(zip((f"{name}-day", f"{name}-month", f"{name}-year"), text.split(), strict=True))


def test_both_days_belong_to_what_is_asked_for() -> None:
    found = asked({**day("since", "1 2 2026"), **day("until", "28 2 2026"), "who": "person:1"})
    assert found.mistakes == {}
    assert found.wanted.since == datetime(2026, 2, 1, tzinfo=UTC)
    assert found.wanted.until == datetime(2026, 3, 1, tzinfo=UTC)
    assert found.address("/audit", cursor="7").startswith("/audit?who=person%3A1&since-day=1&")


def test_what_is_no_day_is_said_and_left_out() -> None:
    found = asked({**day("since", "31 2 2026"), **day("until", "1 1 9999")})
    assert set(found.mistakes) == {"since", "until"}
    assert (found.wanted.since, found.wanted.until) == (None, None)
    backwards = asked({**day("since", "2 3 2026"), **day("until", "1 3 2026")})
    assert backwards.mistakes == {"until": "The last day is before the first. Change one of them."}
    assert asked({}).mistakes == {}
