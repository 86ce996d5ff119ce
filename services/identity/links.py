"""Links over the API: issued with an address that is told once, listed without one, withdrawn.

The rule: the address of a link is in the answer to whoever issued it and nowhere else; asked again
with the same key, the answer is the same link without it.
"""

import inspect
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler, post
from litestar.params import FromPath

from hub_core.access import OrganisationKind
from hub_core.execute import Accepted
from hub_core.execute import Request as CommandRequest
from hub_core.identity.links.commands import IssueLink, RevokeLink, issue_link, revoke_link
from hub_core.identity.links.issuing import issue, withdraw
from hub_core.identity.links.purposes import LinkPurpose
from hub_core.identity.links.store import Link, Links, LinkState
from hub_core.work import Changed
from services.http.bodies import read_body, spelt
from services.http.openapi import HUB_POSITION, OF_WRITES, REPLAYED
from services.http.parts import CurrentPrincipal, OpenParts, OpenPlatform
from services.http.permission import own_organisation
from services.http.routes import Written, read_route
from services.http.writing import key_given

#: Most links one answer lists.
MOST_LISTED = 200
Position = Annotated[
    int, msgspec.Meta(description="Where in the log it stands: give it to a read as atLeast.")
]


class LinkIssuedView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A new link. ``path`` is its address below the hub's own, told once: null when asked again."""

    id: UUID
    purpose: LinkPurpose
    expires_at: datetime
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


@post(
    "/links",
    name=IssueLink.OPERATION,
    operation_id="identity_issue_link",
    summary="Let somebody without an account do one thing",
    description=inspect.getdoc(issue_link),
    status_code=HTTPStatus.CREATED,
    response_description="It is recorded.",
    guards=[key_given],
    response_headers=[HUB_POSITION, REPLAYED],
    responses=OF_WRITES,
    opt={
        "written": Written(
            operation=IssueLink.OPERATION,
            in_path=(),
            body=_BODY,
            answer=LinkIssuedView,
            versioned=False,
        )
    },
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
    issued = await issue(
        command, principal, platform, Links(parts.pool, platform.clock), _asked(request)
    )
    view = LinkIssuedView(
        id=issued.link,
        purpose=command.purpose,
        expires_at=issued.expires_at,
        path=issued.path,
        position=issued.accepted.position,
    )
    return _response(view, issued.accepted, HTTPStatus.CREATED)


@post(
    "/links/{link:uuid}/revoke",
    name=RevokeLink.OPERATION,
    operation_id="identity_revoke_link",
    summary="Withdraw a link before it is used",
    description=inspect.getdoc(revoke_link),
    status_code=HTTPStatus.OK,
    response_description="It is recorded.",
    guards=[key_given],
    response_headers=[HUB_POSITION, REPLAYED],
    responses=OF_WRITES,
    opt={
        "written": Written(
            operation=RevokeLink.OPERATION,
            in_path=("link",),
            body=spelt(RevokeLink, without=("link", "holder", "sender")),
            answer=LinkRevokedView,
            versioned=False,
        )
    },
)
async def revoke_one(
    request: Request[Any, Any, Any],
    link: FromPath[UUID],
    parts: OpenParts,
    platform: OpenPlatform,
    principal: CurrentPrincipal,
) -> Response[Any]:
    """It opens nothing from then on."""
    await read_body(request, spelt(RevokeLink, without=("link", "holder", "sender")))
    store = Links(parts.pool, platform.clock)
    accepted = await withdraw(link, principal, platform, store, _asked(request))
    changed = msgspec.json.decode(accepted.answer, type=Changed)
    view = LinkRevokedView(id=changed.id, version=changed.version, position=accepted.position)
    return _response(view, accepted, HTTPStatus.OK)


def _asked(request: Request[Any, Any, Any]) -> CommandRequest:
    return CommandRequest(command_id=request.headers["idempotency-key"])


def _response(view: msgspec.Struct, accepted: Accepted, status: HTTPStatus) -> Response[Any]:
    headers = {"hub-position": str(accepted.position), "cache-control": "no-store"}
    if accepted.repeated:
        headers["idempotent-replayed"] = "true"
    return Response(view, status_code=status, headers=headers, media_type=MediaType.JSON)


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
