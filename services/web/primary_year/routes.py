"""The routes of a primary school's year: looking at it, sending it, correcting what was sent.

The rule: whoever may read the return sees it as it stands; only whoever may send it has a form.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Response, post, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from hub_core.academic_years import academic_year_of, previous_academic_year
from hub_core.access import Principal
from hub_core.execute import ENGLAND, execute
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Forbidden, Refusal
from hub_core.returns.primary_return import PrimaryReturn, primary_return_stream
from services.http.parts import CurrentPrincipal
from services.http.permission import institution_in_path, permitted
from services.web import academic_years
from services.web.answers import answer, going_on
from services.web.institution_frame import Frame, frame
from services.web.links.deed import Row
from services.web.once import asked_by, new_form
from services.web.pages import READ, Asked, Now, Templates
from services.web.primary_year.form import YearForm, as_last_year, as_sent, told
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn
from services.web.words import long_date

YEAR = "/institutions/{institution:uuid}/year"
RETURN = permitted("returns.primary_returns", about=institution_in_path)
SEND, CORRECT = "returns.send_primary_return", "returns.correct_primary_return"


class OneYear(msgspec.Struct, frozen=True, kw_only=True):
    """A return as it stands, in words; ``sent`` says since when."""

    academic_year: str
    sent: str
    rows: tuple[Row, ...]


@route(YEAR, http_method=READ, media_type=MediaType.HTML, include_in_schema=False, guards=[RETURN])
async def year(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
    year: FromQuery[str | None] = None,
    done: FromQuery[bool] = False,
) -> Response[str]:
    """The return of a year: as it stands, or the form to send it."""
    today = clock().astimezone(ENGLAND).date()
    chosen = _year(year, today)
    framed = await _frame(request, principal, institution)
    ledger = sign_in.parts.platform.ledger
    found, before = await _returns(ledger, institution, chosen)
    begins_with = _begins_with(found, before)
    form = YearForm(institution, framed.name, chosen, begins_with)
    return _page(request, templates, framed, form, found, before, chosen, today, done=done)


@post(YEAR, include_in_schema=False, guards=[RETURN])
async def send(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
) -> Response[Any]:
    """Send the return or correct it; a number that cannot be comes back with the reason."""
    posted = {key: str(value).replace("\x00", "") for key, value in (await request.form()).items()}
    today = clock().astimezone(ENGLAND).date()
    chosen = _year(posted.get("year"), today)
    framed = await _frame(request, principal, institution)
    platform = sign_in.parts.platform
    found, before = await _returns(platform.ledger, institution, chosen)
    form = YearForm(institution, framed.name, chosen, posted)
    # The form says what it was made for: sent twice, the second comes when the return stands already.
    command = form.command(corrects="corrects" in posted)
    if command is not None:
        try:
            await execute(command, principal, platform, asked_by(request, posted))
        except Forbidden:
            raise
        except Refusal as refusal:
            form.refused(refusal)
        else:
            chosen_now = academic_years.in_address(chosen)
            return going_on(f"{framed.address}/year?year={chosen_now}&done=true")
    return _page(request, templates, framed, form, found, before, chosen, today)


def _page(
    request: Asked,
    templates: Any,
    framed: Frame,
    form: YearForm,
    found: PrimaryReturn,
    before: PrimaryReturn,
    chosen: str,
    today: date,
    *,
    done: bool = False,
) -> Response[str]:
    # Only this year's return and last year's can be sent; any that was sent can be corrected.
    may = CORRECT in framed.may if found.exists else SEND in framed.may and chosen in _years(today)
    text = page(
        request,
        templates,
        "institution/primary_year.html",
        frame=framed,
        year=chosen,
        year_in_address=academic_years.in_address(chosen),
        years=[(academic_years.in_address(one), one) for one in _years(today)],
        stands=_told(framed, found),
        before=_told(framed, before),
        fields=form.fields(corrects=found.exists) if may else (),
        corrects=found.exists,
        values=form.values,
        errors=form.errors,
        done=done and found.exists and not form.errors,
        once=new_form(),
    )
    return answer(text, status=422 if form.errors else 200)


async def _frame(request: Asked, principal: Principal, institution: UUID) -> Frame:
    """The frame; raises ``NotFoundException`` where the return is another phase's."""
    framed = await frame(request, principal, institution, "year", SEND, CORRECT)
    if framed.institution.details.phase is not ServicePhase.PRIMARY:
        raise NotFoundException("Only primary schools send their year on one page.")
    return framed


async def _returns(
    ledger: Ledger, institution: UUID, chosen: str
) -> tuple[PrimaryReturn, PrimaryReturn]:
    """The return of the year chosen and the one before; either may not exist."""
    streams = [
        primary_return_stream(institution, one) for one in (chosen, previous_academic_year(chosen))
    ]
    now, before = [await load(ledger, PrimaryReturn, stream) for stream in streams]
    return now, before


def _begins_with(found: PrimaryReturn, before: PrimaryReturn) -> Mapping[str, str]:
    if found.exists:
        return as_sent(found.counts)
    return as_last_year(before.counts) if before.exists else {}


def _told(framed: Frame, found: PrimaryReturn) -> OneYear | None:
    if not found.exists:
        return None
    sent = f"Sent on {long_date(found.sent_on)}"
    if found.corrected_on is not None:
        sent += f", corrected on {long_date(found.corrected_on)}"
    return OneYear(
        academic_year=found.academic_year,
        sent=sent,
        rows=told(framed.id, framed.name, found.academic_year, found.counts),
    )


def _years(today: date) -> tuple[str, str]:
    """The years a return can be sent for: this one and the last."""
    current = academic_year_of(today)
    return previous_academic_year(current), current


def _year(written: str | None, today: date) -> str:
    return academic_year_of(today) if written is None else academic_years.asked_for(written)


ROUTES = (year, send)
