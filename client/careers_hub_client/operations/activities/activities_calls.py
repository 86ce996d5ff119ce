"""Calls of activities, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.activities.activities import (
    ActivityStands,
    CorrectActivity,
    RecordActivity,
    WithdrawActivity,
)
from careers_hub_client.types.shared import Changed


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
