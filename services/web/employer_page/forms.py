"""What an employer does on its pages: offers an encounter to many institutions, says that one took place.

Journey: three answers and some ticks, checked once more and sent; under a minute. What is wrong is said
beside where it was typed and nothing typed is lost; what was sent twice is recorded once.
The rule: the questions are those of the signed links, so there is one way to ask them.
"""

from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

import msgspec
from jinja2 import Environment
from litestar import MediaType, Response, post, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from hub_core.access import Organisation, OrganisationKind, Principal
from hub_core.access.scope import scope_of
from hub_core.belonging import owners_of_employer
from hub_core.encounters.offer import part_stream
from hub_core.encounters.part import Part
from hub_core.execute import execute
from hub_core.log.repository import load
from hub_core.refusals import CommandIdReused, Refusal
from projections.hub_dashboard.employers import EmployerQueries
from services.http.parts import CurrentPrincipal
from services.http.permission import employer_in_path, ledger_of, permitted
from services.web.answers import answer
from services.web.employer_page.offering import MOST_TICKS, own_offer
from services.web.employer_page.pages import today_in
from services.web.links.acting import note
from services.web.links.deed import Deed, Over
from services.web.links.deeds import delivery_deed, employer_name
from services.web.links.fields import Answers, Values, inputs
from services.web.links.page import summary
from services.web.links.posted import STEP, posted_of
from services.web.once import FIELD as ONCE
from services.web.once import asked_by, new_form
from services.web.pages import READ, Asked, Templates
from services.web.shell import page

OFFER = permitted("encounters.propose_encounter", about=employer_in_path)
DELIVER = permitted("encounters.deliver_encounter", about=employer_in_path)
SENT_BEFORE = "This form was sent before, with other answers. What was sent first stands."
#: Fields of the largest form: ticks, three questions and what the form itself carries.
MOST_FIELDS = MOST_TICKS + 20


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A deed as an employer's page asks for it; ``done`` is the word for its answer."""

    deed: Deed
    employer: UUID
    done: str
    hubs: tuple[tuple[str, str, bool], ...] = ()


@route(
    "/employers/{employer:uuid}/offer",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[OFFER],
)
async def offer_form(
    request: Asked,
    employer: FromPath[UUID],
    principal: CurrentPrincipal,
    templates: Templates,
    hub: FromQuery[str | None] = None,
) -> Response[Any]:
    """The form for offering an encounter in a hub's areas; without a hub, the one it has most to do with."""
    sheet = await _offer(request, principal, employer, hub)
    return _form(request, templates, sheet, {ONCE: new_form()})


@post("/employers/{employer:uuid}/offer", include_in_schema=False, guards=[OFFER])
async def offer_posted(
    request: Asked,
    employer: FromPath[UUID],
    principal: CurrentPrincipal,
    templates: Templates,
    hub: FromQuery[str | None] = None,
) -> Response[Any]:
    """The offer: checked, changed or sent."""
    sheet = await _offer(request, principal, employer, hub)
    return await _posted(request, templates, sheet, principal)


@route(
    "/employers/{employer:uuid}/encounters/{encounter:uuid}/at/{institution:uuid}",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[DELIVER],
)
async def delivery_form(
    request: Asked,
    employer: FromPath[UUID],
    encounter: FromPath[UUID],
    institution: FromPath[UUID],
    templates: Templates,
) -> Response[Any]:
    """The form for saying that an encounter took place."""
    sheet = await _delivery(request, employer, encounter, institution)
    if isinstance(sheet, Over):
        return _over(request, templates, sheet, employer)
    return _form(request, templates, sheet, {**sheet.deed.begins_with, ONCE: new_form()})


@post(
    "/employers/{employer:uuid}/encounters/{encounter:uuid}/at/{institution:uuid}",
    include_in_schema=False,
    guards=[DELIVER],
)
async def delivery_posted(
    request: Asked,
    employer: FromPath[UUID],
    encounter: FromPath[UUID],
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    templates: Templates,
) -> Response[Any]:
    """It took place."""
    sheet = await _delivery(request, employer, encounter, institution)
    if isinstance(sheet, Over):
        return _over(request, templates, sheet, employer)
    return await _posted(request, templates, sheet, principal)


async def _offer(request: Asked, principal: Principal, employer: UUID, hub: str | None) -> Sheet:
    queries, scope = EmployerQueries(request.app.state.parts.pool), scope_of(principal)
    hubs = await queries.hubs(employer, scope=scope)
    chosen = next((one for one in hubs if hub is None or one.slug == hub), None)
    if chosen is None:
        raise NotFoundException(
            "There is no such hub. Choose one from the list on the page before."
            if hub
            else "No careers hub has been set up yet, so there is nobody to offer an encounter to."
        )
    name = await employer_name(ledger_of(request), employer, unnamed="you")
    recipients = await queries.recipients(employer, chosen.slug, scope=scope)
    today = today_in(request)
    deed = own_offer(employer, name, chosen, recipients, today=today)
    return Sheet(
        deed=cast("Deed", deed),
        employer=employer,
        done="offered",
        hubs=tuple((one.slug, one.name, one is chosen) for one in hubs),
    )


async def _delivery(
    request: Asked, employer: UUID, encounter: UUID, institution: UUID
) -> Sheet | Over:
    ledger, today = ledger_of(request), today_in(request)
    part = await load(ledger, Part, part_stream(encounter, institution))
    # The path says whose it is; the part itself decides.
    own = Organisation(OrganisationKind.EMPLOYER, employer)
    if not part.exists or own not in await owners_of_employer(ledger, part.particulars.employer):
        raise NotFoundException("This employer offered no such encounter there.")
    deed = await delivery_deed(employer, encounter, institution, ledger, today)
    if isinstance(deed, Over):
        return deed
    return Sheet(deed=deed, employer=employer, done="told")


async def _posted(
    request: Asked, templates: Environment, sheet: Sheet, principal: Principal
) -> Response[Any]:
    """What was filled in: shown to be checked, or carried out; or the form again, with what is wrong."""
    values, deed = await posted_of(request, most_fields=MOST_FIELDS), sheet.deed
    step, answers = values.get(STEP), Answers(values)
    if step == "change":
        return _form(request, templates, sheet, values)
    command = deed.read(answers)
    if command is None:
        return _form(request, templates, sheet, values, answers)
    if deed.checked and step != "send":
        return _check(request, templates, deed, values, told=deed.told(command))
    platform, asked = request.app.state.parts.platform, asked_by(request, values)
    try:
        accepted = await execute(command, principal, platform, asked)
    except CommandIdReused:
        return _over(request, templates, Over(why=SENT_BEFORE), sheet.employer)
    except Refusal as refusal:
        note(refusal, deed, answers)
        return _form(request, templates, sheet, values, answers)
    here = f"/employers/{sheet.employer}?said={sheet.done}&at_least={accepted.position}"
    return Response(None, status_code=HTTPStatus.SEE_OTHER, headers={"Location": here})


def _form(
    request: Asked,
    templates: Environment,
    sheet: Sheet,
    values: Values,
    answers: Answers | None = None,
) -> Response[str]:
    errors = answers.errors if answers else {}
    text = page(
        request,
        templates,
        "employer/form.html",
        deed=sheet.deed,
        hubs=sheet.hubs,
        values=values,
        errors=errors,
        summary=summary(sheet.deed, errors),
    )
    return answer(text, status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK)


def _check(
    request: Asked,
    templates: Environment,
    deed: Deed,
    values: Values,
    *,
    told: tuple[tuple[str, str], ...],
) -> Response[str]:
    asked = {ONCE, *(name for field in deed.form for name in inputs(field))}
    typed = [(name, value) for name, value in values.items() if name in asked]
    text = page(request, templates, "employer/check.html", deed=deed, told=told, typed=typed)
    return answer(text)


def _over(request: Asked, templates: Environment, over: Over, employer: UUID) -> Response[str]:
    text = page(
        request, templates, "employer/over.html", why=over.why, back=f"/employers/{employer}"
    )
    return answer(text, status=HTTPStatus.CONFLICT)


ROUTES = (offer_form, offer_posted, delivery_form, delivery_posted)
