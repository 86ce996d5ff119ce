"""Calls of facilitation, of the service membership.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.membership.facilitation import (
    AgreeAction,
    EndAction,
    Facilitators,
    MemberRecordView,
    NoteVisit,
    RearrangeAction,
)
from careers_hub_client.types.shared import Changed


def facilitators(hub: UUID) -> Call[Facilitators]:
    """Who of a hub looks after which members, and how much else is in their hands."""
    return Call(
        operation="facilitation_facilitators",
        method="GET",
        path=f"/api/membership/hubs/{hub}/facilitators",
        answer=Facilitators,
    )


def member_record(hub: UUID, institution: UUID) -> Call[MemberRecordView]:
    """What a hub noted of a member, agreed with it, and decided about its matters."""
    return Call(
        operation="facilitation_member_record",
        method="GET",
        path=f"/api/membership/hubs/{hub}/members/{institution}/record",
        answer=MemberRecordView,
    )


def note_visit(hub: UUID, institution: UUID, body: NoteVisit) -> Call[Changed]:
    """Note a meeting with a member.

    Refuses a day to come.
    """
    return Call(
        operation="facilitation_note_visit",
        method="POST",
        path=f"/api/membership/hubs/{hub}/members/{institution}/visits",
        answer=Changed,
        body=body,
    )


def withdraw_visit(
    hub: UUID, institution: UUID, visit: UUID, *, if_match: str | None = None
) -> Call[Changed]:
    """Take the note of a meeting back, and destroy its text.

    That there was one stays in the log, and nobody can read what was noted.
    """
    return Call(
        operation="facilitation_withdraw_visit",
        method="POST",
        path=f"/api/membership/hubs/{hub}/members/{institution}/visits/{visit}/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body={},
    )


def agree_action(hub: UUID, institution: UUID, body: AgreeAction) -> Call[Changed]:
    """Agree an action with a member; without owner the member does it.

    By a day to come, in the hands of the hub's lead, a facilitator or the member.
    """
    return Call(
        operation="facilitation_agree_action",
        method="POST",
        path=f"/api/membership/hubs/{hub}/members/{institution}/actions",
        answer=Changed,
        body=body,
    )


def rearrange_action(
    hub: UUID,
    institution: UUID,
    action: UUID,
    body: RearrangeAction,
    *,
    if_match: str | None = None,
) -> Call[Changed]:
    """Give an action another day or another owner.

    Day and owner as they are from now on; sent again unchanged it records nothing.
    """
    return Call(
        operation="facilitation_rearrange_action",
        method="PUT",
        path=f"/api/membership/hubs/{hub}/members/{institution}/actions/{action}",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def end_action(
    hub: UUID, institution: UUID, action: UUID, body: EndAction, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that an action was done, or is no longer needed.

    An action ends once, and is nobody's duty any more.
    """
    return Call(
        operation="facilitation_end_action",
        method="POST",
        path=f"/api/membership/hubs/{hub}/members/{institution}/actions/{action}/end",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
