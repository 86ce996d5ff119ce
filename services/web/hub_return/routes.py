"""The routes of a hub's return: the page, the same as a file, and what is posted from it.

The rule: a form asks for one command; what is refused is said where it was asked, with what was typed kept.
"""

from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Response, post, route
from litestar.exceptions import NotFoundException, ServiceUnavailableException
from litestar.params import FromPath, FromQuery

from hub_core.access import Principal
from hub_core.execute import execute
from hub_core.files.spreadsheets import UTF_8
from hub_core.refusals import Forbidden, Invalid, Refusal
from hub_core.reporting.asked import period_asked
from hub_core.reporting.codes import Period
from hub_core.reporting.commands import (
    LONGEST_COMMENT,
    CommentOnIndicator,
    FreezeReturn,
    SignOffReturn,
)
from hub_core.work import Command
from projections.hub_return.reading import StandingReturn, figures_to_freeze, standing_return
from projections.read_model import BeingUpdated
from services.http.looking import look_again
from services.http.parts import CurrentPrincipal
from services.http.permission import hub_in_path, ledger_of, permitted
from services.http.scopes import scope_of_request
from services.web.answers import answer, going_on
from services.web.hub_navigation import hub_frame, hub_named, may_at
from services.web.hub_return.file import return_file
from services.web.hub_return.view import from_quarter, label_of, quarter_of, return_page
from services.web.once import asked_by, new_form, posted_of
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.sign_in import SignIn
from services.web.sign_in.signing_in import SigningIn
from services.web.words import ENGLAND, long_date

RETURN = permitted("reporting.hub_return", about=hub_in_path)
HERE = "/return"
#: What a form of the page does, and what is said once it was done.
DONE = {
    "comment": "The comment is kept with the return.",
    "freeze": "The figures are frozen as they stand. What comes in late will appear as a restatement.",
    "sign-off": "You have signed off this return. Print it or take the file, and send it to the funder.",
}


@route(
    "/hubs/{slug:str}/return",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[RETURN],
)
async def hub_return(
    request: Asked,
    slug: FromPath[str],
    principal: CurrentPrincipal,
    templates: Templates,
    sign_in: SigningIn,
    clock: Now,
    funder: FromQuery[str] = "",
    quarter: FromQuery[str] = "",
    comment: FromQuery[str] = "",
    done: FromQuery[str] = "",
) -> Response[Any]:
    """One quarter: figures, targets, comments, and what came in late."""
    about = _about(funder, quarter, clock)
    return await _page(
        request, slug, about, principal, templates, sign_in, clock,
        commenting=comment, done=DONE.get(done, ""),
    )  # fmt: skip


@route(
    "/hubs/{slug:str}/return.csv",
    http_method=READ,
    include_in_schema=False,
    guards=[RETURN],
)
async def hub_return_file(
    request: Asked,
    slug: FromPath[str],
    sign_in: SigningIn,
    clock: Now,
    funder: FromQuery[str] = "",
    quarter: FromQuery[str] = "",
) -> Response[str]:
    """The same as a file."""
    about = _about(funder, quarter, clock)
    found = await _standing(request, await hub_named(request, slug), about, sign_in, clock)
    comments = await _comments(found, sign_in)
    shown = return_page(found, here="", today=_today(clock))
    name = f"{slug}-return-{quarter_of(about)}.csv"
    return Response(
        UTF_8 + return_file(found, comments, shown.state_words),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@post(
    "/hubs/{slug:str}/return",
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[RETURN],
    status_code=HTTPStatus.OK,
)
async def change_hub_return(
    request: Asked,
    slug: FromPath[str],
    principal: CurrentPrincipal,
    templates: Templates,
    sign_in: SigningIn,
    clock: Now,
) -> Response[Any]:
    """Carry out one form of the page."""
    hub = await hub_named(request, slug)
    posted = await posted_of(request)
    about = _about(posted.get("funder", ""), posted.get("quarter", ""), clock)
    deed, asked = posted.get("deed", ""), asked_by(request, posted)
    try:
        command = await _command(request, hub, about, deed, posted, sign_in, clock)
        await execute(command, principal, sign_in.parts.platform, asked)
    except Forbidden:
        raise
    except Refusal as refusal:
        return await _page(
            request, slug, about, principal, templates, sign_in, clock,
            wrong=refusal.detail, wrong_in=deed, commenting=posted.get("indicator", ""),
            typed=posted.get("comment"),
        )  # fmt: skip
    address = f"/hubs/{slug}{HERE}?funder={about.funder}&quarter={quarter_of(about)}"
    return going_on(f"{address}&done={deed}")


async def _command(
    request: Asked,
    hub: UUID,
    about: Period,
    deed: str,
    posted: dict[str, str],
    sign_in: SignIn,
    clock: Now,
) -> Command:
    of_return = {"hub": hub, **msgspec.structs.asdict(about)}
    match deed:
        case "comment":
            text = posted.get("comment", "").replace("\r\n", "\n").strip()
            if len(text) > LONGEST_COMMENT:
                raise Invalid.field(
                    "comment",
                    f"This comment has {len(text):,} characters.",
                    f"Shorten it to {LONGEST_COMMENT:,}.",
                )
            said = {"indicator": posted.get("indicator", ""), "comment": text or None}
            try:
                return msgspec.convert(of_return | said, CommentOnIndicator)
            except msgspec.ValidationError:
                raise Invalid.field(
                    "comment", "This comment holds signs that cannot be kept.", "Type it anew."
                ) from None
        case "freeze":
            taken = await figures_to_freeze(
                ledger_of(request), sign_in.parts.pool, hub, about,
                today=_today(clock), scope=scope_of_request(request),
            )  # fmt: skip
            if isinstance(taken, BeingUpdated):
                raise ServiceUnavailableException("The figures are being put together.")
            return FreezeReturn(taken=taken, **of_return)
        case "sign-off":
            return SignOffReturn(**of_return)
        case _:
            raise Invalid("This form is not one of this page’s. Open the page again.")


async def _page(
    request: Asked,
    slug: str,
    about: Period,
    principal: Principal,
    templates: Templates,
    sign_in: SignIn,
    clock: Now,
    *,
    commenting: str = "",
    typed: str | None = None,
    wrong: str = "",
    wrong_in: str = "",
    done: str = "",
) -> Response[str]:
    found = await _standing(request, await hub_named(request, slug), about, sign_in, clock)
    frame = await hub_frame(request, templates, slug, HERE)
    comments = await _comments(found, sign_in)
    here = f"/hubs/{slug}{HERE}"
    acts = may_at(principal, "reporting.freeze_return", frame.id)
    about_line = label_of(found, commenting) if acts and found.signed_off is None else ""
    text = page(
        request,
        templates,
        "hub/return.html",
        frame=frame,
        page=return_page(found, here=here, today=_today(clock)),
        here=here,
        acts=acts,
        comments=comments,
        commenting=commenting if about_line else "",
        commenting_label=about_line,
        typed=comments.get(commenting, "") if typed is None else typed,
        longest=LONGEST_COMMENT,
        wrong=wrong,
        wrong_in=wrong_in,
        done=done,
        once=new_form(),
        printed_on=long_date(_today(clock)),
    )
    return answer(text, status=HTTPStatus.CONFLICT if wrong else HTTPStatus.OK)


async def _standing(
    request: Asked, hub: UUID, about: Period, sign_in: SignIn, clock: Now
) -> StandingReturn:
    found = await standing_return(
        partial(look_again, request), sign_in.parts.pool, hub, about,
        today=_today(clock), scope=scope_of_request(request),
    )  # fmt: skip
    if isinstance(found, BeingUpdated):
        raise ServiceUnavailableException("The figures are being put together.")
    return found


async def _comments(found: StandingReturn, sign_in: SignIn) -> dict[str, str]:
    told = {code: await sign_in.parts.vault.reveal(one) for code, one in found.comments.items()}
    return {code: text for code, text in told.items() if text}


def _about(funder: str, quarter: str, clock: Now) -> Period:
    """What an address names; raises ``NotFound`` or ``NotFoundException`` with what could be named."""
    named = from_quarter(quarter) if quarter else (None, None)
    if named is None:
        raise NotFoundException(
            f"“{quarter[:20]}” is not a quarter. Write it like 2025-26-q2, or choose it on the page."
        )
    return period_asked(funder or None, *named, today=_today(clock))


def _today(clock: Now) -> date:
    return clock().astimezone(ENGLAND).date()


ROUTES = (hub_return, hub_return_file, change_hub_return)
