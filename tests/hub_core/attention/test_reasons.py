"""Which facts need attention: each reason at its threshold, and what is no reason for whom."""

from datetime import date
from typing import Any

import msgspec
import pytest

from hub_core.attention.reasons import Facts, Reason, needs
from hub_core.provider_access.statement import Publication

TODAY = date(2026, 11, 22)
WELL = Facts(
    evaluated=True,
    leader_in_post=True,
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
VACANT: dict[str, Any] = {"leader_in_post": False, "leader_trained": None}


def _reasons(today: date = TODAY, **changed: Any) -> list[Reason]:
    return [one.reason for one in needs(msgspec.structs.replace(WELL, **changed), today)]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"unanswered": 2, "next_unanswered": date(2026, 12, 6)}, [Reason.REQUESTS_UNANSWERED]),
        ({"unanswered": 2, "next_unanswered": date(2026, 12, 7)}, []),
        ({**VACANT, "vacant_since": date(2026, 9, 1)}, [Reason.POST_VACANT]),
        (VACANT, [Reason.LEADER_UNTOLD]),
        ({**VACANT, "expires_on": date(2026, 11, 30)}, [Reason.LEADER_UNTOLD]),
        ({"leader_trained": False}, [Reason.LEADER_UNTRAINED]),
        ({"expires_on": date(2027, 2, 20)}, [Reason.TRAINING_EXPIRES]),
        ({"expires_on": date(2027, 2, 21)}, []),
        ({"statement": Publication.MISSING}, [Reason.STATEMENT_MISSING]),
        ({"statement": Publication.REVIEW_DUE}, [Reason.STATEMENT_OVERDUE]),
        ({"statement": Publication.OVERDUE}, [Reason.STATEMENT_OVERDUE]),
        ({"statement": Publication.NOT_ASKED}, []),
        ({"last_result": None}, [Reason.RESULT_MISSING]),
        ({"last_result": date(2025, 11, 22)}, []),
        ({"last_result": date(2025, 11, 21)}, [Reason.RESULT_OLD]),
        ({"told_this_year": False}, [Reason.NOTHING_TOLD]),
    ],
)
def test_each_reason_begins_on_its_day(changed: dict[str, Any], expected: list[Reason]) -> None:
    assert _reasons(**changed) == expected


def test_nobody_is_reminded_while_a_year_is_young() -> None:
    assert _reasons(date(2026, 10, 12), told_this_year=False) == []
    assert _reasons(date(2026, 10, 13), told_this_year=False) == [Reason.NOTHING_TOLD]


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
    assert everything == [one for one in Reason if one in everything]
    assert everything[0] is Reason.REQUESTS_UNANSWERED
