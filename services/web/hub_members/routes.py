"""The routes of a hub's members: the list, the page of one institution, and what is posted from it.

The rule: where a membership stands is read from the log itself, so a page never shows what was just changed
as it was.
"""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import MediaType, Response, post, route
from litestar.exceptions import NotFoundException, ServiceUnavailableException
from litestar.params import FromPath, FromQuery

from hub_core.access import Principal
from hub_core.execute import Request as CommandRequest
from hub_core.execute import execute
from hub_core.identity.people.inviting import invite
from hub_core.log.repository import Looked, read
from hub_core.membership.hub import Hub
from hub_core.membership.institution import Institution
from hub_core.membership.keys import membership_stream, urn_key
from hub_core.membership.membership import Membership
from hub_core.refusals import Forbidden, Refusal
from projections.read_model import BeingUpdated
from services.http.looking import look_again
from services.http.parts import CurrentPrincipal
from services.http.permission import hub_in_path, ledger_of, permitted
from services.http.scopes import scope_of_request
from services.web.answers import answer, going_on
from services.web.hub_hands import hands_of
from services.web.hub_members import record
from services.web.hub_members.deeds import DEEDS, INVITE, command_of, invitation_of, offered
from services.web.hub_members.view import (
    Line,
    Place,
    lines_of,
    members_page,
    next_step,
    phase_label,
    place_of,
    stands,
)
from services.web.hub_navigation import HubFrame, hub_frame, hub_named, may_at
from services.web.once import asked_by, new_form, posted_of
from services.web.pages import READ, Asked, Queries, Templates
from services.web.shell import page
from services.web.sign_in import SignIn
from services.web.sign_in.signing_in import SigningIn
from services.web.typed import errors_of
from services.web.words import ENGLAND

MEMBERS = permitted("membership.hub_members", about=hub_in_path)
HERE = "/members"
#: Characters of a search that are looked at.
LONGEST_SEARCH = 80
#: What a page says where nothing was posted.
_SAID: dict[str, Any] = {
    "done": "",
    "wrong": "",
    "wrong_in": "",
    "link": None,
    "typed": {},
    "errors": {},
}


@route(
    "/hubs/{slug:str}/members",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[MEMBERS],
)
async def hub_members(
    request: Asked,
    slug: FromPath[str],
    queries: Queries,
    templates: Templates,
    find: FromQuery[str] = "",
) -> Response[Any]:
    """Who has asked, who is not in yet, who is paused, who is in."""
    hub, here = await hub_named(request, slug), f"/hubs/{slug}{HERE}"
    in_scope = await queries.in_scope(hub, scope=scope_of_request(request))
    if isinstance(in_scope, BeingUpdated):
        raise ServiceUnavailableException("The figures are being put together.")
    ledger, wanted = ledger_of(request), find.strip()[:LONGEST_SEARCH]
    if wanted.isdecimal() and not any(one.urn == wanted for one in in_scope):
        # A URN says which one is meant, also where it is outside the scope.
        known = (await ledger.holders([urn_key(wanted)])).get(urn_key(wanted))
        if known is not None:
            return going_on(f"{here}/{known}")
    looked = await look_again(request)  # and the frame after it, so that this is the only look

    async def stand(looked: Looked) -> tuple[Line, ...]:
        found = await looked.read_many(
            Membership, (membership_stream(one.institution) for one in in_scope)
        )
        memberships = {
            one.institution: found[membership_stream(one.institution)] for one in in_scope
        }
        return lines_of(in_scope, memberships, hub=hub, here=here)

    lines = await looked.worked_out(("members", hub, here), in_scope, stand)
    frame = await hub_frame(request, templates, slug, HERE)
    shown = members_page(lines, wanted)
    return answer(page(request, templates, "hub/members.html", frame=frame, page=shown))


@route(
    "/hubs/{slug:str}/members/{institution:uuid}",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[MEMBERS],
)
async def hub_member(
    request: Asked,
    slug: FromPath[str],
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    templates: Templates,
    sign_in: SigningIn,
    done: FromQuery[str] = "",
) -> Response[Any]:
    """Where one institution stands with the hub, and what can be done about it."""
    frame = await hub_frame(request, templates, slug, HERE)
    said = DEEDS[done].done if done in DEEDS else record.DONE.get(done, "")
    return await _one(request, frame, institution, principal, templates, sign_in, done=said)


@post(
    "/hubs/{slug:str}/members/{institution:uuid}",
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[MEMBERS],
    status_code=HTTPStatus.OK,
)
async def change_hub_member(
    request: Asked,
    slug: FromPath[str],
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    templates: Templates,
    sign_in: SigningIn,
) -> Response[Any]:
    """Carry out one form of the page; what is refused is said where it was asked."""
    frame = await hub_frame(request, templates, slug, HERE)
    posted = await posted_of(request)
    key = posted.get("deed", "")
    asked = asked_by(request, posted)
    try:
        if key == INVITE:
            return await _invited(
                request, frame, institution, principal, templates, sign_in, posted, asked
            )
        command = (
            record.record_command_of(key, frame.id, institution, posted)
            if key in record.DONE
            else command_of(key, frame.id, institution, posted)
        )
        await execute(command, principal, sign_in.parts.platform, asked)
    except Forbidden:
        raise
    except Refusal as refusal:
        return await _one(
            request,
            frame,
            institution,
            principal,
            templates,
            sign_in,
            wrong=refusal.detail,
            wrong_in=key,
            typed=posted,
            errors=errors_of(refusal, **record.SPELT),
        )
    return going_on(f"/hubs/{slug}{HERE}/{institution}?done={key}")


async def _invited(
    request: Asked,
    frame: HubFrame,
    institution: UUID,
    principal: Principal,
    templates: Templates,
    sign_in: SignIn,
    posted: dict[str, str],
    asked: CommandRequest,
) -> Response[Any]:
    """The link of an invitation, told once, in this answer and nowhere else."""
    command = invitation_of(institution, posted)
    sent = await invite(command, principal, sign_in.parts.platform, sign_in.links, asked)
    link = "" if sent.path is None else sign_in.origin(request) + sent.path
    return await _one(
        request,
        frame,
        institution,
        principal,
        templates,
        sign_in,
        link=link,
        invited=command.email,
        expires_on=sent.invited.expires_on,
    )


async def _one(
    request: Asked,
    frame: HubFrame,
    institution: UUID,
    principal: Principal,
    templates: Templates,
    sign_in: SignIn,
    **said: Any,
) -> Response[str]:
    ledger = ledger_of(request)
    known = await read(ledger, Institution, institution)
    if not known.exists:
        raise NotFoundException("There is no such school, college or service here.")
    hub = await read(ledger, Hub, frame.id)
    membership = await read(ledger, Membership, membership_stream(institution))
    place, covered = place_of(membership, frame.id), hub.covers(known)
    acts = may_at(principal, "membership.admit_member", frame.id)
    notes = None
    today = sign_in.parts.platform.clock().astimezone(ENGLAND).date()
    if may_at(principal, "facilitation.member_record", frame.id):
        hands = await hands_of(request, sign_in.parts, frame.id, today)
        notes = await record.record_shown(sign_in.parts, hands, institution)
    status = HTTPStatus.CONFLICT if said.get("wrong") else HTTPStatus.OK
    text = page(
        request,
        templates,
        "hub/member.html",
        frame=frame,
        name=known.details.name,
        urn=known.urn,
        phase=phase_label(known.details.phase),
        place=place,
        in_scope=covered,
        closed=known.closed_on,
        about=stands(place, membership.since),
        next_step=next_step(place) if covered or place is not Place.OUTSIDE else "",
        deeds=offered(place, in_scope=covered) if acts and known.closed_on is None else (),
        acts=acts,
        record=notes,
        gives=may_at(principal, "identity.assign_caseload", frame.id),
        begins=record.today_in(today),
        figures=f"/institutions/{institution}" if place in (Place.MEMBER, Place.PAUSED) else "",
        here=f"/hubs/{frame.slug}{HERE}/{institution}",
        once=new_form(),
        **(_SAID | said),
    )
    return answer(text, status=status)


ROUTES = (hub_members, hub_member, change_hub_member)
