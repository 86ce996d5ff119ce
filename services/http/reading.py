"""How things are read by HTTP: parameters checked, one thing with its version as ETag, and 304 for
whoever has that version already.
"""

import typing
from collections.abc import Awaitable, Callable
from functools import wraps
from http import HTTPStatus
from typing import Annotated, Any, TypeVar, get_args
from uuid import UUID

import msgspec
from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.params import HeaderParameter, PathParameter, QueryParameter

from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load
from hub_core.refusals import Problem, Refusal
from services.http.authentication import Connection
from services.http.entity_tags import is_had
from services.http.fields import problems
from services.http.problems import invalid

AggregateType = TypeVar("AggregateType", bound=Aggregate)

IfNoneMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-None-Match",
        description="The ETag of the version you have. If it stands, the answer is 304 without a body.",
    ),
]

Limit = Annotated[int, msgspec.Meta(ge=1, le=200), QueryParameter(description="How many at most.")]
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
    if is_had(tag, if_none_match):
        return Response(None, status_code=HTTPStatus.NOT_MODIFIED, headers={"etag": tag})
    return Response(view, headers={"etag": tag})


async def find(
    ledger: Ledger, kind: type[AggregateType], stream_id: UUID, otherwise: Refusal
) -> AggregateType:
    """The aggregate of a stream; raises ``otherwise`` when there is none of this kind."""
    try:
        found = await load(ledger, kind, stream_id)
    except AnotherKind:
        raise otherwise from None
    if not found.exists:
        raise otherwise
    return found


def checked(function: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """The same handler, whose parameters are what their types say.

    Litestar converts parameters but drops what msgspec knows of a type beyond that (its pattern, its
    limits). A path that cannot be leads to nothing.
    """
    in_path, in_query = _parameters(function, PathParameter), _parameters(function, QueryParameter)

    @wraps(function)
    async def handler(**given: Any) -> Any:
        if any(next(problems(kind, given[name]), None) for name, (_, kind) in in_path.items()):
            raise NotFoundException
        wrong = [
            problem
            for name, (shown, kind) in in_query.items()
            for problem in problems(kind, given.get(name), shown)
        ]
        if wrong:
            raise invalid(wrong)
        return await function(**given)

    return handler


def refuse_null(
    function: Callable[..., Any],
) -> Callable[[Connection, BaseRouteHandler], Awaitable[None]]:
    """A guard that refuses the word "null" where a number, a day or one of a list is asked for.

    Litestar would take it for a parameter that is not there, and answer more than was asked.
    """
    named = [
        shown
        for shown, kind in _parameters(function, QueryParameter).values()
        if not _takes_text(kind)
    ]

    async def guard(connection: Connection, _: BaseRouteHandler) -> None:
        wrong = [
            Problem(
                field=name,
                reason="“null” is no value for this.",
                remedy="Leave the parameter out, or give it a value.",
            )
            for name in named
            if any(given.lower() == "null" for given in connection.query_params.getall(name, []))
        ]
        if wrong:
            raise invalid(wrong)

    return guard


def refuse_unknown(
    function: Callable[..., Any],
) -> Callable[[Connection, BaseRouteHandler], Awaitable[None]]:
    """A guard that refuses a parameter nobody asks for.

    Passed over, it would answer another question than was asked: today's figures for ``as_at=2026-01-31``.
    """
    known = sorted(shown for shown, _ in _parameters(function, QueryParameter).values())
    by_letters = {_letters(name): name for name in known}

    def mended(name: str) -> str:
        if meant := by_letters.get(_letters(name)):
            return f"Write {meant}."
        return f"Leave it out. There are: {', '.join(known)}." if known else "Leave it out."

    async def guard(connection: Connection, _: BaseRouteHandler) -> None:
        wrong = [
            Problem(
                field=name[:50],
                reason="There is no such parameter here.",
                remedy=mended(name),
            )
            for name in connection.query_params.keys() - set(known)
        ]
        if wrong:
            raise invalid(wrong)

    return guard


def _letters(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _takes_text(kind: Any) -> bool:
    return kind is str or any(_takes_text(part) for part in get_args(kind))


def _parameters(
    function: Callable[..., Any], place: type[PathParameter] | type[QueryParameter]
) -> dict[str, tuple[str, Any]]:
    """The parameters in this place, by their name here: their name outside, and their type."""
    hints = typing.get_type_hints(function, include_extras=True)
    return {
        name: (extra.name or name, kind)
        for name, kind in hints.items()
        for extra in get_args(kind)[1:]
        if isinstance(extra, place)
    }
