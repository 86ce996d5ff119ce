"""The routes of both pages of questions. They only read; what is put right is put right elsewhere."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import MediaType, Response, route
from litestar.exceptions import NotFoundException, ServiceUnavailableException
from litestar.params import FromPath, FromQuery

from hub_core.access import Organisation, OrganisationKind
from hub_core.identity.people.organisation_names import names_of
from hub_core.log.ledger import Ledger
from hub_core.questions.rules import Signal
from projections.benchmark_progress.members_questions import questions_of_hub
from projections.benchmark_progress.questions import Questions, questions_about
from projections.read_model import BeingUpdated
from services.http.parts import CurrentPrincipal
from services.http.permission import hub_in_path, institution_in_path, ledger_of, permitted
from services.http.scopes import scope_of_request
from services.web.answers import answer
from services.web.hub_navigation import hub_frame
from services.web.institution_frame import frame
from services.web.pages import READ, Answers, Asked, Now, Templates
from services.web.paging import Long, chosen_by
from services.web.questions_page.view import asked_of, hub_questions_page, listed_of
from services.web.shell import page
from services.web.sign_in.signing_in import SigningIn
from services.web.words import ENGLAND, long_date

QUESTIONS = permitted("questions.of_institution", about=institution_in_path)
OF_HUB = permitted("questions.of_hub", about=hub_in_path)
HERE = "/questions"
#: The list of them on a hub's page.
MEMBERS = "members"


@route(
    "/institutions/{institution:uuid}/questions",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[QUESTIONS],
)
async def institution_questions(
    request: Asked,
    institution: FromPath[UUID],
    principal: CurrentPrincipal,
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
    kept_answers: Answers,
) -> Response[str]:
    """What is worth asking, what was counted beside it, and the records drawn."""
    today = clock().astimezone(ENGLAND).date()
    framed = await frame(request, principal, institution, "questions")

    async def work_out() -> Questions:
        return await questions_about(sign_in.parts.pool, institution, as_at=today)

    told = await kept_answers.of(institution, ("questions", today), work_out)
    names = await _names(sign_in.parts.platform.ledger, [told])
    text = page(
        request,
        templates,
        "institution/questions.html",
        frame=framed,
        asked=asked_of(told, names, all_of_it=True),
        today=long_date(today),
    )
    return answer(text)


@route(
    f"/hubs/{{slug:str}}{HERE}",
    http_method=READ,
    media_type=MediaType.HTML,
    include_in_schema=False,
    guards=[OF_HUB],
)
async def hub_questions(
    request: Asked,
    slug: FromPath[str],
    sign_in: SigningIn,
    templates: Templates,
    clock: Now,
    signal: FromQuery[str] = "",
) -> Response[Any]:
    """Whom of the members to ask what, with the records drawn of each."""
    if signal and signal not in list(Signal):
        raise NotFoundException(f"There is no question called “{signal[:30]}”.")
    frame = await hub_frame(request, templates, slug, HERE)
    today = clock().astimezone(ENGLAND).date()
    found = await questions_of_hub(
        sign_in.parts.pool, frame.id, as_at=today, scope=scope_of_request(request)
    )
    if isinstance(found, BeingUpdated):
        raise ServiceUnavailableException("The figures are being put together.")
    chosen = Signal(signal) if signal else None
    leaf = _members(request, f"/hubs/{slug}{HERE}").leaf(listed_of(found, chosen))
    names = await _names(ledger_of(request), [one.told for one in leaf.things])
    shown = hub_questions_page(found, leaf, names, signal=chosen)
    return answer(
        page(
            request,
            templates,
            "hub/questions.html",
            frame=frame,
            page=shown,
            seed=found.seed,
            today=long_date(today),
        )
    )


def _members(request: Asked, here: str) -> Long:
    asked = {name: value for name, value in request.query_params.items() if isinstance(value, str)}
    chosen = chosen_by(["signal"], [MEMBERS], asked)
    return Long(key=MEMBERS, heading="Members to ask", here=here, asked=chosen)


async def _names(ledger: Ledger, told: Sequence[Questions]) -> dict[UUID, str]:
    """The employers and providers of the records drawn, by id."""
    drawn = [record for one in told for record in one.sample]
    wanted = {
        Organisation(kind, one)
        for record in drawn
        for kind, one in (
            (OrganisationKind.EMPLOYER, record.employer),
            (OrganisationKind.INSTITUTION, record.provider),
        )
        if one is not None
    }
    return {one.id: name for one, name in (await names_of(ledger, wanted)).items()}


ROUTES = (institution_questions, hub_questions)
