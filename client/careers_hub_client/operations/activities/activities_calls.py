"""Calls of activities, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call, PagedCall
from careers_hub_client.types.activities.activities import (
    ActivityList,
    ActivityView,
    CorrectActivity,
    RecordActivity,
    WithdrawActivity,
)
from careers_hub_client.types.activities.shared import ActivityStands
from careers_hub_client.types.shared import ActivityKind, Campaign, Changed


def activities(
    institution: UUID,
    *,
    academic_year: str | None = None,
    kind: ActivityKind | None = None,
    campaign: Campaign | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> PagedCall[ActivityList, ActivityView]:
    """What an institution recorded and synced, the latest held first; what was withdrawn says so."""
    return PagedCall(
        operation="activities_activities",
        method="GET",
        path=f"/api/activities/institutions/{institution}/activities",
        answer=ActivityList,
        query={
            "academicYear": academic_year,
            "kind": kind,
            "campaign": campaign,
            "cursor": cursor,
            "limit": limit,
        },
        items="activities",
    )


def record_activity(institution: UUID, body: RecordActivity) -> Call[ActivityStands]:
    """Record an activity that took place.

    Refuses a day to come, details that do not fit the kind, and learners who are not on the
    roster.
    """
    return Call(
        operation="activities_record_activity",
        method="POST",
        path=f"/api/activities/institutions/{institution}/activities",
        answer=ActivityStands,
        body=body,
    )


def activity(institution: UUID, activity: UUID) -> Call[ActivityView]:
    """One activity of an institution."""
    return Call(
        operation="activities_activity",
        method="GET",
        path=f"/api/activities/institutions/{institution}/activities/{activity}",
        answer=ActivityView,
    )


def correct_activity(
    institution: UUID, activity: UUID, body: CorrectActivity, *, if_match: str | None = None
) -> Call[ActivityStands]:
    """Give an activity anew, as a whole.

    The whole activity is given anew; sent again unchanged it records nothing.
    """
    return Call(
        operation="activities_correct_activity",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/activities/{activity}",
        answer=ActivityStands,
        headers={"If-Match": if_match},
        body=body,
    )


def withdraw_activity(
    institution: UUID, activity: UUID, body: WithdrawActivity, *, if_match: str | None = None
) -> Call[Changed]:
    """Take an activity back.

    It no longer counts; what was recorded stays in the log.
    """
    return Call(
        operation="activities_withdraw_activity",
        method="POST",
        path=f"/api/activities/institutions/{institution}/activities/{activity}/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
