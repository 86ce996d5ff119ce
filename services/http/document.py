"""The OpenAPI document: Litestar's outline, filled in with what the decoders really take.

The rule: every schema comes from msgspec, which does the decoding, so that the document promises
exactly what is accepted and answered.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from inspect import Parameter, cleandoc
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from litestar.types import Empty

from services.http.problems import ProblemDetails
from services.http.security_schemes import needed_for, schemes
from services.http.writing import IdempotencyKey, IfMatch

_CODE = re.compile(r"``?(\w+)``?")
_REFERENCES = "#/components/schemas/{name}"


@cache
def examples() -> dict[str, Any]:
    """A body for every operation, as one story tells them."""
    found: dict[str, Any] = msgspec.json.decode(
        files("services.http").joinpath("examples.json").read_bytes()
    )
    return found


def document(app: Litestar) -> dict[str, Any]:
    """The document of the routes this application has, as JSON-ready objects."""
    outline: dict[str, Any] = msgspec.to_builtins(app.openapi_schema.to_schema())
    schemas = _Schemas()
    schemas.of(ProblemDetails)
    for path, method, handler in _described(app):
        _fill_in(outline["paths"][path][method], handler, schemas)
        outline["paths"][path][method]["security"] = needed_for(handler)
    for item in outline["paths"].values():
        item.pop("head", None)  # goes without saying
    outline["components"]["securitySchemes"] = schemes()
    outline["components"]["schemas"] = dict(sorted(schemas.components.items()))
    spelt: dict[str, Any] = _as_the_outside_spells(outline, schemas.fields)
    _share_refusals(spelt)
    return spelt


class _Schemas:
    """Collects what operations refer to."""

    def __init__(self) -> None:
        self.components: dict[str, Any] = {}

    def of(self, kind: Any) -> dict[str, Any]:
        """The schema of a type, or a reference to it."""
        (schema,), named = msgspec.json.schema_components([kind], ref_template=_REFERENCES)
        for name, component in named.items():
            if self.components.setdefault(name, component) != component:
                raise TypeError(f"two types of the API are called {name}")
        return schema

    @property
    def fields(self) -> frozenset[str]:
        """Every field the API knows, in camelCase."""
        return frozenset(
            field for one in self.components.values() for field in one.get("properties", ())
        )


def _described(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for method, (handler, _) in route.route_handler_map.items():
                if handler.resolve_include_in_schema() and method not in ("HEAD", "OPTIONS"):
                    yield route.path_format, method.lower(), handler


def _fill_in(operation: dict[str, Any], handler: HTTPRouteHandler, schemas: _Schemas) -> None:
    written = handler.opt.get("written")
    if written is None:
        _fill_in_read(operation, handler, schemas)
    else:
        _fill_in_write(operation, written, schemas)
    success = operation["responses"][str(handler.status_code)]
    success["content"] = _content(handler, schemas)
    success["headers"] = {
        name: {**header, "schema": schemas.of(str)}
        for name, header in sorted(
            success.get("headers", {}).items()
        )  # Litestar keeps them in a set
    }
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _content(handler: HTTPRouteHandler, schemas: _Schemas) -> dict[str, Any]:
    if "gives" in handler.opt:
        return {handler.opt["gives"]: {"schema": {"type": "string"}}}
    return _json(schemas.of(_answer(handler)))


def _answer(handler: HTTPRouteHandler) -> Any:
    written = handler.opt.get("written")
    if written is not None:
        return written.answer
    (answer,) = get_args(handler.parsed_fn_signature.return_type.annotation)
    return answer


def _fill_in_write(operation: dict[str, Any], written: Any, schemas: _Schemas) -> None:
    operation["parameters"] = [
        *(_parameter("path", name, schemas.of(UUID)) for name in written.in_path),
        _parameter("header", "Idempotency-Key", schemas.of(IdempotencyKey)),
    ]
    if written.versioned:
        operation["parameters"].append(
            _parameter("header", "If-Match", schemas.of(IfMatch), required=False)
        )
    if written.takes:
        first, *others = ({"schema": {"type": "string", "format": "binary"}} for _ in written.takes)
        first["example"] = examples()[written.operation]
        kinds = dict(zip(written.takes, (first, *others), strict=True))
        operation["requestBody"] = {"required": True, "content": kinds}
        return
    operation["requestBody"] = {
        "required": any(field.required for field in msgspec.structs.fields(written.body)),
        "content": _json(schemas.of(written.body), example=examples()[written.operation]),
    }


def _fill_in_read(operation: dict[str, Any], handler: HTTPRouteHandler, schemas: _Schemas) -> None:
    kinds = {
        getattr(field.kwarg_definition, "name", None) or name: field
        for name, field in handler.parsed_fn_signature.parameters.items()
    }
    for parameter in operation.get("parameters", ()):
        field = kinds[parameter["name"]]
        parameter["schema"] = schemas.of(_without_none(field.raw))
        if field.default not in (None, Empty, Parameter.empty):
            parameter["schema"]["default"] = field.default
    if "ETag" in operation["responses"]["200"]["headers"]:
        operation["responses"]["304"] = {"description": "You have this version already."}
    if operation["description"].rstrip(".") == operation["summary"]:
        del operation["description"]


def _without_none(kind: Any) -> Any:
    if get_origin(kind) is Annotated:
        inner, *extras = get_args(kind)
        return Annotated[(_without_none(inner), *extras)]
    if get_origin(kind) in (Union, UnionType):
        return Union[tuple(part for part in get_args(kind) if part is not NoneType)]  # noqa: UP007
    return kind


def _parameter(
    place: str, name: str, schema: dict[str, Any], *, required: bool = True
) -> dict[str, Any]:
    described = {"description": schema.pop("description")} if "description" in schema else {}
    return {"name": name, "in": place, "required": required, "schema": schema, **described}


def _share_refusals(spelt: dict[str, Any]) -> None:
    """Write each refusal once: every operation says the same of most of them."""
    shared: dict[str, Any] = {}
    for item in spelt["paths"].values():
        for operation in item.values():
            for status, response in operation["responses"].items():
                if status >= "400":
                    reference = {
                        "$ref": f"#/components/responses/{_named(status, response, shared)}"
                    }
                    operation["responses"][status] = reference
    spelt["components"]["responses"] = dict(sorted(shared.items()))


def _named(status: str, response: dict[str, Any], shared: dict[str, Any]) -> str:
    """The name of a refusal; where a status has several wordings, they are numbered."""
    name, others = f"Refused{status}", 1
    while shared.setdefault(name, response) != response:
        others += 1
        name = f"Refused{status}-{others}"
    return name


def _json(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema, **more}}


def _as_the_outside_spells(value: Any, fields: frozenset[str]) -> Any:
    """Docstrings name fields as Python does; a reader of the API knows them in camelCase."""

    def spelt(found: re.Match[str]) -> str:
        first, *others = found[1].split("_")
        camel = first + "".join(map(str.title, others))
        return f"`{camel if camel in fields else found[1]}`"

    match value:
        case dict():
            return {
                key: _CODE.sub(spelt, cleandoc(inner))
                if key in ("description", "summary") and isinstance(inner, str)
                else _as_the_outside_spells(inner, fields)
                for key, inner in value.items()
            }
        case list():
            return [_as_the_outside_spells(inner, fields) for inner in value]
        case _:
            return value
