"""Links over the API: issued with an address that is told once, listed without one, withdrawn.

The rule: the address of a link is in the answer to whoever issued it and nowhere else; asked again
with the same key, the answer is the same link without it.
"""

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler, post
from litestar.params import FromPath

from hub_core.access import OrganisationKind
from hub_core.identity.links.commands import IssueLink, LinkAnswer, RevokeLink
from hub_core.identity.links.issuing import issue, withdraw
from hub_core.identity.links.purposes import LinkPurpose
from hub_core.identity.links.store import Link, Links, LinkState
from hub_core.work import Changed
from services.http.bodies import read_body, spelt
from services.http.parts import CurrentPrincipal, OpenParts, OpenPlatform
from services.http.permission import own_organisation
from services.http.routes import read_route, write_options
from services.http.writing import Position, answered, asked, told_once

#: Most links one answer lists.
MOST_LISTED = 200


class LinkIssuedView(LinkAnswer, frozen=True, kw_only=True, rename="camel"):
    """A new link. ``path`` is its address below the hub's own, told once: null when asked again."""

    path: str | None
    position: Position


class LinkRevokedView(Changed, frozen=True, kw_only=True, rename="camel"):
    """The link and the version of its record."""

    position: Position


class HolderView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An organisation by kind and id."""

    kind: OrganisationKind
    id: UUID


class LinkView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A link as it stands, without its address. ``outcome`` says what became of one that was used."""

    id: UUID
    purpose: LinkPurpose
    state: LinkState
    holder: HolderView | None
    sender: HolderView | None
    period: str | None
    issued_at: datetime
    expires_at: datetime
    opened: int
    first_opened_at: datetime | None
    last_opened_at: datetime | None
    spent_at: datetime | None
    outcome: str | None


class LinkList(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The latest links of an organisation, newest first."""

    links: tuple[LinkView, ...]


@read_route("/links", operation="identity.links", about=own_organisation)
async def links(
    parts: OpenParts, platform: OpenPlatform, principal: CurrentPrincipal
) -> Response[LinkList]:
    """The latest links for your organisation or sent by it, newest first, at most 200."""
    now, acting = platform.clock(), principal.organisation
    # Whoever runs the platform sees them all.
    whose = None if acting is None or acting.kind is OrganisationKind.PLATFORM else acting
    found = await Links(parts.pool, platform.clock).of(whose, limit=MOST_LISTED)
    return Response(LinkList(links=tuple(_view(link, now) for link in found)))


_BODY = spelt(IssueLink)
_NOTHING = spelt(RevokeLink, without=("link", "holder", "sender"))


@post(
    "/links",
    summary="Let somebody without an account do one thing",
    **write_options(IssueLink, body=_BODY, answer=LinkIssuedView, creates=True),
)
async def issue_one(
    request: Request[Any, Any, Any],
    parts: OpenParts,
    platform: OpenPlatform,
    principal: CurrentPrincipal,
) -> Response[Any]:
    """Its address is told once."""
    sent = await read_body(request, _BODY)
    command = msgspec.convert(
        {name: getattr(sent, name) for name in _BODY.__struct_fields__},
        IssueLink,
        from_attributes=True,
    )
    store = Links(parts.pool, platform.clock)
    issued = await issue(command, principal, platform, store, asked(request))
    return told_once(issued.accepted, HTTPStatus.CREATED, path=issued.path)


@post(
    "/links/{link:uuid}/revoke",
    summary="Withdraw a link before it is used",
    **write_options(RevokeLink, body=_NOTHING, answer=LinkRevokedView, in_path=("link",)),
)
async def revoke_one(
    request: Request[Any, Any, Any],
    link: FromPath[UUID],
    parts: OpenParts,
    platform: OpenPlatform,
    principal: CurrentPrincipal,
) -> Response[Any]:
    """It opens nothing from then on."""
    await read_body(request, _NOTHING)
    store = Links(parts.pool, platform.clock)
    accepted = await withdraw(link, principal, platform, store, asked(request))
    return answered(accepted, HTTPStatus.OK)


def _view(link: Link, now: datetime) -> LinkView:
    return LinkView(
        id=link.id,
        purpose=link.purpose,
        state=link.state(now),
        holder=_organisation(link.organisation),
        sender=_organisation(link.sender),
        period=link.period,
        issued_at=link.issued_at,
        expires_at=link.expires_at,
        opened=link.opened,
        first_opened_at=link.first_opened_at,
        last_opened_at=link.last_opened_at,
        spent_at=link.spent_at,
        outcome=link.outcome,
    )


def _organisation(found: Any) -> HolderView | None:
    return None if found is None else HolderView(kind=found.kind, id=found.id)


ROUTES: tuple[HTTPRouteHandler, ...] = (links, issue_one, revoke_one)
