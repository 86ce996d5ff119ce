"""Which facts need attention: each reason at its threshold, and what is no reason for whom."""

from datetime import date
from typing import Any

import msgspec
import pytest

from hub_core.attention.reasons import Concern, Facts, needs
from hub_core.provider_access.statement import Publication

TODAY = date(2026, 11, 22)
WELL = Facts(
    evaluated=True,
    leader_since=date(2025, 9, 1),
    leader_trained=True,
    vacant_since=None,
    expires_on=None,
    statement=Publication.PUBLISHED,
    review_due_on=date(2027, 6, 1),
    last_result=date(2026, 7, 1),
    told_this_year=True,
    last_told=date(2026, 11, 1),
    unanswered=0,
    next_unanswered=None,
)
VACANT: dict[str, Any] = {"leader_since": None, "leader_trained": None}


def _reasons(today: date = TODAY, **changed: Any) -> list[Concern]:
    return [one.reason for one in needs(msgspec.structs.replace(WELL, **changed), today)]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"unanswered": 2, "next_unanswered": date(2026, 12, 6)}, [Concern.REQUESTS_UNANSWERED]),
        ({"unanswered": 2, "next_unanswered": date(2026, 12, 7)}, []),
        ({**VACANT, "vacant_since": date(2026, 9, 1)}, [Concern.POST_VACANT]),
        (VACANT, [Concern.LEADER_UNTOLD]),
        ({**VACANT, "expires_on": date(2026, 11, 30)}, [Concern.LEADER_UNTOLD]),
        ({"leader_trained": False}, [Concern.LEADER_UNTRAINED]),
        ({"expires_on": date(2027, 2, 20)}, [Concern.TRAINING_EXPIRES]),
        ({"expires_on": date(2027, 2, 21)}, []),
        ({"statement": Publication.MISSING}, [Concern.STATEMENT_MISSING]),
        ({"statement": Publication.REVIEW_DUE}, [Concern.STATEMENT_OVERDUE]),
        ({"statement": Publication.OVERDUE}, [Concern.STATEMENT_OVERDUE]),
        ({"statement": Publication.NOT_ASKED}, []),
        ({"last_result": None}, [Concern.RESULT_MISSING]),
        ({"last_result": date(2025, 11, 22)}, []),
        ({"last_result": date(2025, 11, 21)}, [Concern.RESULT_OLD]),
        ({"told_this_year": False}, [Concern.NOTHING_TOLD]),
    ],
)
def test_each_reason_begins_on_its_day(changed: dict[str, Any], expected: list[Concern]) -> None:
    assert _reasons(**changed) == expected


def test_nobody_is_reminded_while_a_year_is_young() -> None:
    assert _reasons(date(2026, 10, 12), told_this_year=False) == []
    assert _reasons(date(2026, 10, 13), told_this_year=False) == [Concern.NOTHING_TOLD]


def test_a_primary_school_is_asked_for_no_careers_leader_and_no_result() -> None:
    primary = {"evaluated": False, **VACANT, "last_result": None}
    assert _reasons(**primary, statement=Publication.NOT_ASKED) == []


def test_the_most_pressing_come_first() -> None:
    everything = _reasons(
        **VACANT,
        vacant_since=date(2026, 9, 1),
        statement=Publication.MISSING,
        last_result=None,
        told_this_year=False,
        unanswered=1,
        next_unanswered=TODAY,
    )
    assert everything == [one for one in Concern if one in everything]
    assert everything[0] is Concern.REQUESTS_UNANSWERED
