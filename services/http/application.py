"""How a service becomes an application: the same parts, the same refusals, the same headers.

Every service has its ``ROUTES``; mounted alone or all together, they are built here and nowhere else.
Whoever starts an application opens its parts first and closes them after it has stopped.
"""

from collections.abc import Sequence
from typing import Any

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.router import Router
from litestar.types import ControllerRouterHandler, ExceptionHandlersMap

from hub_core.audit import Access, AccessLog
from hub_core.execute import Platform
from services.http.authentication import Door, identified, principal_of_request
from services.http.bodies import json_only
from services.http.dependencies import resolved_in_turn
from services.http.guard_rails.rails import Rails, guarded
from services.http.health import health
from services.http.openapi import OpenApiFiles, openapi_config
from services.http.parts import Parts
from services.http.problems import EXCEPTION_HANDLERS

#: The largest JSON body taken, in bytes: a roster of 20 thousand references is about 1 MB.
LARGEST_BODY = 4 * 1024 * 1024
#: The same for forms of pages and everything else that is no API.
LARGEST_FORM = 64 * 1024

#: Answers are compressed once they are worth it; streams and ready files never. At level 6 pages would be
#: 6 % smaller, for two thirds more of the processor: what that spares a line of 20 Mbit/s it costs here.
COMPRESSION = CompressionConfig(
    backend="gzip", gzip_compress_level=4, minimum_size=1000, exclude_opt_key="compressed"
)


def api(path: str, handlers: Sequence[ControllerRouterHandler], *, tag: str) -> Router:
    """The routes of one service's API, under ``/api/<service>``."""
    return Router(
        path=f"/api/{path}",
        route_handlers=handlers,
        guards=[identified, json_only],
        tags=[tag],
        exception_handlers=EXCEPTION_HANDLERS,
        request_max_body_size=LARGEST_BODY,
    )


def create_application(
    routes: Sequence[ControllerRouterHandler],
    parts: Parts,
    *,
    title: str,
    doors: Sequence[Door],
    page_doors: Sequence[Door] = (),
    exception_handlers: ExceptionHandlersMap = EXCEPTION_HANDLERS,
    rails: Rails | None = None,
    **more: Any,
) -> Litestar:
    """An application of these routes over open parts; ``more`` goes to Litestar as it is.

    ``doors`` are the ways into the API and ``page_doors`` those to pages, asked in turn: the first that
    knows who asks decides who it is.

    ``exception_handlers`` answer what no route takes: with pages, where there are pages too. ``rails``
    stand around all of it; the usual ones record reads and count nothing.
    """
    app = Litestar(
        route_handlers=[*routes, health],
        dependencies=_dependencies(parts),
        openapi_config=openapi_config(title),
        plugins=[OpenApiFiles()],
        exception_handlers=exception_handlers,
        compression_config=COMPRESSION,
        logging_config=None,  # whoever starts us says how to log
        request_max_body_size=LARGEST_FORM,
        state=State({"doors": tuple(doors), "page_doors": tuple(page_doors), "parts": parts}),
        **more,
    )
    return guarded(resolved_in_turn(app), rails or Rails(accesses=_InHubsDatabase(parts)))


class _InHubsDatabase:
    """Records reads where everything else is; asked for only once there is something to record."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def write(self, one: Access, /) -> None:
        await AccessLog(self._parts.pool).write(one)


def _dependencies(parts: Parts) -> dict[str, Provide]:
    def platform() -> Platform:
        return parts.platform

    def opened() -> Parts:
        return parts

    return {
        "platform": Provide(platform, sync_to_thread=False),
        "parts": Provide(opened, sync_to_thread=False),
        "principal": Provide(principal_of_request, sync_to_thread=False),
    }
