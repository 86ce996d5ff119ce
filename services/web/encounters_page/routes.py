"""The pages of an institution's encounters: what waits for its word, and the form for several at once.

Journey: a careers leader sees the four talks of last week, ticks them, types a number by year group or
pastes a list for each, presses one button; what could not be recorded stays, with the reason beside it.
The rule: each confirmation is one command, decided by itself; one that is refused holds up no other.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import MediaType, Response, post, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from hub_core.access import Organisation, OrganisationKind
from hub_core.encounters.part import OF_PARTS, OPEN, Part, PartStatus
from hub_core.execute import ENGLAND, execute
from hub_core.gatsby.setting import setting_of
from hub_core.identity.people.organisation_names import names_of
from hub_core.log.ledger import Ledger
from hub_core.log.of_institution import all_of_institution
from hub_core.refusals import Forbidden, Refusal
from services.http.application import LARGEST_FORM
from services.http.parts import CurrentPrincipal
from services.http.permission import institution_in_path, permitted
from services.web.answers import answer, going_on
from services.web.encounters_page.deeds import done as said_after
from services.web.encounters_page.form import MOST_AT_ONCE, Question, summary
from services.web.institution_frame import Frame, frame
from services.web.links.fields import Answers
from services.web.once import asked_by, new_form
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn
from services.web.words import long_date

ENCOUNTERS = "/institutions/{institution:uuid}/encounters"
PARTS = permitted("encounters.parts", about=institution_in_path)
CONFIRM = "encounters.confirm_encounter"
#: Why there is no form for what was ticked.
UNTICKED: Mapping[str, str] = {
    "none": "Tick at least one encounter to confirm.",
    "gone": "Nothing of what you ticked waits any more: it was confirmed or called off meanwhile.",
}
#: Encounters of the past that are listed.
LATEST = 10


@route(
    ENCOUNTERS,
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[PARTS],
)
async def encounters(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
    confirmed: FromQuery[int] = 0,
    done: FromQuery[str] = "",
    unticked: FromQuery[str] = "",
) -> Response[str]:
    """What waits for an answer or a word, what is planned, what took place."""
    today = clock().astimezone(ENGLAND).date()
    ledger = sign_in.parts.platform.ledger
    framed = await frame(request, principal, institution, "encounters", CONFIRM)
    found = await parts_of(ledger, institution)
    waiting = [one for one in found if one.waits_for_confirmation(today=today)]
    coming = [one for one in reversed(found) if one.status in OPEN and one not in waiting]
    text = page(
        request,
        templates,
        "institution/encounters.html",
        frame=framed,
        may_confirm=CONFIRM in framed.may,
        waiting=waiting,
        offers=[one for one in coming if one.status is PartStatus.PROPOSED],
        planned=[one for one in coming if one.status is not PartStatus.PROPOSED],
        past=[one for one in found if one.status is PartStatus.CONFIRMED][:LATEST],
        names=await _names(ledger, found),
        confirmed=confirmed,
        done=said_after(done),
        error=UNTICKED.get(unticked, ""),
        day=lambda one: long_date(one.day_held(None)),
        most=MOST_AT_ONCE,
    )
    return answer(text)


@route(
    f"{ENCOUNTERS}/confirm",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[PARTS],
)
async def confirming(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
    encounter: FromQuery[list[UUID] | None] = None,
) -> Response[Any]:
    """The form for the encounters ticked."""
    framed = await frame(request, principal, institution, "encounters", CONFIRM)
    if CONFIRM not in framed.may:
        raise Forbidden("You may not confirm encounters for this organisation.")
    questions = await _questions(
        sign_in.parts.platform.ledger, framed, encounter or (), clock, waiting=True
    )
    if not questions:
        why = "gone" if encounter else "none"
        return going_on(f"{framed.address}/encounters?unticked={why}#waiting")
    values = {name: value for one in questions for name, value in one.begins_with.items()}
    more = max(len(set(encounter or ())) - MOST_AT_ONCE, 0)
    return _form(request, templates, framed, questions, Answers(values), once=new_form(), more=more)


@post(
    f"{ENCOUNTERS}/confirm",
    include_in_schema=False,
    request_max_body_size=MOST_AT_ONCE * LARGEST_FORM,
    guards=[permitted(CONFIRM, about=institution_in_path)],
)
async def confirm(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
) -> Response[Any]:
    """Confirm each; what is refused stays on the page with the reason."""
    form = await request.form()
    values = {name: str(value).replace("\x00", "") for name, value in form.items()}
    platform = sign_in.parts.platform
    framed = await frame(request, principal, institution, "encounters", CONFIRM)
    named = [_id(one) for one in form.getall("encounter", [])]
    questions = await _questions(platform.ledger, framed, named, clock, waiting=False)
    answers = Answers(values)
    commands = [(one, one.read(answers)) for one in questions]
    left: list[Question] = []
    for one, command in commands:
        if command is None:
            left.append(one)
            continue
        asked = asked_by(request, values, about=str(one.part.encounter))
        try:
            await execute(command, principal, platform, asked)
        except Refusal as refusal:
            one.note(refusal, answers)
            left.append(one)
    done = len(questions) - len(left)
    if not left:
        return going_on(f"{framed.address}/encounters?confirmed={done}")
    # A form with another answer is another request.
    return _form(request, templates, framed, left, answers, once=new_form(), done=done)


def _form(
    request: Asked,
    templates: Any,
    framed: Frame,
    questions: list[Question],
    answers: Answers,
    *,
    once: str,
    done: int = 0,
    more: int = 0,
) -> Response[str]:
    errors = summary(questions, answers.errors)
    text = page(
        request,
        templates,
        "institution/confirm.html",
        frame=framed,
        questions=questions,
        values=answers.values,
        errors=answers.errors,
        summary=errors,
        done=done,
        more=more,
        once=once,
    )
    return answer(text, status=422 if errors else 200)


async def parts_of(ledger: Ledger, institution: UUID) -> list[Part]:
    """Every part this institution has in an encounter, the latest day first."""
    found = await all_of_institution(ledger, Part, institution, OF_PARTS)
    return sorted(found, key=lambda one: (one.day_held(None), str(one.encounter)), reverse=True)


async def _questions(
    ledger: Ledger, framed: Frame, named: Any, clock: Any, *, waiting: bool
) -> list[Question]:
    """What is asked of the encounters named: of those that wait, or whatever became of them."""
    today = clock().astimezone(ENGLAND).date()
    wanted = set(list(named)[:MOST_AT_ONCE])
    found = [
        one
        for one in await parts_of(ledger, framed.id)
        if one.encounter in wanted and (not waiting or one.waits_for_confirmation(today=today))
    ]
    names = await _names(ledger, found)
    year_groups = tuple(sorted(setting_of(framed.institution.details).year_groups))
    return [
        Question(
            key=f"e{one.encounter.hex}",
            part=one,
            employer=names[one.encounter],
            today=today,
            year_groups=year_groups,
        )
        for one in found
    ]


async def _names(ledger: Ledger, found: list[Part]) -> dict[UUID, str]:
    """The employers' names, by encounter."""
    employers = {
        one.encounter: Organisation(OrganisationKind.EMPLOYER, one.particulars.employer)
        for one in found
    }
    names = await names_of(ledger, set(employers.values()))
    return {encounter: names[employer] for encounter, employer in employers.items()}


def _id(text: object) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise NotFoundException("There is no such encounter here.") from None


ROUTES = (encounters, confirming, confirm)
