"""``/link/…``: the page of a link and the form on it.

The rule: opening the page does nothing but count that it was opened, and note a deed that was done already;
only a form sent from it acts. The address is never logged, never kept, and never passed on by the browser.
"""

from http import HTTPStatus
from typing import Any

import structlog
from jinja2 import Environment
from litestar import HttpMethod, MediaType, Request, Response, Router, post, route
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException
from litestar.params import FromPath, SkipValidation

from hub_core.identity.links.store import LinkState, Opened
from hub_core.log.away import DATABASE_AWAY, is_away
from hub_core.log.writer import OutcomeUnknown, WriterClosed
from hub_core.refusals import Refusal
from services.http.authentication import PUBLIC
from services.http.correlation import correlation_of
from services.http.guard_rails.guessing import guessed_at
from services.http.parts import OpenParts
from services.web.links import page_texts
from services.web.links.acting import act, note_what_was_done
from services.web.links.deed import Deed, Over
from services.web.links.deeds import deed_of
from services.web.links.fields import Answers
from services.web.links.page import HEADERS, Page, told
from services.web.links.posted import LARGEST_FORM, STEP, is_own, posted_of
from services.web.presentation import environment

log = structlog.get_logger(__name__)

Asked = Request[Any, Any, Any]
Templates = NamedDependency[SkipValidation[Environment]]
WHY_PUBLIC = {
    PUBLIC: "Who was sent a link has no account; the address itself is the key, for one deed."
}
CHECK, SEND, CHANGE = "check", "send", "change"
FORM_NOT_OURS = "This form did not come from this page. Check your answers and send it again."


@route(
    "/{token:str}",
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    include_in_schema=False,
    opt=WHY_PUBLIC,
)
async def opened_page(
    request: Asked, token: FromPath[str], parts: OpenParts, templates: Templates
) -> Response[str]:
    """What the link is for, and its form."""
    guessed_at(request.scope, token)
    page = Page(parts, templates, token)
    opened = await page.opened(count=request.method == "GET")
    if (closed := page.closed(opened)) is not None:
        return closed
    assert opened is not None
    deed = await deed_of(opened.link, parts)
    if isinstance(deed, Over):
        return await _settled(page, opened, deed, request, status=HTTPStatus.OK)
    return await page.form(opened, deed, deed.begins_with)


@post("/{token:str}", include_in_schema=False, opt=WHY_PUBLIC, status_code=HTTPStatus.OK)
async def posted_page(
    request: Asked, token: FromPath[str], parts: OpenParts, templates: Templates
) -> Response[Any]:
    """The form, sent: checked, changed, or carried out."""
    guessed_at(request.scope, token)
    page = Page(parts, templates, token)
    opened = await page.opened(count=False)
    if (closed := page.closed(opened)) is not None:
        return closed
    assert opened is not None
    posted = await posted_of(request)
    deed = await deed_of(opened.link, parts)
    if isinstance(deed, Over):
        return await _settled(page, opened, deed, request)
    if not is_own(posted, token):
        answers = Answers(posted)
        answers.wrong("", FORM_NOT_OURS)
        return await page.form(opened, deed, posted, answers, status=HTTPStatus.FORBIDDEN)
    if posted.get(STEP) == CHANGE:
        return await page.form(opened, deed, posted)
    return await _taken(page, opened, deed, posted, request)


async def _taken(
    page: Page, opened: Opened, deed: Deed, posted: dict[str, str], request: Asked
) -> Response[Any]:
    """What was filled in: shown to be checked, or carried out; or the form again, with what is wrong."""
    answers = Answers(posted)
    command = deed.read(answers)
    if command is not None:
        if deed.checked and posted.get(STEP) != SEND:
            return page.check(deed, deed.told(command), posted)
        correlation = correlation_of(request.scope)
        done = await act(
            command, deed, opened, page.platform, page.links, answers, correlation=correlation
        )
        if isinstance(done, Over):
            return await _settled(page, opened, done, request)
        if done:
            # Back to the page, which now says what was done: reloading it sends nothing again.
            return Response(
                None,
                status_code=HTTPStatus.SEE_OTHER,
                headers={**HEADERS, "Location": request.url.path},
                media_type=MediaType.HTML,
            )
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return await page.form(opened, deed, posted, answers, status=status)


async def _settled(
    page: Page,
    opened: Opened,
    over: Over,
    request: Asked,
    *,
    status: HTTPStatus = HTTPStatus.CONFLICT,
) -> Response[str]:
    """Somebody was quicker: with this link, so that it is done; or otherwise."""
    await note_what_was_done(
        opened, page.platform, page.links, correlation=correlation_of(request.scope)
    )
    again = await page.opened(count=False)
    if again is not None and again.state is LinkState.SPENT:
        return page.done(again.link)
    return page.over(page_texts.SETTLED, (over.why,), status=status)


def link_router(*, illustrative: bool) -> Router:
    """The pages of links. They need the application's open parts, and nobody signed in."""
    templates = environment(illustrative=illustrative)

    def refused(_: Asked, error: HTTPException) -> Response[str]:
        if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return failed(_, error)
        return told(templates, page_texts.UNKNOWN, status=HTTPStatus(error.status_code))

    def failed(_: Asked, error: Exception) -> Response[str]:
        away = is_away(error) or isinstance(error, OutcomeUnknown | WriterClosed)
        # Without the address: it is the key.
        log.error(
            "the page of a link failed", exc_info=None if away else error, why=repr(error)[:200]
        )
        status = HTTPStatus.SERVICE_UNAVAILABLE if away else HTTPStatus.INTERNAL_SERVER_ERROR
        return told(templates, page_texts.FAILED, status=status)

    return Router(
        path="/link",
        route_handlers=[opened_page, posted_page],
        dependencies={"templates": Provide(lambda: templates, sync_to_thread=False)},
        # Each named: an application's handler of a narrower kind goes before a router's of a wider.
        exception_handlers={
            HTTPException: refused,
            **dict.fromkeys(
                (*DATABASE_AWAY, OutcomeUnknown, WriterClosed, Refusal, Exception), failed
            ),
        },
        request_max_body_size=LARGEST_FORM,
    )
