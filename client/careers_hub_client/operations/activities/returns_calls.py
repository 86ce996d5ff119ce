"""Calls of returns, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.activities.returns import (
    CorrectMonthlyCounts,
    CorrectPrimaryReturn,
    MonthlyCountsList,
    PrimaryReturnList,
    SendMonthlyCounts,
    SendPrimaryReturn,
)
from careers_hub_client.types.shared import Changed


def primary_returns(institution: UUID) -> Call[PrimaryReturnList]:
    """A primary school's returns, the latest year first."""
    return Call(
        operation="returns_primary_returns",
        method="GET",
        path=f"/api/activities/institutions/{institution}/primary-returns",
        answer=PrimaryReturnList,
    )


def send_primary_return(institution: UUID, body: SendPrimaryReturn) -> Call[Changed]:
    """Send a primary school's return of an academic year.

    One return a year; refuses numbers that contradict each other. `id` is the institution's.
    """
    return Call(
        operation="returns_send_primary_return",
        method="POST",
        path=f"/api/activities/institutions/{institution}/primary-returns",
        answer=Changed,
        body=body,
    )


def monthly_counts(institution: UUID) -> Call[MonthlyCountsList]:
    """An adult service's months, the latest first."""
    return Call(
        operation="returns_monthly_counts",
        method="GET",
        path=f"/api/activities/institutions/{institution}/monthly-counts",
        answer=MonthlyCountsList,
    )


def send_monthly_counts(institution: UUID, body: SendMonthlyCounts) -> Call[Changed]:
    """Send an adult service's counts of a month that is over.

    One return a month; refuses numbers that contradict each other. `id` is the institution's.
    """
    return Call(
        operation="returns_send_monthly_counts",
        method="POST",
        path=f"/api/activities/institutions/{institution}/monthly-counts",
        answer=Changed,
        body=body,
    )


def correct_primary_return(
    institution: UUID, body: CorrectPrimaryReturn, *, if_match: str | None = None
) -> Call[Changed]:
    """Give a primary school's whole return anew.

    What was sent before no longer counts. `id` is the institution's, `version` the return's.
    """
    return Call(
        operation="returns_correct_primary_return",
        method="POST",
        path=f"/api/activities/institutions/{institution}/primary-returns/correct",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def correct_monthly_counts(
    institution: UUID, body: CorrectMonthlyCounts, *, if_match: str | None = None
) -> Call[Changed]:
    """Give an adult service's whole month anew.

    What was sent before no longer counts. `id` is the institution's, `version` the month's.
    """
    return Call(
        operation="returns_correct_monthly_counts",
        method="POST",
        path=f"/api/activities/institutions/{institution}/monthly-counts/correct",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
