"""Calls of membership, of the service membership.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.membership.membership import (
    AdjustScope,
    AdmitMember,
    CloseInstitution,
    ClustersView,
    DeclareScope,
    EstablishHub,
    HubView,
    InstitutionView,
    MembershipView,
    MergeInstitutions,
    PlaceInCluster,
    RegisterInstitution,
    ReinstateMember,
    RequestMembership,
    SuspendMember,
    Synced,
    SyncInstitutions,
    TransferMember,
    WithdrawMember,
)
from careers_hub_client.types.shared import Changed


def institution(institution: UUID) -> Call[InstitutionView]:
    """One institution, by the id it keeps for life."""
    return Call(
        operation="membership_institution",
        method="GET",
        path=f"/api/membership/institutions/{institution}",
        answer=InstitutionView,
    )


def find_institution(*, urn: str | None = None, ukprn: str | None = None) -> Call[InstitutionView]:
    """One institution, by an identifier it has or had."""
    return Call(
        operation="membership_find_institution",
        method="GET",
        path="/api/membership/institutions",
        answer=InstitutionView,
        query={"urn": urn, "ukprn": ukprn},
    )


def register_institution(body: RegisterInstitution) -> Call[Changed]:
    """Make an institution known.

    Answers with the new institution; refuses identifiers that another one holds.
    """
    return Call(
        operation="membership_register_institution",
        method="POST",
        path="/api/membership/institutions",
        answer=Changed,
        body=body,
    )


def membership(institution: UUID) -> Call[MembershipView]:
    """Which hub an institution is with. Version 0 says that it never asked to join one."""
    return Call(
        operation="membership_membership",
        method="GET",
        path=f"/api/membership/institutions/{institution}/membership",
        answer=MembershipView,
    )


def hub(slug: str) -> Call[HubView]:
    """One hub, by the name in its address."""
    return Call(
        operation="membership_hub",
        method="GET",
        path=f"/api/membership/hubs/{slug}",
        answer=HubView,
    )


def sync_institutions(body: SyncInstitutions) -> Call[Synced]:
    """Take over what a register says of these institutions; what is known already changes nothing.

    Each row by itself: one that is refused leaves the others standing.
    """
    return Call(
        operation="membership_sync_institutions",
        method="POST",
        path="/api/membership/institutions/sync",
        answer=Synced,
        body=body,
    )


def merge_institutions(body: MergeInstitutions, *, if_match: str | None = None) -> Call[Changed]:
    """Record that institutions merged into another one, which is known already.

    Answers with the successor, which must be open: what has closed continues nobody.
    """
    return Call(
        operation="membership_merge_institutions",
        method="POST",
        path="/api/membership/institutions/merge",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def close_institution(
    institution: UUID, body: CloseInstitution, *, if_match: str | None = None
) -> Call[Changed]:
    """Record that an institution closed.

    Refuses a date to come: that is a proposal to close.
    """
    return Call(
        operation="membership_close_institution",
        method="POST",
        path=f"/api/membership/institutions/{institution}/close",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def request_membership(
    institution: UUID, body: RequestMembership, *, if_match: str | None = None
) -> Call[Changed]:
    """An institution asks to join a hub.

    Refuses an institution outside the hub's scope, or with a hub.
    """
    return Call(
        operation="membership_request_membership",
        method="POST",
        path=f"/api/membership/institutions/{institution}/request-membership",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def establish_hub(body: EstablishHub) -> Call[Changed]:
    """Establish a hub with its areas; with phases its scope is declared at once.

    Answers with the new hub; refuses a slug that another one has.
    """
    return Call(
        operation="membership_establish_hub",
        method="POST",
        path="/api/membership/hubs",
        answer=Changed,
        body=body,
    )


def declare_scope(hub: UUID, body: DeclareScope, *, if_match: str | None = None) -> Call[Changed]:
    """Say which institutions are eligible, by area and phase.

    Who is a member stays one, also outside the new scope, until withdrawn.
    """
    return Call(
        operation="membership_declare_scope",
        method="PUT",
        path=f"/api/membership/hubs/{hub}/scope",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def adjust_scope(
    hub: UUID, body: AdjustScope | None = None, *, if_match: str | None = None
) -> Call[Changed]:
    """Take named institutions into the scope or out of it, whatever area and phase say.

    Refuses an institution named on both lists.
    """
    return Call(
        operation="membership_adjust_scope",
        method="POST",
        path=f"/api/membership/hubs/{hub}/scope/adjust",
        answer=Changed,
        headers={"If-Match": if_match},
        body={} if body is None else body,
    )


def admit_member(
    hub: UUID, institution: UUID, body: AdmitMember | None = None, *, if_match: str | None = None
) -> Call[Changed]:
    """A hub takes an institution of its scope as an active member.

    Answers with the institution and the version of its membership.
    """
    return Call(
        operation="membership_admit_member",
        method="PUT",
        path=f"/api/membership/hubs/{hub}/members/{institution}",
        answer=Changed,
        headers={"If-Match": if_match},
        body={} if body is None else body,
    )


def suspend_member(
    hub: UUID, institution: UUID, body: SuspendMember, *, if_match: str | None = None
) -> Call[Changed]:
    """A hub pauses a membership.

    The institution stays with the hub and can join no other.
    """
    return Call(
        operation="membership_suspend_member",
        method="POST",
        path=f"/api/membership/hubs/{hub}/members/{institution}/suspend",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def reinstate_member(
    hub: UUID,
    institution: UUID,
    body: ReinstateMember | None = None,
    *,
    if_match: str | None = None,
) -> Call[Changed]:
    """A hub makes a paused membership active again.

    Only a paused membership can be made active again.
    """
    return Call(
        operation="membership_reinstate_member",
        method="POST",
        path=f"/api/membership/hubs/{hub}/members/{institution}/reinstate",
        answer=Changed,
        headers={"If-Match": if_match},
        body={} if body is None else body,
    )


def transfer_member(
    hub: UUID, institution: UUID, body: TransferMember, *, if_match: str | None = None
) -> Call[Changed]:
    """A hub lets a member go over to another hub, in whose scope it is.

    One act: there is no day without a hub and none with two.
    """
    return Call(
        operation="membership_transfer_member",
        method="POST",
        path=f"/api/membership/hubs/{hub}/members/{institution}/transfer",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def withdraw_member(
    hub: UUID, institution: UUID, body: WithdrawMember, *, if_match: str | None = None
) -> Call[Changed]:
    """A hub ends a membership, or declines the request for one.

    Frees the institution for another hub.
    """
    return Call(
        operation="membership_withdraw_member",
        method="POST",
        path=f"/api/membership/hubs/{hub}/members/{institution}/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def clusters(hub: UUID) -> Call[ClustersView]:
    """Which members of a hub are in which of its clusters."""
    return Call(
        operation="membership_clusters",
        method="GET",
        path=f"/api/membership/hubs/{hub}/clusters",
        answer=ClustersView,
    )


def place_in_cluster(
    hub: UUID, body: PlaceInCluster, *, if_match: str | None = None
) -> Call[Changed]:
    """Place members of a hub in the cluster of this name; without cluster take them out of theirs.

    Whoever was in another cluster is no longer. `version` is that of the hub's clusters.
    """
    return Call(
        operation="membership_place_in_cluster",
        method="POST",
        path=f"/api/membership/hubs/{hub}/clusters/place",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
