"""The routes of a hub's facilitators: the page, members given to somebody, and a whole caseload handed over.

The rule: everything is read from the log itself, so a page never shows what was just given as it was.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Response, post, route
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath, FromQuery

from hub_core.access import Organisation, OrganisationKind, Principal
from hub_core.belonging import members_of
from hub_core.execute import execute
from hub_core.facilitation.record import Action, MemberRecord, record_stream
from hub_core.identity.people.hub_commands import AssignCaseload
from hub_core.identity.people.leaving_commands import HandOver
from hub_core.log.repository import Looked, look
from hub_core.membership.institution import Institution
from hub_core.refusals import Forbidden, Invalid, Refusal
from hub_core.work import Command
from services.http.parts import CurrentPrincipal
from services.http.permission import hub_in_path, permitted
from services.web.answers import answer, going_on
from services.web.hub_facilitators.view import Chosen, facilitators_page
from services.web.hub_hands import hands_of
from services.web.hub_navigation import HubFrame, hub_frame, may_at
from services.web.once import asked_by, new_form, posted_of
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn
from services.web.words import ENGLAND

FACILITATORS = permitted("facilitation.facilitators", about=hub_in_path)
HERE = "/facilitators"
GIVE, HAND_OVER = "give", "hand-over"
DONE: Mapping[str, str] = {
    GIVE: "They are in the hands you chose.",
    HAND_OVER: "Everything is in the successor’s hands: members, matters given and open actions. The "
    "notes stay with each member.",
}


@route(
    "/hubs/{slug:str}/facilitators",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[FACILITATORS],
)
async def hub_facilitators(
    request: Asked,
    slug: FromPath[str],
    principal: CurrentPrincipal,
    templates: Templates,
    sign_in: SigningIn,
    clock: Now,
    done: FromQuery[str] = "",
    person: FromQuery[str] = "",
) -> Response[Any]:
    """Who looks after which members; ``person`` is already chosen as who gives everything to a colleague."""
    frame = await hub_frame(request, templates, slug, HERE)
    return await _shown(
        request,
        frame,
        principal,
        templates,
        sign_in,
        clock,
        Chosen(leaver=person),
        done=DONE.get(done, ""),
    )


@post(
    "/hubs/{slug:str}/facilitators",
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[FACILITATORS],
    status_code=HTTPStatus.OK,
)
async def give_members(
    request: Asked,
    slug: FromPath[str],
    principal: CurrentPrincipal,
    templates: Templates,
    sign_in: SigningIn,
    clock: Now,
) -> Response[Any]:
    """Carry out one form of the page; what is refused is said where it was asked."""
    frame = await hub_frame(request, templates, slug, HERE)
    form = await request.form()
    posted = await posted_of(request)
    key = posted.get("deed", "")
    try:
        command = command_of(key, frame.id, form)
        await execute(command, principal, sign_in.parts.platform, asked_by(request, posted))
    except Forbidden:
        raise
    except Refusal as refusal:
        return await _shown(
            request,
            frame,
            principal,
            templates,
            sign_in,
            clock,
            _chosen(key, posted),
            wrong=refusal.detail,
            wrong_in=key,
            ticked=frozenset(form.getall("institution", [])),
            typed=posted,
        )
    return going_on(f"/hubs/{slug}{HERE}?done={key}")


def command_of(key: str, hub: UUID, form: FormMultiDict) -> Command:
    """The command of a form; raises ``Invalid`` with what to mend in it."""
    person = form.get("person") or None
    institutions = form.getall("institution", [])
    if key not in DONE:
        raise Invalid("This form is not one of this page’s. Open the page again.")
    if key == GIVE and not institutions:
        raise Invalid("Tick at least one member.")
    if key == GIVE and person is None:
        raise Invalid("Choose who looks after them.")
    if key == HAND_OVER and person is None:
        raise Invalid("Choose who gives everything to a colleague.")
    if key == HAND_OVER and not form.get("successor"):
        raise Invalid("Choose who takes everything over.")
    sent: dict[str, Any] = {"person": person}
    if key == HAND_OVER:
        at = Organisation(OrganisationKind.HUB, hub)
        stays = form.get("leaves") != "yes"
        sent |= {"organisation": at, "successor": form.get("successor"), "stays": stays}
    else:
        sent |= {"hub": hub, "institutions": institutions}
    try:
        return msgspec.convert(sent, HandOver if key == HAND_OVER else AssignCaseload)
    except msgspec.ValidationError:
        raise Invalid(
            "This form was changed on its way. Open the page again and send it anew."
        ) from None


def _chosen(deed: str, posted: Mapping[str, str]) -> Chosen:
    person = posted.get("person", "")
    if deed == GIVE:
        return Chosen(given_to=person)
    return Chosen(leaver=person, successor=posted.get("successor", ""))


async def _shown(
    request: Asked,
    frame: HubFrame,
    principal: Principal,
    templates: Templates,
    sign_in: SigningIn,
    clock: Now,
    chosen: Chosen,
    **said: Any,
) -> Response[str]:
    ledger = sign_in.parts.platform.ledger
    today = clock().astimezone(ENGLAND).date()
    hands = await hands_of(request, sign_in.parts, frame.id, today)
    members = await members_of(ledger, frame.id)
    looked = await look(ledger)
    known = await looked.read_many(Institution, members)
    shown = facilitators_page(
        hands,
        {one: known[one].details for one in members},
        await _actions(looked, frame.id, members),
        here=f"/hubs/{frame.slug}",
        ticked=said.get("ticked", ()),
        chosen=chosen,
    )
    text = page(
        request,
        templates,
        "hub/facilitators.html",
        frame=frame,
        page=shown,
        gives=may_at(principal, "identity.assign_caseload", frame.id),
        here=f"/hubs/{frame.slug}{HERE}",
        once=new_form(),
        **{"done": "", "wrong": "", "wrong_in": "", "ticked": frozenset(), "typed": {}, **said},
    )
    status = HTTPStatus.CONFLICT if said.get("wrong") else HTTPStatus.OK
    return answer(text, status=status)


async def _actions(looked: Looked, hub: UUID, members: list[UUID]) -> dict[UUID, Action]:
    records = await looked.read_many(
        MemberRecord, [record_stream(hub, member) for member in members]
    )
    return {key: one for record in records.values() for key, one in record.actions.items()}


ROUTES = (hub_facilitators, give_members)
