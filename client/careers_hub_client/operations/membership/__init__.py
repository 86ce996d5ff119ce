"""Calls of the service membership.

Generated from docs/openapi.json: change the API, not this file.
"""

from careers_hub_client.operations.membership.attention_calls import (
    assign_matter,
    close_matter,
    reopen_matter,
    snooze_matter,
)
from careers_hub_client.operations.membership.facilitation_calls import (
    agree_action,
    end_action,
    facilitators,
    member_record,
    note_visit,
    rearrange_action,
    withdraw_visit,
)
from careers_hub_client.operations.membership.membership_calls import (
    adjust_scope,
    admit_member,
    close_institution,
    declare_scope,
    establish_hub,
    find_institution,
    hub,
    institution,
    membership,
    merge_institutions,
    register_institution,
    reinstate_member,
    request_membership,
    suspend_member,
    sync_institutions,
    transfer_member,
    withdraw_member,
)
from careers_hub_client.operations.membership.partnerships_calls import (
    accept_partnership,
    decline_partnership,
    end_partnership,
    hub_partnerships,
    partnerships,
    propose_partnership,
)

__all__ = [
    "accept_partnership",
    "adjust_scope",
    "admit_member",
    "agree_action",
    "assign_matter",
    "close_institution",
    "close_matter",
    "declare_scope",
    "decline_partnership",
    "end_action",
    "end_partnership",
    "establish_hub",
    "facilitators",
    "find_institution",
    "hub",
    "hub_partnerships",
    "institution",
    "member_record",
    "membership",
    "merge_institutions",
    "note_visit",
    "partnerships",
    "propose_partnership",
    "rearrange_action",
    "register_institution",
    "reinstate_member",
    "reopen_matter",
    "request_membership",
    "snooze_matter",
    "suspend_member",
    "sync_institutions",
    "transfer_member",
    "withdraw_member",
    "withdraw_visit",
]
