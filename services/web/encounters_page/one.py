"""The page of one encounter at a school or college: what was offered, where it stands, what can be done.

Journey: a careers leader opens an offer that waits, reads who wants to come, when and for what, says yes,
or no with a reason, and is back at the list; the employer sees the answer. What is refused is said above
the form, and nothing has changed.
The rule: each form is one command; the page decides nothing.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import MediaType, Response, post, route
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from hub_core.access import Organisation, OrganisationKind, Principal
from hub_core.employers.employer import Employer
from hub_core.encounter_titles import titles_of
from hub_core.encounters.offer import part_stream
from hub_core.encounters.part import Part
from hub_core.execute import ENGLAND, execute
from hub_core.feedback.codes import Again, Hoped
from hub_core.feedback.feedback import Feedback, feedback_stream
from hub_core.identity.people.organisation_names import names_of
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load, read
from hub_core.refusals import Forbidden, Refusal
from services.http.parts import CurrentPrincipal
from services.http.permission import institution_in_path, permitted
from services.web import made_of_it as panel
from services.web.answers import answer, going_on
from services.web.encounters_page.deeds import command_of, offered, operations
from services.web.institution_frame import frame
from services.web.once import asked_by, new_form
from services.web.pages import READ, Asked, Now, Templates
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn
from services.web.words import long_date

ENCOUNTER = "/institutions/{institution:uuid}/encounters/{encounter:uuid}"
PART = permitted("encounters.parts", about=institution_in_path)
_CONFIRM = "encounters.confirm_encounter"


@route(
    ENCOUNTER,
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[PART],
)
async def encounter_page(
    request: Asked,
    institution: FromPath[UUID],
    encounter: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
) -> Response[str]:
    """What was offered, where it stands, and what can be done about it."""
    return await _page(request, institution, encounter, principal, sign_in, templates, clock)


@post(ENCOUNTER, include_in_schema=False, guards=[PART])
async def do(
    request: Asked,
    institution: FromPath[UUID],
    encounter: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
) -> Response[Any]:
    """Carry out one form of the page; what is refused is said where it was asked."""
    posted = {key: str(value) for key, value in (await request.form()).items()}
    key = posted.get("deed", "")
    back = f"/institutions/{institution}/encounters"
    try:
        if panel.is_of_panel(key):
            part = await _part(sign_in.parts.platform.ledger, encounter, institution)
            thing = panel.encounter_of(part, clock().astimezone(ENGLAND).date())
            command = panel.command_of(key, thing, posted)
            back += f"/{encounter}#made-of-it"
        else:
            command = command_of(key, institution, encounter, posted.get("reason", ""))
            back += f"?done={key}"
        await execute(command, principal, sign_in.parts.platform, asked_by(request, posted))
    except Forbidden:
        raise
    except Refusal as refusal:
        problem = refusal.problems[0].reason if refusal.problems else refusal.detail
        wrong = (key, problem)
        return await _page(
            request,
            institution,
            encounter,
            principal,
            sign_in,
            templates,
            clock,
            wrong=wrong,
            typed=posted,
        )
    return going_on(back)


async def _page(
    request: Asked,
    institution: UUID,
    encounter: UUID,
    principal: Principal,
    sign_in: Any,
    templates: Any,
    clock: Any,
    *,
    wrong: tuple[str, str] = ("", ""),
    typed: Mapping[str, str] | None = None,
) -> Response[str]:
    ledger = sign_in.parts.platform.ledger
    actions = (_CONFIRM, *operations(), *panel.operations())
    framed = await frame(request, principal, institution, "encounters", *actions)
    part = await _part(ledger, encounter, institution)
    employer = Organisation(OrganisationKind.EMPLOYER, part.particulars.employer)
    names = await names_of(ledger, {employer})
    titles = await titles_of([encounter], ledger, sign_in.parts.vault, principal)
    feedback = await load(ledger, Feedback, feedback_stream(encounter, institution))
    today = clock().astimezone(ENGLAND).date()
    text = page(
        request,
        templates,
        "institution/encounter.html",
        frame=framed,
        part=part,
        employer=names[employer],
        verified=await _verified(ledger, employer.id),
        title=titles[encounter],
        day=long_date(part.day_held(None)),
        own=_CONFIRM in framed.may,
        confirms=_CONFIRM in framed.may and part.waits_for_confirmation(today=today),
        deeds=offered(part.status, framed.may),
        made=await panel.made_of_it(
            panel.encounter_of(part, today), feedback, sign_in.parts.vault, framed.may, today
        ),
        answers_at=f"{sign_in.origin(request)}/feedback".partition("//")[2],
        hopes=tuple(Hoped),
        agains=tuple(Again),
        typed=typed or {},
        once=new_form(),
        wrong_in=wrong[0],
        wrong=wrong[1],
    )
    return answer(text, status=422 if wrong[1] else 200)


async def _verified(ledger: Ledger, employer: UUID) -> bool:
    """Whether a hub has made sure of the employer, or of the one it was merged into."""
    known = await read(ledger, Employer, employer)
    if known.merged_into is not None:
        known = await read(ledger, Employer, known.merged_into)
    return known.verified_by is not None


async def _part(ledger: Ledger, encounter: UUID, institution: UUID) -> Part:
    part = await load(ledger, Part, part_stream(encounter, institution))
    if not part.exists:
        raise NotFoundException("This school or college was offered no such encounter.")
    return part


ROUTES = (encounter_page, do)
