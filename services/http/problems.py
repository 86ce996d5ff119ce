"""What our APIs say when they refuse: RFC 9457 problem details, the same everywhere.

``type`` is stable and part of the API; ``detail`` is a sentence for the person who must act; every
wrong field is listed. Nothing about the inside of the platform is told.
"""

from http import HTTPStatus
from itertools import islice
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ExceptionHandlersMap

from hub_core.log.writer import OutcomeUnknown, WriterClosed
from hub_core.refusals import (
    CommandIdReused,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Problem,
    Refusal,
    StaleVersion,
)
from services.http.fields import MOST_PROBLEMS, problems

MEDIA_TYPE = "application/problem+json"

#: Statuses of refusals. Source: RFC 9110, and the Idempotency-Key draft for 422.
STATUS: dict[type[Refusal], HTTPStatus] = {
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    StaleVersion: HTTPStatus.PRECONDITION_FAILED,
    CommandIdReused: HTTPStatus.UNPROCESSABLE_ENTITY,
}


class ProblemDetails(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An error as RFC 9457 words it."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[Problem, ...] = ()


def answer(details: ProblemDetails, headers: dict[str, str] | None = None) -> Response[Any]:
    """The response that carries these details."""
    return Response(
        msgspec.json.encode(details),
        status_code=details.status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def of_refusal(_: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    """A command that was refused."""
    status = next(
        (STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS), HTTPStatus.CONFLICT
    )
    return answer(
        ProblemDetails(
            type=_type(refusal.kind),
            title=refusal.TITLE,
            status=status,
            detail=refusal.detail,
            errors=refusal.problems,
        )
    )


def of_validation(request: Request[Any, Any, Any], error: ValidationException) -> Response[Any]:
    """A request of the wrong shape: every wrong field of the body, or the wrong parameters."""
    found: list[Problem] = []
    data = request.route_handler.fn.__annotations__.get("data")
    if data is not None and hasattr(request.state, "received"):
        found = list(islice(problems(data, request.state.received), MOST_PROBLEMS))
    if not found and isinstance(error.extra, list):
        found = [
            Problem(field=str(item.get("key", "")), reason=str(item.get("message", "")))
            for item in error.extra
            if isinstance(item, dict)
        ]
    return of_refusal(request, Invalid(_counted(found), problems=found))


def of_http(_: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """What Litestar itself refuses: no such route, wrong method, body too large."""
    status = HTTPStatus(error.status_code)
    return answer(
        ProblemDetails(
            type=_type(status.phrase.lower().replace(" ", "-")),
            title=status.phrase,
            status=status,
            detail=error.detail if status < HTTPStatus.INTERNAL_SERVER_ERROR else _OURS,
        ),
        headers=error.headers,
    )


def of_unknown_outcome(
    _: Request[Any, Any, Any], error: OutcomeUnknown | WriterClosed
) -> Response[Any]:
    """The database went away: the same request with the same key settles it."""
    return answer(
        ProblemDetails(
            type=_type("try-again"),
            title="It is not known whether this was recorded",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            detail=str(error),
        ),
        headers={"retry-after": "1"},
    )


def of_surprise(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A fault of ours: logged whole, told without its inside."""
    structlog.get_logger().error(
        "request failed", path=request.url.path, method=request.method, exc_info=error
    )
    return answer(
        ProblemDetails(
            type=_type("fault"),
            title="Something went wrong on our side",
            status=HTTPStatus.INTERNAL_SERVER_ERROR,
            detail=_OURS,
        )
    )


_OURS = (
    "This is our fault, not yours. Send the same request again with the same Idempotency-Key: "
    "it will not be recorded twice."
)

EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    Refusal: of_refusal,
    ValidationException: of_validation,
    HTTPException: of_http,
    OutcomeUnknown: of_unknown_outcome,
    WriterClosed: of_unknown_outcome,
    Exception: of_surprise,
}


def _type(kind: str) -> str:
    return f"/problems/{kind}"


def _counted(found: list[Problem]) -> str:
    if len(found) == 1:
        only = found[0]
        return f"{only.field}: {only.reason} {only.remedy}".strip(": ")
    return f"{len(found)} fields need mending. Nothing was recorded; each is listed in errors."
