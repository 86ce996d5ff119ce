"""Calls of identity, of the service identity.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call, PagedCall
from careers_hub_client.types.identity.identity import (
    AssignCaseload,
    EndRole,
    Entry,
    EntryKind,
    ErasePerson,
    HandedOver,
    HandOver,
    InvitationList,
    InvitedView,
    InvitePerson,
    IssueLink,
    KeyAsked,
    KeyList,
    KeyMadeView,
    KeyRevokedView,
    LinkIssuedView,
    LinkList,
    LinkRevokedView,
    MeView,
    Page,
    PeopleList,
    RotationAsked,
    WithdrawnView,
)
from careers_hub_client.types.shared import Changed, OrganisationKind


def me() -> Call[MeView]:
    """Who you are here: the organisation you act for, and the others you could act for."""
    return Call(
        operation="identity_me",
        method="GET",
        path="/api/identity/me",
        answer=MeView,
    )


def people(kind: OrganisationKind, organisation: UUID) -> Call[PeopleList]:
    """Everybody with a role at an organisation; names for colleagues and for those who may invite
    there.
    """
    return Call(
        operation="identity_people",
        method="GET",
        path=f"/api/identity/organisations/{kind}/{organisation}/people",
        answer=PeopleList,
    )


def end_role(person: UUID, body: EndRole, *, if_match: str | None = None) -> Call[Changed]:
    """End a role somebody holds at an organisation.

    By themselves, or by whoever could give the role. With the last role there, nothing may be
    open.
    """
    return Call(
        operation="identity_end_role",
        method="POST",
        path=f"/api/identity/people/{person}/end-role",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def hand_over(person: UUID, body: HandOver, *, if_match: str | None = None) -> Call[HandedOver]:
    """Let somebody's duties at an organisation go over to a colleague, and end their roles there;
    with.

    All or nothing: every duty, and every role unless they stay.
    """
    return Call(
        operation="identity_hand_over",
        method="POST",
        path=f"/api/identity/people/{person}/hand-over",
        answer=HandedOver,
        headers={"If-Match": if_match},
        body=body,
    )


def erase_person(
    person: UUID, body: ErasePerson | None = None, *, if_match: str | None = None
) -> Call[Changed]:
    """Forget who a person is, for good.

    Ends every role, unlinks every account and destroys the vault's key. What they did stays,
    unnamed.
    """
    return Call(
        operation="identity_erase_person",
        method="POST",
        path=f"/api/identity/people/{person}/erase",
        answer=Changed,
        headers={"If-Match": if_match},
        body={} if body is None else body,
    )


def assign_caseload(
    hub: UUID, body: AssignCaseload, *, if_match: str | None = None
) -> Call[Changed]:
    """Give institutions of a hub to one of its people to look after; to nobody without person.

    Whoever looked after one of them before does so no longer.
    """
    return Call(
        operation="identity_assign_caseload",
        method="POST",
        path=f"/api/identity/hubs/{hub}/caseload",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def invitations(kind: OrganisationKind, organisation: UUID) -> Call[InvitationList]:
    """The open invitations to an organisation, and those its people sent to others."""
    return Call(
        operation="identity_invitations",
        method="GET",
        path=f"/api/identity/organisations/{kind}/{organisation}/invitations",
        answer=InvitationList,
    )


def invite_person(body: InvitePerson) -> Call[InvitedView]:
    """Invite whoever reads an e-mail address to a role at an organisation.

    Refuses a second open invitation of the same address to the same role there.
    """
    return Call(
        operation="identity_invite_person",
        method="POST",
        path="/api/identity/invitations",
        answer=InvitedView,
        body=body,
    )


def withdraw_invitation(invitation: UUID) -> Call[WithdrawnView]:
    """Withdraw an invitation that nobody has accepted yet.

    By those who sent it, and by those who could have sent it. Again changes nothing.
    """
    return Call(
        operation="identity_withdraw_invitation",
        method="POST",
        path=f"/api/identity/invitations/{invitation}/withdraw",
        answer=WithdrawnView,
        body={},
    )


def links() -> Call[LinkList]:
    """The latest links for your organisation or sent by it, newest first, at most 200."""
    return Call(
        operation="identity_links",
        method="GET",
        path="/api/identity/links",
        answer=LinkList,
    )


def issue_link(body: IssueLink) -> Call[LinkIssuedView]:
    """Let somebody without an account do one thing.

    Refuses a link whose deed could not be done now, with the reason.
    """
    return Call(
        operation="identity_issue_link",
        method="POST",
        path="/api/identity/links",
        answer=LinkIssuedView,
        body=body,
    )


def revoke_link(link: UUID) -> Call[LinkRevokedView]:
    """Withdraw a link before it is used.

    Withdrawing it again changes nothing; one that was used cannot be withdrawn.
    """
    return Call(
        operation="identity_revoke_link",
        method="POST",
        path=f"/api/identity/links/{link}/revoke",
        answer=LinkRevokedView,
        body={},
    )


def keys(kind: OrganisationKind, organisation: UUID) -> Call[KeyList]:
    """The keys of an organisation's machines, without their secrets."""
    return Call(
        operation="identity_keys",
        method="GET",
        path=f"/api/identity/organisations/{kind}/{organisation}/keys",
        answer=KeyList,
    )


def issue_key(body: KeyAsked) -> Call[KeyMadeView]:
    """Issue a key to a machine.

    Refuses a role its issuer does not hold, and scopes in which it could do nothing.
    """
    return Call(
        operation="identity_issue_key",
        method="POST",
        path="/api/identity/keys",
        answer=KeyMadeView,
        body=body,
    )


def rotate_key(
    key: UUID, body: RotationAsked | None = None, *, if_match: str | None = None
) -> Call[KeyMadeView]:
    """Give a machine a new secret.

    The former secret may work for an overlap, so that whoever uses it can take the new one
    first.
    """
    return Call(
        operation="identity_rotate_key",
        method="POST",
        path=f"/api/identity/keys/{key}/rotate",
        answer=KeyMadeView,
        headers={"If-Match": if_match},
        body={} if body is None else body,
    )


def revoke_key(key: UUID, *, if_match: str | None = None) -> Call[KeyRevokedView]:
    """Shut a machine out, at once and for good.

    Revoking again changes nothing.
    """
    return Call(
        operation="identity_revoke_key",
        method="POST",
        path=f"/api/identity/keys/{key}/revoke",
        answer=KeyRevokedView,
        headers={"If-Match": if_match},
        body={},
    )


def audit(
    *,
    who: str | None = None,
    about: str | None = None,
    action: str | None = None,
    kind: EntryKind | None = None,
    since: str | None = None,
    until: str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> PagedCall[Page, Entry]:
    """What was recorded and who read what, newest first."""
    return PagedCall(
        operation="identity_audit",
        method="GET",
        path="/api/identity/audit",
        answer=Page,
        query={
            "who": who,
            "about": about,
            "action": action,
            "kind": kind,
            "since": since,
            "until": until,
            "cursor": cursor,
            "limit": limit,
        },
        items="entries",
    )
