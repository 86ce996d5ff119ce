"""How a write comes in by HTTP: an Idempotency-Key always, If-Match where the caller has read a version.

The answer carries the new version as its ETag and the log position up to which a read must look to
see it (``Hub-Position``).
"""

import re
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from hub_core.access import Principal
from hub_core.execute import Accepted, Platform, execute
from hub_core.execute import Request as CommandRequest
from hub_core.refusals import Invalid
from hub_core.work import Command
from services.http.correlation import correlation_of
from services.http.problems import KeyMissing
from services.http.reading import etag

IdempotencyKey = Annotated[
    str,
    msgspec.Meta(
        pattern="^[!-~]+$",
        min_length=8,
        max_length=100,
        description=(
            "A fresh identifier for this write, such as a UUID. Sent again with the same request, it "
            "gets the first answer again and nothing is recorded twice. Kept for 90 days."
        ),
        examples=["7b0a6a4e-6f0a-4c53-9d50-2f4f9be3a1c2"],
    ),
]
IfMatch = Annotated[
    str,
    msgspec.Meta(
        pattern=r'^(?:(?:W/)?"[0-9]{1,9}"|\*)$',
        description="The ETag of the version you decided on. Refused when it has changed since.",
        examples=['"3"'],
    ),
]
Position = Annotated[
    int, msgspec.Meta(description="Where in the log it stands: give it to a read as atLeast.")
]

_ETAG = re.compile(r'(?:W/)?"([0-9]{1,9})"')


def key_given(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard: refuse a write without a usable Idempotency-Key."""
    try:
        msgspec.convert(connection.headers.get("idempotency-key"), IdempotencyKey)
    except msgspec.ValidationError:
        raise KeyMissing from None


async def carry_out(
    command: Command,
    request: Request[Any, Any, Any],
    platform: Platform,
    principal: Principal,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response[Any]:
    """Execute a command and answer with what it answered."""
    accepted = await execute(command, principal, platform, asked(request))
    return answered(accepted, status)


def asked(request: Request[Any, Any, Any]) -> CommandRequest:
    """What a write brings besides its command: its key, the version decided on, what caused it."""
    return CommandRequest(
        command_id=request.headers["idempotency-key"],
        expected_version=expected_version(request),
        correlation=correlation_of(request.scope),
    )


def expected_version(request: Request[Any, Any, Any]) -> int | None:
    """The version the caller decided on; None when any will do. Raises ``Invalid``."""
    if_match = request.headers.get("if-match", "*").strip()
    if if_match == "*":
        return None
    found = _ETAG.fullmatch(if_match)  # weak ones too: proxies that compress weaken ours
    if found is None:
        raise Invalid.field(
            "If-Match",
            f"{if_match[:40]!r} is not an ETag of ours.",
            'Send back the ETag you were given, with its quotation marks, such as "3".',
        )
    return int(found[1])


def answered(accepted: Accepted, status: HTTPStatus, **also: Any) -> Response[Any]:
    """The answer of an accepted command as a caller gets it; ``also`` is told besides."""
    body: dict[str, Any] = msgspec.json.decode(accepted.answer) | also
    headers = {"hub-position": str(accepted.position)}
    if accepted.repeated:
        headers["idempotent-replayed"] = "true"
    if isinstance(version := body.get("version"), int):
        headers["etag"] = etag(version)
    return Response({**body, "position": accepted.position}, status_code=status, headers=headers)


def told_once(accepted: Accepted, status: HTTPStatus, **secrets: str | None) -> Response[Any]:
    """The same with what is told this once, None when it was told before; no cache may keep it."""
    answer = answered(accepted, status, **secrets)
    answer.headers["cache-control"] = "no-store"
    return answer
