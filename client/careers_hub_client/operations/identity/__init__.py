"""Calls of the service identity.

Generated from docs/openapi.json: change the API, not this file.
"""

from careers_hub_client.operations.identity.calendars_calls import make_feed, withdraw_feed
from careers_hub_client.operations.identity.identity_calls import (
    assign_caseload,
    audit,
    end_role,
    erase_person,
    hand_over,
    invitations,
    invite_person,
    issue_key,
    issue_link,
    keys,
    links,
    me,
    people,
    revoke_key,
    revoke_link,
    rotate_key,
    withdraw_invitation,
)
from careers_hub_client.operations.identity.webhooks_calls import (
    dead_letters,
    end_subscription,
    pause_subscription,
    replay_dead_letters,
    resume_subscription,
    rotate_secret,
    subscribe,
    subscriptions,
    topics,
)

__all__ = [
    "assign_caseload",
    "audit",
    "dead_letters",
    "end_role",
    "end_subscription",
    "erase_person",
    "hand_over",
    "invitations",
    "invite_person",
    "issue_key",
    "issue_link",
    "keys",
    "links",
    "make_feed",
    "me",
    "pause_subscription",
    "people",
    "replay_dead_letters",
    "resume_subscription",
    "revoke_key",
    "revoke_link",
    "rotate_key",
    "rotate_secret",
    "subscribe",
    "subscriptions",
    "topics",
    "withdraw_feed",
    "withdraw_invitation",
]
