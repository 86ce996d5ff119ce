"""Calls of the service membership.

Generated from docs/openapi.json: change the API, not this file.
"""

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
    "close_institution",
    "declare_scope",
    "decline_partnership",
    "end_partnership",
    "establish_hub",
    "find_institution",
    "hub",
    "hub_partnerships",
    "institution",
    "membership",
    "merge_institutions",
    "partnerships",
    "propose_partnership",
    "register_institution",
    "reinstate_member",
    "request_membership",
    "suspend_member",
    "sync_institutions",
    "transfer_member",
    "withdraw_member",
]
