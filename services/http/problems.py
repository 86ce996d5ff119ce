"""What our APIs say when they refuse: RFC 9457 problem details, the same everywhere.

``type`` is stable and part of the API; ``detail`` is a sentence for the person who must act; every
wrong field is listed. Nothing about the inside of the platform is told.
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import (
    HTTPException,
    InternalServerException,
    NotFoundException,
    ValidationException,
)
from litestar.types import ExceptionHandlersMap

from hub_core.log.away import DATABASE_AWAY, is_away
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
from services.http.fields import lowered
from services.http.guard_rails.stopped import Stopped
from services.http.secret_paths import path_to_log

_log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"


class Unreadable(Refusal):
    """The body is no JSON."""

    KIND = "unreadable"
    TITLE = "The body cannot be read"

    def __init__(self, why: Exception) -> None:
        said = "it is nested too deeply" if isinstance(why, RecursionError) else str(why)
        super().__init__(
            f"The body is not JSON we can read: {lowered(said)}. Mend that and send it again."
        )


class NotJson(Refusal):
    """The body does not say that it is JSON."""

    KIND = "not-json"
    TITLE = "The body must be JSON"

    def __init__(self) -> None:
        super().__init__("Send JSON and say so: content-type: application/json.")


class NotAFile(Refusal):
    """The body does not say that it is a file of a kind that is taken there."""

    KIND = "not-a-file"
    TITLE = "The body must be a file"

    def __init__(self, takes: Sequence[str]) -> None:
        super().__init__(
            f"Send the file as it is, and say what it is: content-type: {' or '.join(takes)}."
        )


class KeyMissing(Refusal):
    """A write without a usable Idempotency-Key."""

    KIND = "idempotency-key-missing"
    TITLE = "This write needs an Idempotency-Key"

    def __init__(self) -> None:
        super().__init__(
            "Send the header Idempotency-Key with a fresh identifier of 8 to 100 visible ASCII "
            "characters, such as a UUID, and the same one again when you repeat this request."
        )


#: Statuses of refusals. Source: RFC 9110, and the Idempotency-Key draft for 422.
STATUS: dict[type[Refusal], HTTPStatus] = {
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    StaleVersion: HTTPStatus.PRECONDITION_FAILED,
    CommandIdReused: HTTPStatus.UNPROCESSABLE_ENTITY,
    Unreadable: HTTPStatus.BAD_REQUEST,
    NotJson: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    NotAFile: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    KeyMissing: HTTPStatus.BAD_REQUEST,
}

_FAULT = "Something went wrong on our side"
_OURS = (
    "This is our fault, not yours. Send the same request again with the same Idempotency-Key: "
    "it will not be recorded twice."
)
_AWAY = (
    "A server it needs does not answer. Wait a moment, then send the same request again, a write with "
    "the same Idempotency-Key: it will be recorded once."
)

#: What is refused by the shape of a request alone: type, title, and how to mend it.
REFUSED: dict[HTTPStatus, tuple[str, str, str]] = {
    HTTPStatus.BAD_REQUEST: (
        "unreadable",
        "This request cannot be read",
        "Check it against the description of this API at /api/schema.",
    ),
    HTTPStatus.NOT_FOUND: (
        "no-such-address",
        "There is nothing at this address",
        "Check the path and the ids in it. Every address of this API is listed at /api/schema.",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        "method-not-allowed",
        "This address does not take this method",
        "The Allow header lists the methods it takes; /api/schema says what each does.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "body-too-large",
        "The body is too large",
        "A body may have 4 MiB. Send it in parts.",
    ),
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
    """Parameters of the wrong shape, each listed; a path that cannot be leads to nothing."""
    told = [item for item in error.extra or () if isinstance(item, dict)]
    if any(item.get("source") == "path" for item in told):
        return of_http(request, NotFoundException())
    return of_refusal(request, invalid([_of_parameter(item, request) for item in told]))


def invalid(found: Sequence[Problem]) -> Invalid:
    """A refusal that lists these problems."""
    only = found[0] if len(found) == 1 else None
    if only is not None:
        return Invalid(f"{only.field}: {only.reason} {only.remedy}".strip(": "), problems=found)
    return Invalid(
        f"{len(found)} fields need mending. Nothing was recorded; each is listed in errors.",
        problems=found,
    )


def of_http(_: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """What is refused before any of our code is asked."""
    status = HTTPStatus(error.status_code)
    if status == HTTPStatus.UNAUTHORIZED:
        return _unknown_caller(error)
    kind, title, detail = REFUSED.get(status, ("fault", _FAULT, _OURS))
    if kind == "fault":
        status = HTTPStatus.INTERNAL_SERVER_ERROR
    return answer(
        ProblemDetails(type=_type(kind), title=title, status=status, detail=detail),
        headers=error.headers,
    )


def _unknown_caller(error: HTTPException) -> Response[Any]:
    """Nobody knows who asks: the door, or the guard that found none open, says how to get in."""
    details = ProblemDetails(
        type=_type(getattr(error, "kind", "unknown-caller")),
        title="We do not know who you are",
        status=HTTPStatus.UNAUTHORIZED,
        detail=error.detail,
    )
    return answer(details, headers={"www-authenticate": "Bearer", **(error.headers or {})})


def of_unknown_outcome(
    _: Request[Any, Any, Any], error: OutcomeUnknown | WriterClosed
) -> Response[Any]:
    """The database went away while writing: the same request with the same key settles it."""
    return _try_again("It is not known whether this was recorded", str(error))


def of_absence(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A server we need is away: nothing was recorded by this request, and it may come again."""
    if not is_away(error):
        return of_surprise(request, error)
    _log.warning("a server is away", path=path_to_log(request.url.path), error=repr(error))
    return _try_again("The service cannot reach its database", _AWAY)


def _try_again(title: str, detail: str) -> Response[Any]:
    return answer(
        ProblemDetails(
            type=_type("try-again"),
            title=title,
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            detail=detail,
        ),
        headers={"retry-after": "1"},
    )


def of_surprise(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A fault of ours: logged whole, told without its inside."""
    _log.error(
        "request failed", path=path_to_log(request.url.path), method=request.method, exc_info=error
    )
    return of_http(request, InternalServerException())


def of_stopped(_: Request[Any, Any, Any], stopped: Stopped) -> Response[Any]:
    """What the guard rails let no further."""
    return answer(
        ProblemDetails(
            type=_type(stopped.kind),
            title=stopped.title,
            status=stopped.status_code,
            detail=stopped.detail,
        ),
        headers=stopped.headers,
    )


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    Refusal: of_refusal,
    Stopped: of_stopped,
    ValidationException: of_validation,
    HTTPException: of_http,
    OutcomeUnknown: of_unknown_outcome,
    WriterClosed: of_unknown_outcome,
    **dict.fromkeys(DATABASE_AWAY, of_absence),
    Exception: of_surprise,
}


def _of_parameter(item: dict[str, Any], request: Request[Any, Any, Any]) -> Problem:
    name = str(item.get("key", ""))
    sent = request.query_params.get(name)
    reason = str(item.get("message", "")).replace("`", "").rstrip(".")
    return Problem(
        field=name,
        reason=f"{sent!r} is not right: {lowered(reason)}." if sent is not None else f"{reason}.",
    )


def _type(kind: str) -> str:
    return f"/problems/{kind}"
