"""Invitations over the API: sent with a link that is told once, listed without it, withdrawn.

The rule: the link of an invitation is in the answer to whoever sent it and nowhere else; asked again with
the same key, the answer is the same invitation without it.
"""

from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler, post
from litestar.params import FromPath

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.execute import ENGLAND
from hub_core.identity.links.store import Links
from hub_core.identity.people.directory import addressed, may_see_names, open_invitations_of
from hub_core.identity.people.invitation_commands import (
    Invited,
    InvitePerson,
    WithdrawInvitation,
)
from hub_core.identity.people.inviting import invite, withdraw
from hub_core.work import Changed
from services.http.bodies import read_body, spelt
from services.http.parts import CurrentPrincipal, OpenParts, OpenPlatform
from services.http.routes import read_route, write_options
from services.http.writing import Position, answered, asked, told_once
from services.identity.about import organisation_in_path
from services.identity.links import HolderView


class InvitedView(Invited, frozen=True, kw_only=True, rename="camel"):
    """A new invitation. ``path`` is the address of its link below the hub's own, told once: null when
    asked again."""

    path: str | None
    position: Position


class WithdrawnView(Changed, frozen=True, kw_only=True, rename="camel"):
    """The invitation and the version of its record."""

    position: Position


class InvitationView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An open invitation. ``by`` is the person who sent it, null for the platform itself; ``email`` is
    null where it is not to be shown."""

    id: UUID
    role: Role
    organisation: HolderView
    email: str | None
    invited_on: date
    expires_on: date
    by: UUID | None


class InvitationList(msgspec.Struct, frozen=True, kw_only=True):
    """The open invitations of an organisation, oldest first."""

    invitations: tuple[InvitationView, ...]


@read_route(
    "/organisations/{kind:str}/{organisation:uuid}/invitations",
    operation="identity.invitations",
    about=organisation_in_path,
)
async def invitations(
    parts: OpenParts,
    platform: OpenPlatform,
    principal: CurrentPrincipal,
    kind: FromPath[OrganisationKind],
    organisation: FromPath[UUID],
) -> Response[InvitationList]:
    """The open invitations to an organisation, and those its people sent to others."""
    at = Organisation(kind, organisation)
    today = platform.clock().astimezone(ENGLAND).date()
    found = await open_invitations_of(platform.ledger, at, today=today)
    if await may_see_names(platform.ledger, principal, at):
        shown = await addressed(parts.vault, found)
    else:
        shown = [one for one, _ in found]
    views = tuple(
        InvitationView(
            id=one.invitation,
            role=one.role,
            organisation=HolderView(kind=one.organisation.kind, id=one.organisation.id),
            email=one.email,
            invited_on=one.invited_on,
            expires_on=one.expires_on,
            by=one.by,
        )
        for one in shown
    )
    return Response(InvitationList(invitations=views))


_BODY = spelt(InvitePerson)
_NOTHING = spelt(WithdrawInvitation, without=("invitation",))


@post(
    "/invitations",
    summary="Invite whoever reads an e-mail address to a role at an organisation",
    **write_options(InvitePerson, body=_BODY, answer=InvitedView, creates=True),
)
async def invite_one(
    request: Request[Any, Any, Any],
    parts: OpenParts,
    platform: OpenPlatform,
    principal: CurrentPrincipal,
) -> Response[Any]:
    """Its link is told once; sending it to the person is the caller's."""
    sent = await read_body(request, _BODY)
    fields = {name: getattr(sent, name) for name in _BODY.__struct_fields__}
    command = msgspec.convert(fields, InvitePerson, from_attributes=True)
    links = Links(parts.pool, platform.clock)
    invited = await invite(command, principal, platform, links, asked(request))
    return told_once(invited.accepted, HTTPStatus.CREATED, path=invited.path)


@post(
    "/invitations/{invitation:uuid}/withdraw",
    summary="Withdraw an invitation that nobody has accepted yet",
    **write_options(
        WithdrawInvitation, body=_NOTHING, answer=WithdrawnView, in_path=("invitation",)
    ),
)
async def withdraw_one(
    request: Request[Any, Any, Any],
    invitation: FromPath[UUID],
    parts: OpenParts,
    platform: OpenPlatform,
    principal: CurrentPrincipal,
) -> Response[Any]:
    """Its link opens nothing from then on."""
    await read_body(request, _NOTHING)
    links = Links(parts.pool, platform.clock)
    accepted = await withdraw(invitation, principal, platform, links, asked(request))
    return answered(accepted, HTTPStatus.OK)


ROUTES: tuple[HTTPRouteHandler, ...] = (invitations, invite_one, withdraw_one)
