"""Pages for what cannot be shown: a heading, a sentence that says what to do, and the way back.

The one rule: a reader is told what happened in plain words and nothing about the inside; what was
our fault is logged with all we know.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import structlog
from jinja2 import Environment
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from hub_core.log.away import is_away
from hub_core.refusals import Forbidden, NotFound, Refusal
from services.http.authentication import SignInNeeded
from services.http.secret_paths import path_to_log
from services.web.answers import going_on
from services.web.shell import page
from services.web.sign_in.forms import PostedFromElsewhere
from services.web.sign_in.typed_again import TYPED

log = structlog.get_logger(__name__)

Asked = Request[Any, Any, Any]
Handler = Callable[[Asked, Any], Response[Any]]

#: Where programs ask, not people: their answers are problem details.
FOR_PROGRAMS = ("/api", "/health")

_HEADINGS = {
    HTTPStatus.BAD_REQUEST: "There is a mistake in the address",
    HTTPStatus.FORBIDDEN: "You cannot see this page",
    HTTPStatus.NOT_FOUND: "Page not found",
    HTTPStatus.METHOD_NOT_ALLOWED: "This page can only be read",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "This is too much to send at once",
    HTTPStatus.TOO_MANY_REQUESTS: "You are asking too quickly",
}
_ADVICE = {
    HTTPStatus.BAD_REQUEST: "Check the part of the address after the question mark.",
    HTTPStatus.FORBIDDEN: "What you do at the organisation you act for does not include it. If you "
    "act for another one too, change to that one. If you need this page for your work, ask whoever "
    "invited you.",
    HTTPStatus.NOT_FOUND: "If you typed the address, check that it is right. "
    "If you pasted it, check that you copied all of it.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Go back and open it from a link.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Nothing was recorded. Go back, where what you typed may still "
    "stand, and shorten it or send it in parts.",
}
#: For whoever sent what is not kept, such as a file.
_SENT_IN_VAIN = (
    "What you just sent was not recorded. Sign in from your first page, open the page again and send it "
    "anew, with its file."
)


class ErrorPages:
    """Answers with a page, whatever was raised."""

    def __init__(self, templates: Environment) -> None:
        self._templates = templates

    def handlers(self) -> ExceptionHandlersMap:
        """What answers to which error."""
        return {
            SignInNeeded: self.sign_in_needed,
            PostedFromElsewhere: self.form_refused,
            HTTPException: self.refused,
            Forbidden: self.not_permitted,
            NotFound: self.not_permitted,
            Exception: self.failed,
        }

    def refused(self, request: Asked, error: HTTPException) -> Response[str]:
        """What the framework or a route would not take."""
        status = HTTPStatus(error.status_code)
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            return self._away(request)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return self.failed(request, error)
        heading = _HEADINGS.get(status, "This page cannot be shown")
        # Only our own sentences are repeated; the framework's are for programmers.
        said = [error.detail] if error.detail.endswith(".") else []
        advice = _ADVICE.get(status, "")
        return self._page(request, status, heading, [*said, advice], **(error.headers or {}))

    def sign_in_needed(self, request: Asked, error: SignInNeeded) -> Response[Any]:
        """To the door, and back here afterwards; who sent something is told that it is not recorded."""
        if request.method == "GET" and "text/event-stream" not in request.headers.get("accept", ""):
            asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            # Whoever opens the site without saying what they want begins where their role begins.
            query = "" if asked == "/" else f"?{urlencode({'next': asked})}"
            headers = {"Location": f"/sign-in{query}", "Cache-Control": "no-store"}
            return Response(
                b"", status_code=HTTPStatus.SEE_OTHER, headers=headers, media_type=MediaType.TEXT
            )
        if TYPED in request.scope["state"]:
            return self.typed_again(request, HTTPStatus.UNAUTHORIZED)
        return self._page(
            request,
            HTTPStatus.UNAUTHORIZED,
            "You are not signed in",
            [error.detail, _SENT_IN_VAIN],
        )

    def typed_again(self, request: Asked, status: HTTPStatus) -> Response[str]:
        """What was typed into a form that was not taken, and how to send it after all."""
        typed = request.scope["state"][TYPED]
        return self._answer(
            request, status, "sign_in/typed_again.html", typed=typed, because=status.value
        )

    def form_refused(self, request: Asked, error: PostedFromElsewhere) -> Response[str]:
        """A form from another site, or one of ours that is older than the session."""
        if TYPED in request.scope["state"]:
            return self.typed_again(request, HTTPStatus.FORBIDDEN)
        return self.refused(request, error)

    def not_permitted(self, request: Asked, refusal: Refusal) -> Response[Any]:
        """What is not theirs to see, or not there; who opens the site alone begins where their role does."""
        principal = request.scope["state"].get("principal")
        if request.url.path == "/" and principal is not None and principal.organisation is not None:
            return going_on("/home")
        status = HTTPStatus.FORBIDDEN if isinstance(refusal, Forbidden) else HTTPStatus.NOT_FOUND
        return self._page(request, status, _HEADINGS[status], [_ADVICE[status]])

    def failed(self, request: Asked, error: Exception) -> Response[str]:
        """Our fault, or the database's."""
        path = path_to_log(request.url.path)
        if is_away(error):
            log.warning("a page waits for the database", path=path, why=str(error))
            return self._away(request)
        log.error("a page failed", path=path, exc_info=error)
        if TYPED in request.scope["state"]:
            return self.typed_again(request, HTTPStatus.INTERNAL_SERVER_ERROR)
        return self._page(
            request,
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "Sorry, there is a problem with the service",
            ["Nothing you recorded is lost. Try again in a few minutes."],
        )

    def _away(self, request: Asked) -> Response[str]:
        if TYPED in request.scope["state"]:
            return self.typed_again(request, HTTPStatus.SERVICE_UNAVAILABLE)
        return self._page(
            request,
            HTTPStatus.SERVICE_UNAVAILABLE,
            "The figures cannot be reached just now",
            ["Nothing recorded is lost. Wait a moment and open the page again."],
            **{"Retry-After": "2"},
        )

    def _page(
        self, request: Asked, status: HTTPStatus, heading: str, sentences: list[str], **more: str
    ) -> Response[str]:
        said = [one for one in sentences if one]
        told = self._answer(request, status, "problem.html", heading=heading, sentences=said)
        told.headers.update(more)
        return told

    def _answer(
        self, request: Asked, status: HTTPStatus, template: str, **values: Any
    ) -> Response[str]:
        text = page(request, self._templates, template, **values)
        headers = {"Cache-Control": "no-store"}
        return Response(text, status_code=status, media_type=MediaType.HTML, headers=headers)


def pages_and_problems(
    templates: Environment, problems: ExceptionHandlersMap
) -> ExceptionHandlersMap:
    """Handlers for pages and APIs in one application: people get a page, programs ``problems``.

    What no route takes is decided by its path.
    """
    pages = ErrorPages(templates).handlers()

    def chosen(kind: int | type[Exception], problem: Any) -> Handler:
        is_refusal = isinstance(kind, type) and issubclass(kind, HTTPException)
        page: Any = pages.get(kind) or pages[HTTPException if is_refusal else Exception]

        def answer(request: Asked, error: Any) -> Response[Any]:
            for_program = request.url.path.startswith(FOR_PROGRAMS)
            found: Response[Any] = (problem if for_program else page)(request, error)
            return found

        return answer

    return {kind: chosen(kind, problem) for kind, problem in problems.items()}
