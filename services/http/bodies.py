"""The body of a write: a command's fields as the outside spells them, read strictly.

An empty body is an empty object. What is refused names every wrong field at once.
"""

import types
import typing
from enum import Enum
from functools import cache
from itertools import islice
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from hub_core.refusals import Problem
from services.http.fields import MOST_PROBLEMS, problems
from services.http.problems import NotJson, Unreadable, invalid

Body = TypeVar("Body", bound=msgspec.Struct)

_BODILESS = ("GET", "HEAD", "OPTIONS")


def json_only(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Guard: refuse a body that does not say it is JSON, whatever it holds.

    Routes that take files say which in ``opt={"takes": (...)}``, and look at it themselves.
    """
    if "takes" in handler.opt:
        return
    headers = connection.headers
    sent = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
    if connection.scope.get("method") in _BODILESS or not (sent or "content-type" in headers):
        return
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise NotJson


async def read_body(request: Request[Any, Any, Any], kind: type[Body]) -> Body:
    """The body as this kind; raises ``Unreadable`` when it is no JSON, ``Invalid`` for wrong fields."""
    raw = await request.body() or b"{}"
    decoder: msgspec.json.Decoder[Body] = _decoder(kind)
    try:
        return decoder.decode(raw)
    except msgspec.ValidationError as error:
        raise _invalid(kind, raw, error) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(error) from error


@cache
def _decoder(kind: type[msgspec.Struct]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def _invalid(kind: type[msgspec.Struct], raw: bytes, error: msgspec.ValidationError) -> Exception:
    try:
        received = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as unreadable:
        return Unreadable(unreadable)
    found = list(islice(problems(kind, received), MOST_PROBLEMS))
    return invalid(found or [Problem(field="", reason=f"{error}.")])


@cache
def spelt(struct: type[msgspec.Struct], without: tuple[str, ...] = ()) -> type[msgspec.Struct]:
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
    if origin is dict:
        key, value = get_args(kind)
        names = msgspec.Meta(extra_json_schema={"propertyNames": {"enum": _names(key)}})
        return Annotated[dict[key, _spelt_type(value)], names]  # type: ignore[misc, valid-type]
    if origin is not None and get_args(kind):
        parts = tuple(part if part is Ellipsis else _spelt_type(part) for part in get_args(kind))
        return origin[parts]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return spelt(kind)
    return kind


def _names(key: Any) -> list[str]:
    """Every name a member of an object may have, which msgspec leaves out of its schemas."""
    if isinstance(key, type) and issubclass(key, Enum):
        return [str(member.value) for member in key]
    _, limits = get_args(key)
    return [str(number) for number in range(limits.ge, limits.le + 1)]
