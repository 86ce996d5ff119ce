"""How one thing is read by HTTP: with its version as ETag, and 304 for who has that version already."""

from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import HeaderParameter

IfNoneMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-None-Match",
        description="The ETag of the version you have. If it stands, the answer is 304 without a body.",
    ),
]

Limit = Annotated[int, msgspec.Meta(ge=1, le=200, description="How many at most.")]
LogPosition = Annotated[
    int,
    msgspec.Meta(
        ge=0,
        le=2**63 - 1,
        description="Answer only when the figures rest on this log position or a later one.",
    ),
]


def etag(version: int) -> str:
    """A version as an ETag."""
    return f'"{version}"'


def one(view: Any, *, version: int, if_none_match: str | None) -> Response[Any]:
    """One thing as it stands, unless the caller has it."""
    tag = etag(version)
    had = {known.strip().removeprefix("W/") for known in (if_none_match or "").split(",")}
    if had & {tag, "*"}:
        return Response(None, status_code=HTTPStatus.NOT_MODIFIED, headers={"etag": tag})
    return Response(view, headers={"etag": tag})
