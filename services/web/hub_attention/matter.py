"""One matter: what it is about, who has it, and the forms by which it is given, set aside and closed.

The rule: the fact is shown as it stands now; what was decided about it is said beside it.
"""

from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import MediaType, Response, post, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from hub_core.access import Principal
from hub_core.attention.reasons import Concern
from hub_core.execute import execute
from hub_core.refusals import Forbidden, Refusal
from hub_core.vault import Vault
from projections.hub_dashboard.figures import MemberTold
from services.http.looking import look_again
from services.http.parts import CurrentPrincipal
from services.http.permission import hub_in_path, permitted
from services.http.scopes import scope_of_request
from services.web.answers import answer, going_on
from services.web.hub_attention.deeds import CLOSE, DONE, SNOOZE, UNTIL, command_of
from services.web.hub_attention.found import Found, Matter, found_today, told_today
from services.web.hub_attention.view import NEXT_STEPS, rests, says
from services.web.hub_benchmarks.routes import KeptFigures
from services.web.hub_hands import Hands, hands_of
from services.web.hub_members.view import phase_label
from services.web.hub_navigation import hub_frame, hub_named, may_at
from services.web.once import asked_by, new_form, posted_of
from services.web.pages import READ, Asked, Now, Queries, Templates
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn
from services.web.typed import errors_of
from services.web.words import ENGLAND

ATTENTION = permitted("attention.hub_attention", about=hub_in_path)
HERE = "/attention"
PATH = "/hubs/{slug:str}/attention/{institution:uuid}/{concern:str}"


@route(
    PATH, http_method=READ, media_type=MediaType.HTML, include_in_schema=False, guards=[ATTENTION]
)
async def hub_matter(
    request: Asked,
    slug: FromPath[str],
    institution: FromPath[UUID],
    concern: FromPath[str],
    principal: CurrentPrincipal,
    queries: Queries,
    kept_progress: KeptFigures,
    templates: Templates,
    sign_in: SigningIn,
    clock: Now,
    done: FromQuery[str] = "",
) -> Response[Any]:
    """One reason at one member, and what can be done about it."""
    return await _shown(
        request,
        slug,
        institution,
        _known(concern),
        principal,
        queries,
        kept_progress,
        templates,
        sign_in,
        clock,
        done=DONE.get(done, ""),
    )


@post(
    PATH,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[ATTENTION],
    status_code=HTTPStatus.OK,
)
async def decide_hub_matter(
    request: Asked,
    slug: FromPath[str],
    institution: FromPath[UUID],
    concern: FromPath[str],
    principal: CurrentPrincipal,
    queries: Queries,
    kept_progress: KeptFigures,
    templates: Templates,
    sign_in: SigningIn,
    clock: Now,
) -> Response[Any]:
    """Carry out one form of the page; what is refused is said where it was asked."""
    known = _known(concern)
    frame = await hub_frame(request, templates, slug, HERE)
    posted = await posted_of(request)
    key = posted.get("deed", "")
    try:
        command = command_of(key, frame.id, institution, known, posted)
        await execute(command, principal, sign_in.parts.platform, asked_by(request, posted))
    except Forbidden:
        raise
    except Refusal as refusal:
        return await _shown(
            request,
            slug,
            institution,
            known,
            principal,
            queries,
            kept_progress,
            templates,
            sign_in,
            clock,
            wrong_in=key,
            wrong=refusal.detail,
            typed=posted,
            errors=errors_of(refusal),
        )
    return going_on(f"/hubs/{slug}{HERE}/{institution}/{known}?done={key}")


def _known(concern: str) -> Concern:
    if concern not in list(Concern):
        raise NotFoundException(f"There is no reason called “{concern[:30]}”.")
    return Concern(concern)


async def _shown(
    request: Asked,
    slug: str,
    institution: UUID,
    concern: Concern,
    principal: Principal,
    queries: Queries,
    kept_progress: KeptFigures,
    templates: Templates,
    sign_in: SigningIn,
    clock: Now,
    **said: Any,
) -> Response[str]:
    hub, today = await hub_named(request, slug), clock().astimezone(ENGLAND).date()
    told = await told_today(
        hub, queries, kept_progress, scope=scope_of_request(request), today=today
    )
    found = await found_today(await look_again(request), hub, told, today=today)
    frame = await hub_frame(request, templates, slug, HERE)
    member, matter = _one_of(found, institution, concern)
    hands = await hands_of(request, sign_in.parts, frame.id, today)
    acts = may_at(principal, "attention.close_matter", frame.id)
    text = page(
        request,
        templates,
        "hub/matter.html",
        frame=frame,
        name=member.name,
        phase=phase_label(member.phase),
        concern=concern,
        matter=matter,
        **await _told(matter, hands, sign_in.parts.vault, today, acts=acts),
        next_step=NEXT_STEPS[concern],
        **_in_hands(hands, institution, concern),
        until=UNTIL,
        acts=acts,
        deciding=said.get("wrong_in") in (CLOSE, SNOOZE),
        here=f"/hubs/{slug}{HERE}/{institution}/{concern}",
        once=new_form(),
        **{"done": "", "wrong": "", "wrong_in": "", "typed": {}, "errors": {}, **said},
    )
    status = HTTPStatus.CONFLICT if said.get("wrong") else HTTPStatus.OK
    return answer(text, status=status)


def _one_of(found: Found, institution: UUID, concern: Concern) -> tuple[MemberTold, Matter | None]:
    """The member, and this reason of it; None where the reason does not hold any more."""
    member = next((one for one in found.members if one.institution == institution), None)
    if member is None:
        raise NotFoundException("No member of this hub is at this address.")
    of_member = [one for one in found.matters if one.member.institution == institution]
    return member, next((one for one in of_member if one.need.reason is concern), None)


def _in_hands(hands: Hands, institution: UUID, concern: Concern) -> dict[str, Any]:
    """Who has the matter, who looks after the member, and to whom it can be given."""
    has = hands.matter(institution, concern)
    return {
        "has": hands.name(has),
        "looks_after": hands.name(hands.member(institution)),
        "people": hands.givable(has, "Whoever looks after the member"),
    }


async def _told(
    matter: Matter | None, hands: Hands, vault: Vault, today: date, *, acts: bool
) -> dict[str, Any]:
    """A matter in words, and what was decided about it.

    Whoever may only look at the list learns that a matter rests, not what was written about it.
    """
    decision = matter.decision if matter else None
    return {
        "says": "" if matter is None else says(matter.need, today),
        "rests": "" if decision is None else rests(decision),
        "words": await vault.reveal(decision.words) if decision and acts else "",
        "by": "" if decision is None else hands.name(decision.by, ""),
    }


ROUTES = (hub_matter, decide_hub_matter)
