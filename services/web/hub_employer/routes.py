"""The page of one employer at a hub, and what is posted from it.

The rule: how it stands is read from the log itself, so a page never shows what was just changed as it was.
"""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import MediaType, Response, post, route
from litestar.params import FromPath, FromQuery

from hub_core.access import Principal
from hub_core.employers.employer import Employer
from hub_core.employers.standing_commands import MergeEmployers
from hub_core.execute import execute
from hub_core.log.repository import read_many
from hub_core.refusals import Forbidden, Refusal
from services.http.parts import CurrentPrincipal
from services.http.permission import hub_in_path, ledger_of, permitted
from services.web.answers import answer, going_on
from services.web.hub_employer.deeds import DEEDS, OPERATIONS, command_of, possible
from services.web.hub_employer.standing import known_employer, verified
from services.web.hub_navigation import HubFrame, hub_frame, may_at
from services.web.once import asked_by, new_form, posted_of
from services.web.pages import READ, Asked, Templates
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn

HERE = "/employers"
PATH = f"/hubs/{{slug:str}}{HERE}/{{employer:uuid}}"
#: What is said of the one that stayed.
MERGED = "stands for both now."
EMPLOYERS = permitted("employers.engagement", about=hub_in_path)


@route(
    PATH, http_method=READ, media_type=MediaType.HTML, include_in_schema=False, guards=[EMPLOYERS]
)
async def hub_employer(
    request: Asked,
    slug: FromPath[str],
    employer: FromPath[UUID],
    principal: CurrentPrincipal,
    templates: Templates,
    done: FromQuery[str] = "",
) -> Response[Any]:
    """How one employer stands, and what the hub can say of it."""
    frame = await hub_frame(request, templates, slug, HERE)
    said = MERGED if done == "merge" else DEEDS[done].done if done in DEEDS else ""
    return await _one(request, frame, employer, principal, templates, done=said)


@post(
    PATH,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[EMPLOYERS],
    status_code=HTTPStatus.OK,
)
async def speak_of_employer(
    request: Asked,
    slug: FromPath[str],
    employer: FromPath[UUID],
    principal: CurrentPrincipal,
    templates: Templates,
    sign_in: SigningIn,
) -> Response[Any]:
    """Carry out one form of the page; what is refused is said where it was asked."""
    frame = await hub_frame(request, templates, slug, HERE)
    posted = await posted_of(request)
    key = posted.get("deed", "")
    try:
        command = command_of(key, frame.id, employer, posted)
        await execute(command, principal, sign_in.parts.platform, asked_by(request, posted))
    except Forbidden:
        raise
    except Refusal as refusal:
        return await _one(
            request, frame, employer, principal, templates, wrong=refusal.detail, wrong_in=key
        )
    return going_on(f"/hubs/{slug}{HERE}/{employer}?done={key}")


async def _one(
    request: Asked,
    frame: HubFrame,
    employer: UUID,
    principal: Principal,
    templates: Templates,
    *,
    done: str = "",
    wrong: str = "",
    wrong_in: str = "",
) -> Response[str]:
    ledger = ledger_of(request)
    known = await known_employer(ledger, employer)
    around = await read_many(ledger, Employer, {*known.absorbed, *_into(known)})
    text = page(
        request,
        templates,
        "hub/employer.html",
        frame=frame,
        employer=known,
        verified=await verified(ledger, known, frame.id),
        survivor=around.get(known.merged_into) if known.merged_into else None,
        stands_for=[around[one] for one in sorted(known.absorbed)],
        merges=known.merged_into is None and may_at(principal, MergeEmployers.OPERATION, frame.id),
        cornerstone=frame.id in known.cornerstone_of,
        deeds=[
            deed
            for deed in possible(known, frame.id)
            if may_at(principal, OPERATIONS[deed.key], frame.id)
        ],
        here=f"/hubs/{frame.slug}{HERE}",
        once=new_form(),
        done=done,
        wrong=wrong,
        wrong_in=wrong_in,
    )
    return answer(text, status=HTTPStatus.CONFLICT if wrong else HTTPStatus.OK)


def _into(employer: Employer) -> tuple[UUID, ...]:
    return () if employer.merged_into is None else (employer.merged_into,)


ROUTES = (hub_employer, speak_of_employer)
