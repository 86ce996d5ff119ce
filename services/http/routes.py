"""A command as a route: its body, its path, its answer and its documentation follow from the command.

One line a command in a service's table. The body is the command's own fields in camelCase, without
those the path gives, so the API can ask for nothing the command does not know.
"""

import inspect
import re
import types
import typing
from collections.abc import Awaitable, Callable
from functools import cache
from http import HTTPStatus
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler, get, post, put
from litestar.params import FromPath, JSONBody

from hub_core.execute import Platform
from hub_core.work import Answer, Command, Principal, handler_of
from services.http.openapi import OF_READS, OF_WRITES
from services.http.parts import CurrentPrincipal, OpenPlatform
from services.http.writing import ApiRequest, IdempotencyKey, IfMatch, carry_out

_IN_PATH = re.compile(r"{(\w+):uuid}")


def command_route(
    path: str, command: type[Command], *, creates: bool = False, replaces: bool = False
) -> HTTPRouteHandler:
    """The route that carries out a command.

    ``creates`` answers 201; ``replaces`` makes it a PUT instead of a POST. Path parameters are
    ``{name:uuid}`` and named like the command's fields.
    """
    in_path = tuple(_IN_PATH.findall(path))
    body = _body(command, in_path)
    route = _carrying_out(command, in_path, creates=creates)
    _sign(route, body=body, in_path=in_path, answers=_answer(command))
    verb = put if replaces else post
    return verb(
        path,
        name=command.OPERATION,
        operation_id=command.OPERATION.replace(".", "_"),
        summary=_sentence(command.__doc__),
        description=inspect.getdoc(handler_of(command)),
        status_code=HTTPStatus.CREATED if creates else HTTPStatus.OK,
        responses=OF_WRITES,
    )(route)


def read_route(path: str, *, operation: str) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    """A GET that changes nothing."""
    return get(path, name=operation, operation_id=operation.replace(".", "_"), responses=OF_READS)


def _carrying_out(
    command: type[Command], in_path: tuple[str, ...], *, creates: bool
) -> Callable[..., Awaitable[Response[Any]]]:
    async def route(
        request: ApiRequest,
        platform: Platform,
        principal: Principal,
        idempotency_key: str,
        if_match: str | None = None,
        data: msgspec.Struct | None = None,
        **given: UUID,
    ) -> Response[Any]:
        fields = {name: getattr(data, name) for name in data.__struct_fields__} if data else {}
        return await carry_out(
            msgspec.convert({**fields, **given}, command, from_attributes=True),
            platform=platform,
            principal=principal,
            idempotency_key=idempotency_key,
            if_match=if_match,
            created=creates,
        )

    route.__name__ = command.OPERATION.replace(".", "_")
    return route


def _sign(
    route: Callable[..., Any],
    *,
    body: type[msgspec.Struct] | None,
    in_path: tuple[str, ...],
    answers: type[msgspec.Struct],
) -> None:
    """Give the route the signature that Litestar reads parameters and OpenAPI from."""
    annotations: dict[str, Any] = {
        "request": ApiRequest,
        "platform": OpenPlatform,
        "principal": CurrentPrincipal,
        "idempotency_key": IdempotencyKey,
        "if_match": IfMatch,
        **dict.fromkeys(in_path, FromPath[UUID]),
    }
    if body is not None:
        annotations["data"] = JSONBody[body]  # type: ignore[valid-type, misc]
    parameters = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=annotation,
            default=None if name == "if_match" else inspect.Parameter.empty,
        )
        for name, annotation in annotations.items()
    ]
    returned: Any = Response[answers]  # type: ignore[valid-type]
    route.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        parameters, return_annotation=returned
    )
    route.__annotations__ = {**annotations, "return": returned}


def _body(command: type[Command], in_path: tuple[str, ...]) -> type[msgspec.Struct] | None:
    unknown = set(in_path) - set(command.__struct_fields__)
    if unknown:
        raise TypeError(f"{command.__name__} has no field {', '.join(sorted(unknown))}")
    if not set(command.__struct_fields__) - set(in_path):
        return None
    return _spelt(command, in_path)


@cache
def _spelt(struct: type[msgspec.Struct], without: tuple[str, ...] = ()) -> type[msgspec.Struct]:
    """The same struct in camelCase, for the outside."""
    hints = typing.get_type_hints(struct, include_extras=True)
    fields: list[Any] = []
    for field in msgspec.structs.fields(struct):
        if field.name in without:
            continue
        kind = _spelt_type(hints[field.name])
        if field.required:
            fields.append((field.name, kind))
        elif field.default is not msgspec.NODEFAULT:
            fields.append((field.name, kind, field.default))
        else:
            fields.append((field.name, kind, msgspec.field(default_factory=field.default_factory)))
    return msgspec.defstruct(
        struct.__name__,
        fields,
        rename="camel",
        kw_only=True,
        frozen=True,
        forbid_unknown_fields=True,
        namespace={"__doc__": struct.__doc__},
        module=struct.__module__,
    )


def _spelt_type(kind: Any) -> Any:
    """A type with every struct in it spelt for the outside."""
    origin = get_origin(kind)
    if origin is Annotated:
        inner, *extras = get_args(kind)
        return Annotated[(_spelt_type(inner), *extras)]
    if origin in (Union, types.UnionType):
        return Union[tuple(_spelt_type(part) for part in get_args(kind))]  # noqa: UP007
    if origin is not None and get_args(kind):
        parts = tuple(part if part is Ellipsis else _spelt_type(part) for part in get_args(kind))
        return origin[parts]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _spelt(kind)
    return kind


@cache
def _answered(answer: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """What a caller gets: the answer, and the position up to which to read."""
    position = Annotated[
        int,
        msgspec.Meta(description="Where in the log it stands: give it to a read as atLeast."),
    ]
    return msgspec.defstruct(
        f"{answer.__name__}At", [("position", position)], bases=(answer,), kw_only=True, frozen=True
    )


def _answer(command: type[Command]) -> type[msgspec.Struct]:
    answer = typing.get_type_hints(handler_of(command))["return"]
    if not (isinstance(answer, type) and issubclass(answer, Answer)):
        raise TypeError(f"the handler of {command.__name__} must return an Answer")
    return _answered(answer)


def _sentence(docstring: str | None) -> str:
    return (docstring or "").strip().partition("\n")[0].rstrip(".")
