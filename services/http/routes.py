"""A command as a route: its body, its path, its answer and its documentation follow from the command.

One line a command in a service's table. The body is the command's own fields in camelCase, without
those the path gives, so the API can ask for nothing the command does not know.
"""

import inspect
import re
import typing
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.datastructures import ResponseHeader
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler, post, put
from litestar.types import Method

from hub_core.work import Answer, Command, handler_of
from services.http.bodies import read_body, spelt
from services.http.openapi import ETAG, HUB_POSITION, OF_READS, OF_WRITES, REPLAYED, STALE
from services.http.parts import CurrentPrincipal, OpenPlatform
from services.http.permission import About, permitted
from services.http.reading import checked, refuse_null, refuse_unknown
from services.http.writing import Position, carry_out, key_given

_IN_PATH = re.compile(r"{(\w+):uuid}")


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What the OpenAPI document needs to know of a command's route."""

    operation: str
    in_path: tuple[str, ...]
    #: A struct; text, where the body is a file.
    body: type[msgspec.Struct] | type[str]
    answer: type[msgspec.Struct]
    versioned: bool
    #: Media types of a file that is the body, instead of JSON.
    takes: tuple[str, ...] = ()


def command_route(
    path: str, command: type[Command], *, creates: bool = False, replaces: bool = False
) -> HTTPRouteHandler:
    """The route that carries out a command.

    ``creates`` answers 201; ``replaces`` makes it a PUT instead of a POST. Path parameters are
    ``{name:uuid}`` and named like the command's fields.
    """
    in_path = tuple(_IN_PATH.findall(path))
    if unknown := set(in_path) - set(command.__struct_fields__):
        raise TypeError(f"{command.__name__} has no field {', '.join(sorted(unknown))}")
    body = spelt(command, without=in_path)
    answer = _answer(command)
    documented = write_options(
        command,
        body=body,
        answer=_with_position(answer),
        in_path=in_path,
        creates=creates,
        # What is new has no version a caller could have read.
        versioned=not creates and "version" in answer.__struct_fields__,
    )

    async def route(
        request: Request[Any, Any, Any], platform: OpenPlatform, principal: CurrentPrincipal
    ) -> Response[Any]:
        sent = await read_body(request, body)
        fields = {name: getattr(sent, name) for name in body.__struct_fields__}
        asked = msgspec.convert({**fields, **request.path_params}, command, from_attributes=True)
        return await carry_out(
            asked, request, platform, principal, status=documented["status_code"]
        )

    route.__name__ = documented["operation_id"]
    return (put if replaces else post)(path, summary=_sentence(command.__doc__), **documented)(
        route
    )


def write_options(
    command: type[Command],
    *,
    body: type[msgspec.Struct],
    answer: type[msgspec.Struct],
    in_path: tuple[str, ...] = (),
    creates: bool = False,
    versioned: bool = False,
) -> dict[str, Any]:
    """What the routes of all commands have in common; for those that do more than carry one out, too."""
    operation = command.OPERATION
    return {
        "name": operation,
        "operation_id": operation.replace(".", "_"),
        "description": inspect.getdoc(handler_of(command)),
        "status_code": HTTPStatus.CREATED if creates else HTTPStatus.OK,
        "response_description": "It is recorded.",
        "guards": [key_given],
        "response_headers": [
            HUB_POSITION,
            REPLAYED,
            *([ETAG] if "version" in answer.__struct_fields__ else []),
        ],
        "responses": OF_WRITES | (STALE if versioned else {}),
        "opt": {
            "written": Written(
                operation=operation, in_path=in_path, body=body, answer=answer, versioned=versioned
            )
        },
    }


def step_options(
    operation: str,
    *,
    body: type[msgspec.Struct] | type[str],
    answer: type[msgspec.Struct],
    about: About,
    in_path: tuple[str, ...],
    takes: tuple[str, ...] = (),
) -> dict[str, Any]:
    """What routes have in common that change what is on its way and nothing in the log, or carry out a
    command in several. Done again with the same they change nothing."""
    files: dict[str, Any] = {"takes": takes} if takes else {}
    return {
        "name": operation,
        "operation_id": operation.replace(".", "_"),
        "status_code": HTTPStatus.OK,
        "response_description": "It is done.",
        "guards": [key_given, permitted(operation, about=about)],
        "response_headers": [HUB_POSITION, REPLAYED],
        "responses": OF_WRITES,
        "opt": files
        | {
            "written": Written(
                operation=operation,
                in_path=in_path,
                body=body,
                answer=answer,
                versioned=False,
                takes=takes,
            )
        },
    }


def read_route(
    path: str,
    *,
    operation: str,
    about: About,
    versioned: bool = False,
    headers: tuple[ResponseHeader, ...] = (),
    gives: str | None = None,
) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    """A GET, and the HEAD that goes with it, for whoever the matrix permits the operation.

    ``about`` says what a request is about. ``versioned`` answers have an ETag and may be 304.
    ``gives`` is the media type of a file that is the answer, instead of JSON.
    """

    def named(_: HTTPRouteHandler, method: Method | HttpMethod, __: Any) -> str:
        return ("" if method == "GET" else "head_") + operation.replace(".", "_")

    def decorate(function: Callable[..., Any]) -> HTTPRouteHandler:
        return HTTPRouteHandler(
            path,
            http_method=["GET", "HEAD"],
            name=operation,
            operation_id=named,
            summary=_sentence(function.__doc__),
            response_description="As it stands.",
            guards=[
                permitted(operation, about=about),
                refuse_unknown(function),
                refuse_null(function),
            ],
            response_headers=[*headers, *([ETAG] if versioned else [])],
            responses=OF_READS,
            opt={} if gives is None else {"gives": gives},
        )(checked(function))

    return decorate


def _answer(command: type[Command]) -> type[Answer]:
    answer = typing.get_type_hints(handler_of(command))["return"]
    if not (isinstance(answer, type) and issubclass(answer, Answer)):
        raise TypeError(f"the handler of {command.__name__} must return an Answer")
    return answer


def _with_position(answer: type[Answer]) -> type[msgspec.Struct]:
    """What a caller gets: the answer, and the position up to which to read."""
    return msgspec.defstruct(
        answer.__name__,
        [("position", Position)],
        bases=(answer,),
        kw_only=True,
        frozen=True,
        namespace={"__doc__": answer.__doc__},
    )


def _sentence(docstring: str | None) -> str:
    return (docstring or "").strip().partition("\n")[0].rstrip(".").replace("`", "")
