"""Calls of guidance, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call, PagedCall
from careers_hub_client.types.activities.guidance import (
    AccessView,
    AdviserList,
    ChangeAdviserDetails,
    CompleteAction,
    CorrectMeeting,
    DropAction,
    EndAdviser,
    HubAccess,
    MeetingCopy,
    MeetingLine,
    MeetingList,
    Queue,
    RecordMeeting,
    RegisterAdviser,
    WithdrawMeeting,
)
from careers_hub_client.types.shared import Changed


def advisers(institution: UUID) -> Call[AdviserList]:
    """An institution's careers advisers by name, those who left last."""
    return Call(
        operation="guidance_advisers",
        method="GET",
        path=f"/api/activities/institutions/{institution}/advisers",
        answer=AdviserList,
    )


def register_adviser(institution: UUID, body: RegisterAdviser) -> Call[Changed]:
    """Register a careers adviser.

    Begins today unless an earlier day is given.
    """
    return Call(
        operation="guidance_register_adviser",
        method="POST",
        path=f"/api/activities/institutions/{institution}/advisers",
        answer=Changed,
        body=body,
    )


def meetings(
    institution: UUID, *, cursor: str | None = None, limit: int | None = None
) -> PagedCall[MeetingList, MeetingLine]:
    """An institution's guidance meetings with their learners, the latest first."""
    return PagedCall(
        operation="guidance_meetings",
        method="GET",
        path=f"/api/activities/institutions/{institution}/guidance-meetings",
        answer=MeetingList,
        query={"cursor": cursor, "limit": limit},
        items="meetings",
    )


def record_meeting(institution: UUID, body: RecordMeeting) -> Call[Changed]:
    """Record that a learner met a careers adviser.

    Refuses what no agreement covers, an adviser or learner not the institution's, and a second
    meeting on one day.
    """
    return Call(
        operation="guidance_record_meeting",
        method="POST",
        path=f"/api/activities/institutions/{institution}/guidance-meetings",
        answer=Changed,
        body=body,
    )


def meeting(institution: UUID, meeting: UUID) -> Call[MeetingCopy]:
    """Everything of one meeting, what was agreed in clear: the copy a learner is given."""
    return Call(
        operation="guidance_meeting",
        method="GET",
        path=f"/api/activities/institutions/{institution}/guidance-meetings/{meeting}",
        answer=MeetingCopy,
    )


def correct_meeting(
    institution: UUID, meeting: UUID, body: CorrectMeeting, *, if_match: str | None = None
) -> Call[Changed]:
    """Say anew how a meeting was held.

    Learner and actions stay: withdraw a meeting that names the wrong learner, and record it
    anew.
    """
    return Call(
        operation="guidance_correct_meeting",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/guidance-meetings/{meeting}",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def queue(institution: UUID, *, limit: int | None = None) -> Call[Queue]:
    """Who should be seen next, those who need it most first, with the reasons in words."""
    return Call(
        operation="guidance_queue",
        method="GET",
        path=f"/api/activities/institutions/{institution}/guidance-queue",
        answer=Queue,
        query={"limit": limit},
    )


def access(institution: UUID, *, year: str | None = None) -> Call[AccessView]:
    """How many advisers an institution has and how many learners they met, in one academic year."""
    return Call(
        operation="guidance_access",
        method="GET",
        path=f"/api/activities/institutions/{institution}/guidance-access",
        answer=AccessView,
        query={"year": year},
    )


def hub_access(hub: UUID, *, year: str | None = None) -> Call[HubAccess]:
    """The same of a hub's members, together and each, numbers of learners protected."""
    return Call(
        operation="guidance_hub_access",
        method="GET",
        path=f"/api/activities/hubs/{hub}/guidance-access",
        answer=HubAccess,
        query={"year": year},
    )


def change_adviser_details(
    institution: UUID, adviser: UUID, body: ChangeAdviserDetails, *, if_match: str | None = None
) -> Call[Changed]:
    """Describe a careers adviser anew, as a whole.

    Meetings recorded before keep the level known then, unless they are corrected.
    """
    return Call(
        operation="guidance_change_adviser_details",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/advisers/{adviser}",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def end_adviser(
    institution: UUID, adviser: UUID, body: EndAdviser | None = None, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that a careers adviser has left.

    Meetings before that day stand.
    """
    return Call(
        operation="guidance_end_adviser",
        method="POST",
        path=f"/api/activities/institutions/{institution}/advisers/{adviser}/end",
        answer=Changed,
        headers={"If-Match": if_match},
        body={} if body is None else body,
    )


def withdraw_meeting(
    institution: UUID, meeting: UUID, body: WithdrawMeeting, *, if_match: str | None = None
) -> Call[Changed]:
    """Take a meeting back.

    It no longer counts; what was recorded stays in the log.
    """
    return Call(
        operation="guidance_withdraw_meeting",
        method="POST",
        path=f"/api/activities/institutions/{institution}/guidance-meetings/{meeting}/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def complete_action(
    institution: UUID, meeting: UUID, body: CompleteAction, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that an agreed action was done.

    Refuses a number that was not agreed, and an action that was dropped.
    """
    return Call(
        operation="guidance_complete_action",
        method="POST",
        path=f"/api/activities/institutions/{institution}/guidance-meetings/{meeting}/complete-action",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def drop_action(
    institution: UUID, meeting: UUID, body: DropAction, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that an agreed action is no longer wanted.

    Refuses a number that was not agreed, and an action that was done.
    """
    return Call(
        operation="guidance_drop_action",
        method="POST",
        path=f"/api/activities/institutions/{institution}/guidance-meetings/{meeting}/drop-action",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
