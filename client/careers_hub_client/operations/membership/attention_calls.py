"""Calls of attention, of the service membership.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.membership.attention import (
    AssignMatter,
    CloseMatter,
    ReopenMatter,
    SnoozeMatter,
)
from careers_hub_client.types.shared import Changed


def assign_matter(
    hub: UUID, institution: UUID, body: AssignMatter, *, if_match: str | None = None
) -> Call[Changed]:
    """Give a matter to one of the hub's people; to nobody in particular without person.

    To the hub's lead or a facilitator, until the academic year ends. Whoever had it has it no
    longer.
    """
    return Call(
        operation="attention_assign_matter",
        method="POST",
        path=f"/api/membership/hubs/{hub}/members/{institution}/attention/assign",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def snooze_matter(
    hub: UUID, institution: UUID, body: SnoozeMatter, *, if_match: str | None = None
) -> Call[Changed]:
    """Set a matter aside until a day.

    It is back on the list on that day, or as soon as the fact behind it is another.
    """
    return Call(
        operation="attention_snooze_matter",
        method="POST",
        path=f"/api/membership/hubs/{hub}/members/{institution}/attention/snooze",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def close_matter(
    hub: UUID, institution: UUID, body: CloseMatter, *, if_match: str | None = None
) -> Call[Changed]:
    """Close a matter that nothing more need be done about.

    It is nobody's any more. It comes back when the fact behind it is another, or the next
    academic year begins with it.
    """
    return Call(
        operation="attention_close_matter",
        method="POST",
        path=f"/api/membership/hubs/{hub}/members/{institution}/attention/close",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def reopen_matter(
    hub: UUID, institution: UUID, body: ReopenMatter, *, if_match: str | None = None
) -> Call[Changed]:
    """Put a matter back on the list that was set aside or closed.

    Refuses one that is neither set aside nor closed.
    """
    return Call(
        operation="attention_reopen_matter",
        method="POST",
        path=f"/api/membership/hubs/{hub}/members/{institution}/attention/reopen",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
