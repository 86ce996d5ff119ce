"""Calls of evaluations, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.progress.evaluations import (
    CorrectCompassResult,
    HubResults,
    MembersFileTaken,
    MembersResultsTaken,
    RecordCompassResult,
    RecordMembersFile,
    RecordMembersResults,
    ResultList,
    ResultStands,
    WithdrawCompassResult,
)
from careers_hub_client.types.shared import Changed


def compass_results(institution: UUID, *, as_at: date | None = None) -> Call[ResultList]:
    """An institution's official Compass results as reported, the latest first."""
    return Call(
        operation="evaluations_compass_results",
        method="GET",
        path=f"/api/progress/institutions/{institution}/compass-results",
        answer=ResultList,
        query={"asAt": as_at},
    )


def record_compass_result(institution: UUID, body: RecordCompassResult) -> Call[ResultStands]:
    """Record an official Compass result as it was reported.

    Refuses a result that is incomplete or contradicts itself, and from a hub one that is no
    newer than the institution's own.
    """
    return Call(
        operation="evaluations_record_compass_result",
        method="POST",
        path=f"/api/progress/institutions/{institution}/compass-results",
        answer=ResultStands,
        body=body,
    )


def hub_results(hub: UUID, *, as_at: date | None = None) -> Call[HubResults]:
    """The latest official result of each member of a hub, as reported."""
    return Call(
        operation="evaluations_hub_results",
        method="GET",
        path=f"/api/progress/hubs/{hub}/compass-results",
        answer=HubResults,
        query={"asAt": as_at},
    )


def record_members_results(hub: UUID, body: RecordMembersResults) -> Call[MembersResultsTaken]:
    """Record Compass results and careers leaders of a hub's members. With check nothing is
    recorded.

    Every row that is in order is recorded, and every other one told with its line and column.
    """
    return Call(
        operation="evaluations_record_members_results",
        method="POST",
        path=f"/api/progress/hubs/{hub}/compass-results",
        answer=MembersResultsTaken,
        body=body,
    )


def correct_compass_result(
    institution: UUID, result: UUID, body: CorrectCompassResult, *, if_match: str | None = None
) -> Call[ResultStands]:
    """Give a Compass result anew, as a whole.

    The whole result is given anew; sent again unchanged it records nothing.
    """
    return Call(
        operation="evaluations_correct_compass_result",
        method="PUT",
        path=f"/api/progress/institutions/{institution}/compass-results/{result}",
        answer=ResultStands,
        headers={"If-Match": if_match},
        body=body,
    )


def withdraw_compass_result(
    institution: UUID, result: UUID, body: WithdrawCompassResult, *, if_match: str | None = None
) -> Call[Changed]:
    """Take a Compass result back.

    It no longer counts; what was recorded stays in the log.
    """
    return Call(
        operation="evaluations_withdraw_compass_result",
        method="POST",
        path=f"/api/progress/institutions/{institution}/compass-results/{result}/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def record_members_file(hub: UUID, body: RecordMembersFile) -> Call[MembersFileTaken]:
    """Record Compass results and careers leaders of a hub's members from a CSV file. With check.

    Each row that is in order is recorded as a whole; every other one is told with line, column,
    value, reason and remedy. A file sent again appends nothing.
    """
    return Call(
        operation="evaluations_record_members_file",
        method="POST",
        path=f"/api/progress/hubs/{hub}/compass-results/file",
        answer=MembersFileTaken,
        body=body,
    )
