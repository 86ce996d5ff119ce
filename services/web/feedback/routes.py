"""``/feedback``: the code, the two questions, thanks.

The rule: opening a page does nothing; only the form of an open code acts, once for each page that was
opened. The address with a code in it is never logged and never passed on, as a link's is not.
"""

import asyncio
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4
from weakref import WeakValueDictionary

import msgspec
import structlog
from jinja2 import Environment
from litestar import HttpMethod, MediaType, Request, Response, Router, post, route
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.params import FromPath, SkipValidation

from hub_core.execute import ENGLAND, Platform, execute
from hub_core.execute import Request as Asking
from hub_core.feedback.answering import AnswerAsLearner, learner_of
from hub_core.feedback.class_code import about_code, as_read_out, class_code_key, typed_code
from hub_core.feedback.codes import FoundOut, NextStep
from hub_core.feedback.feedback import CODE_CLOSED, Feedback
from hub_core.log.away import DATABASE_AWAY, is_away
from hub_core.log.repository import load
from hub_core.log.writer import OutcomeUnknown, WriterClosed
from hub_core.refusals import CommandIdReused, Conflict, Refusal
from services.http.authentication import PUBLIC
from services.http.guard_rails.guessing import guessed_at
from services.http.parts import OpenParts
from services.web.feedback.questions import FOUND_OUT, NEXT_STEP, questions_about
from services.web.links.fields import Answers
from services.web.links.page import HEADERS
from services.web.links.posted import LARGEST_FORM, form_token, is_own, posted_of
from services.web.presentation import environment, render

log = structlog.get_logger(__name__)

Asked = Request[Any, Any, Any]
Templates = NamedDependency[SkipValidation[Environment]]
WHY_PUBLIC = {PUBLIC: "Learners have no accounts; the code their teacher reads out is the key."}

CODE, BALLOT = "code", "ballot"
TYPE_IT = "Type the code your teacher reads out. It has 8 letters and numbers, like CDFH-2346."
NO_SUCH_CODE = "There is no class with this code. Check it with your teacher and type it again."
CLOSED = "This code takes no more answers. Ask your teacher: they can open a new one."
NOT_OURS = "This form did not come from this page. Choose your answers and send them again."


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """What a code leads to; ``is_open`` says whether it takes an answer now."""

    feedback: Feedback
    is_open: bool


class Turns:
    """One answer to a code at a time: a class answers all at once, and would otherwise contend for it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    def of(self, feedback: UUID) -> asyncio.Lock:
        """The turn at this feedback."""
        return self._locks.setdefault(feedback, asyncio.Lock())


GivenTurns = NamedDependency[SkipValidation[Turns]]


async def opened(code: str, platform: Platform) -> Opened | None:
    """The feedback a code is for; None when there is none."""
    key = class_code_key(platform.vault.fingerprint(about_code(code)))
    stream = (await platform.ledger.holders([key])).get(key)
    if stream is None:
        return None
    feedback = await load(platform.ledger, Feedback, stream)
    last = feedback.rounds[-1]
    today = platform.clock().astimezone(ENGLAND).date()
    # An earlier round's code leads here too, and is as closed as its round.
    is_last = last.code == platform.vault.reference_of(code, subject=stream)
    return Opened(feedback=feedback, is_open=is_last and last.is_open(today))


@route("/", http_method=[HttpMethod.GET, HttpMethod.HEAD], include_in_schema=False, opt=WHY_PUBLIC)
async def code_page(templates: Templates) -> Response[str]:
    """Where the code is typed."""
    return _page(templates, "code")


@post("/", include_in_schema=False, opt=WHY_PUBLIC, status_code=HTTPStatus.OK)
async def code_typed(request: Asked, templates: Templates) -> Response[Any]:
    """On to the questions, if it looks like a code."""
    posted = await posted_of(request)
    code = typed_code(posted.get(CODE, ""))
    if code is None:
        typed = posted.get(CODE, "")[:40]
        return _page(templates, "code", HTTPStatus.UNPROCESSABLE_ENTITY, typed=typed, error=TYPE_IT)
    return _to(f"/feedback/{as_read_out(code)}")


@route(
    "/thanks",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    include_in_schema=False,
    opt=WHY_PUBLIC,
)
async def thanks_page(templates: Templates) -> Response[str]:
    """It is counted; and on to the next learner on the same tablet."""
    return _page(templates, "thanks")


@route(
    "/{code:str}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    include_in_schema=False,
    opt=WHY_PUBLIC,
)
async def questions_page(
    request: Asked, code: FromPath[str], parts: OpenParts, templates: Templates
) -> Response[str]:
    """The two questions."""
    found = await _found(request, code, parts.platform)
    if found is None or not found.is_open:
        return _no_questions(templates, found)
    return _questions(templates, code, found.feedback, Answers({}))


@post("/{code:str}", include_in_schema=False, opt=WHY_PUBLIC, status_code=HTTPStatus.OK)
async def answered_page(
    request: Asked, code: FromPath[str], parts: OpenParts, templates: Templates, turns: GivenTurns
) -> Response[Any]:
    """The answers, counted once for each page that was opened."""
    platform = parts.platform
    found = await _found(request, code, platform)
    if found is None:
        return _no_questions(templates, found)
    posted = await posted_of(request)
    answers = Answers(posted)
    if not is_own(posted, code):
        answers.wrong("", NOT_OURS)
        return _questions(templates, code, found.feedback, answers, HTTPStatus.FORBIDDEN)
    asked = {one.name: one for one in questions_about(found.feedback.type)}
    learned, following = answers.choice(asked[FOUND_OUT]), answers.choice(asked[NEXT_STEP])
    ballot = _ballot(posted.get(BALLOT, ""))
    if answers.errors or learned is None or following is None or ballot is None:
        return _questions(templates, code, found.feedback, answers, HTTPStatus.UNPROCESSABLE_ENTITY)
    feedback, last = found.feedback, found.feedback.rounds[-1]
    command = AnswerAsLearner(
        institution=feedback.institution,
        feedback=feedback.id,
        code=last.code,
        found_out=FoundOut(learned),
        next_step=NextStep(following),
    )
    # Without the request's own trail: it would lead from a line of a server's log to an answer.
    asking = Asking(command_id=f"ballot:{ballot}")
    try:
        async with turns.of(feedback.id):
            await execute(command, learner_of(feedback, last.code), platform, asking)
    except CommandIdReused:
        pass  # This page was sent before, with other answers: those stand, and one page is one answer.
    except Conflict as refusal:
        if refusal.kind != CODE_CLOSED:
            raise
        return _no_questions(templates, Opened(feedback=feedback, is_open=False))
    return _to("/feedback/thanks")


async def _found(request: Asked, text: str, platform: Platform) -> Opened | None:
    code = typed_code(text)
    guessed_at(request.scope, code or text)
    return None if code is None else await opened(code, platform)


def _ballot(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _no_questions(templates: Environment, found: Opened | None) -> Response[str]:
    if found is None:
        return _page(templates, "code", HTTPStatus.NOT_FOUND, error=NO_SUCH_CODE)
    return _page(templates, "code", HTTPStatus.GONE, error=CLOSED)


def _questions(
    templates: Environment,
    code: str,
    feedback: Feedback,
    answers: Answers,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response[str]:
    sent = _ballot(answers.values.get(BALLOT, ""))
    return _page(
        templates,
        "questions",
        status,
        questions=questions_about(feedback.type),
        values=answers.values,
        errors=answers.errors,
        form_token=form_token(code),
        ballot=sent or uuid4(),
    )


def _to(path: str) -> Response[None]:
    """Another page, so that reloading it sends nothing again."""
    return Response(
        None,
        status_code=HTTPStatus.SEE_OTHER,
        headers={**HEADERS, "Location": path},
        media_type=MediaType.HTML,
    )


def _page(
    templates: Environment, name: str, status: HTTPStatus = HTTPStatus.OK, **values: Any
) -> Response[str]:
    text = render(templates, f"feedback/{name}.html", **values)
    return Response(text, status_code=status, media_type=MediaType.HTML, headers=HEADERS)


def feedback_router(*, illustrative: bool) -> Router:
    """The pages of class codes. They need the application's open parts, and nobody signed in."""
    templates, turns = environment(illustrative=illustrative), Turns()

    def refused(request: Asked, error: HTTPException) -> Response[str]:
        if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return failed(request, error)
        return _page(templates, "code", HTTPStatus(error.status_code), error=TYPE_IT)

    def failed(_: Asked, error: Exception) -> Response[str]:
        away = is_away(error) or isinstance(error, OutcomeUnknown | WriterClosed | Conflict)
        # Without the address: it is the key.
        log.error(
            "the page of a class code failed",
            exc_info=None if away else error,
            why=repr(error)[:200],
        )
        status = HTTPStatus.SERVICE_UNAVAILABLE if away else HTTPStatus.INTERNAL_SERVER_ERROR
        return _page(templates, "failed", status)

    return Router(
        path="/feedback",
        route_handlers=[code_page, code_typed, thanks_page, questions_page, answered_page],
        dependencies={
            "templates": Provide(lambda: templates, sync_to_thread=False),
            "turns": Provide(lambda: turns, sync_to_thread=False),
        },
        exception_handlers={
            HTTPException: refused,
            **dict.fromkeys(
                (*DATABASE_AWAY, OutcomeUnknown, WriterClosed, Refusal, Exception), failed
            ),
        },
        request_max_body_size=LARGEST_FORM,
    )
