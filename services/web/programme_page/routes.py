"""The page of the careers programme, and setting what year groups are to learn.

Journey: a careers leader sees which year groups nobody thought of, ticks them, ticks what they are to learn,
saves, and sees below in which subjects and year groups lessons are linked to careers, and where not.
The rule: what is missing is shown as missing; an empty year group is never left out of the table.
"""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Response, post, route
from litestar.params import FromPath, FromQuery

from hub_core.academic_years import academic_year_of, next_academic_year, previous_academic_year
from hub_core.access import Principal
from hub_core.activities.activity import OF_ACTIVITIES, Activity
from hub_core.execute import ENGLAND, execute
from hub_core.gatsby.setting import setting_of
from hub_core.log.ledger import Ledger
from hub_core.log.of_institution import all_of_institution
from hub_core.log.repository import read
from hub_core.programme.codes import LearningAim, LearningOutcome
from hub_core.programme.commands import SetAims
from hub_core.programme.curriculum import CurriculumCell, matrix
from hub_core.programme.programme import CareersProgramme, programme_stream
from hub_core.refusals import Refusal
from services.http.parts import CurrentPrincipal
from services.http.permission import institution_in_path, permitted
from services.web import academic_years
from services.web.answers import answer, going_on
from services.web.institution_frame import Frame, frame
from services.web.once import asked_by, new_form
from services.web.pages import READ, Asked, Now, Templates
from services.web.programme_page.matrix import asked, filled, headline, subject_rows, year_rows
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn

PROGRAMME = "/institutions/{institution:uuid}/programme"
SET_AIMS = "programme.set_aims"


@route(
    PROGRAMME,
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[permitted("programme.programme", about=institution_in_path)],
)
async def programme(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
    year: FromQuery[str | None] = None,
) -> Response[str]:
    """Year groups with what they are to learn, and subjects by year groups."""
    today = clock().astimezone(ENGLAND).date()
    chosen = _year(year, today)
    return await _page(request, principal, institution, sign_in, templates, chosen, today, {})


@post(
    f"{PROGRAMME}/aims",
    include_in_schema=False,
    guards=[permitted(SET_AIMS, about=institution_in_path)],
)
async def set_aims(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
) -> Response[Any]:
    """The same for each year group ticked."""
    form = await request.form()
    today = clock().astimezone(ENGLAND).date()
    chosen = _year(str(form.get("year", "")), today)
    typed = {
        name: tuple(str(one) for one in form.getall(name, []))
        for name in ("year_groups", "aims", "outcomes")
    }
    errors = _missing(typed)
    if not errors:
        try:
            told = {"institution": institution, "academic_year": chosen, **typed}
            # Ticked boxes are text, and year groups are numbers.
            command = msgspec.convert(told, SetAims, strict=False)
            await execute(command, principal, sign_in.parts.platform, asked_by(request, form))
        except msgspec.ValidationError:
            errors = {"aims": "Choose from the boxes of this page."}
        except Refusal as refusal:
            errors = {"year_groups": refusal.detail}
        else:
            return going_on(
                f"/institutions/{institution}/programme?year={academic_years.in_address(chosen)}"
            )
    return await _page(
        request, principal, institution, sign_in, templates, chosen, today, errors, typed
    )


async def _page(
    request: Asked,
    principal: Principal,
    institution: UUID,
    sign_in: Any,
    templates: Any,
    year: str,
    today: date,
    errors: dict[str, str],
    typed: dict[str, tuple[str, ...]] | None = None,
) -> Response[str]:
    ledger: Ledger = sign_in.parts.platform.ledger
    framed = await frame(request, principal, institution, "programme", SET_AIMS)
    found = await read(ledger, CareersProgramme, programme_stream(institution, year))
    rows = year_rows(found, setting_of(framed.institution.details))
    cells = await _cells(ledger, framed, year)
    current = academic_year_of(today)
    text = page(
        request,
        templates,
        "institution/programme.html",
        frame=framed,
        may_set=SET_AIMS in framed.may and year >= previous_academic_year(current),
        year=year,
        years=[
            (academic_years.in_address(one), one)
            for one in (previous_academic_year(current), current, next_academic_year(current))
        ],
        rows=rows,
        headline=headline(rows),
        subjects=subject_rows(cells),
        filled=filled(cells),
        aims=tuple(LearningAim),
        outcomes=tuple(LearningOutcome),
        typed=typed or {"year_groups": tuple(str(one.year_group) for one in rows if one.must)},
        errors=errors,
        once=new_form(),
    )
    return answer(text, status=422 if errors else 200)


async def _cells(ledger: Ledger, framed: Frame, year: str) -> list[CurriculumCell]:
    wanted = asked()
    taught = setting_of(framed.institution.details).year_groups
    return matrix(
        await all_of_institution(ledger, Activity, framed.id, OF_ACTIVITIES),
        year=year,
        year_groups=[one for one in wanted.year_groups if one in taught],
        subjects=wanted.subjects,
    )


def _missing(typed: dict[str, tuple[str, ...]]) -> dict[str, str]:
    said = {
        "year_groups": "Tick at least one year group.",
        "aims": "Tick at least one area of learning.",
        "outcomes": "Tick at least one thing they can do afterwards.",
    }
    return {name: sentence for name, sentence in said.items() if not typed[name]}


def _year(written: str | None, today: date) -> str:
    return academic_year_of(today) if written is None else academic_years.asked_for(written)


ROUTES = (programme, set_aims)
