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
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler
from litestar.params import HeaderParameter

from hub_core.execute import Accepted, Platform, execute
from hub_core.execute import Request as CommandRequest
from hub_core.refusals import Invalid
from hub_core.work import Command, Principal

IdempotencyKey = Annotated[
    str,
    HeaderParameter(
        name="Idempotency-Key",
        min_length=8,
        max_length=100,
        description=(
            "A fresh identifier for this write, such as a UUID. Sent again with the same request, it "
            "gets the first answer again and nothing is recorded twice. Kept for 90 days."
        ),
    ),
]
IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match",
        description='The ETag of the version you decided on, such as "3". Refused when it has changed since.',
    ),
]

_ETAG = re.compile(r'^"(\d{1,9})"$')


class ApiRequest(Request[Any, Any, Any]):
    """A request that remembers the JSON it brought, so that every wrong field can be named."""

    async def json(self) -> Any:
        received = await super().json()
        self.state.received = received
        return received


def json_only(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Guard: refuse a body that does not say it is JSON, whatever it holds."""
    if connection.scope.get("method") in ("GET", "HEAD", "OPTIONS", "DELETE"):
        return
    media_type = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise HTTPException(
            status_code=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            detail="Send JSON and say so: content-type: application/json.",
        )


async def carry_out(
    command: Command,
    *,
    platform: Platform,
    principal: Principal,
    idempotency_key: str,
    if_match: str | None = None,
    created: bool = False,
) -> Response[Any]:
    """Execute a command and answer with what it answered."""
    accepted = await execute(
        command,
        principal,
        platform,
        CommandRequest(command_id=idempotency_key, expected_version=_expected(if_match)),
    )
    return _response(accepted, HTTPStatus.CREATED if created else HTTPStatus.OK)


def etag(version: int) -> str:
    """A version as an ETag."""
    return f'"{version}"'


def _expected(if_match: str | None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    found = _ETAG.match(if_match.strip())
    if found is None:
        raise Invalid.field(
            "If-Match",
            f"{if_match[:40]!r} is not an ETag of ours.",
            'Send back the ETag you were given, with its quotation marks, such as "3".',
        )
    return int(found[1])


def _response(accepted: Accepted, status: HTTPStatus) -> Response[Any]:
    body: dict[str, Any] = msgspec.json.decode(accepted.answer)
    headers = {"hub-position": str(accepted.position)}
    if accepted.repeated:
        headers["idempotent-replayed"] = "true"
    if isinstance(version := body.get("version"), int):
        headers["etag"] = etag(version)
    return Response({**body, "position": accepted.position}, status_code=status, headers=headers)
