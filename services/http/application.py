"""How a service becomes an application: the same parts opened, the same refusals, the same headers.

Every service has its ``ROUTES`` and a ``create_app``; mounted alone or all together, they are built
here and nowhere else.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi.config import OpenAPIConfig
from litestar.router import Router
from litestar.types import ControllerRouterHandler

from hub_core.access import ADMINISTRATOR
from hub_core.execute import Platform
from hub_core.work import Principal
from services.http.openapi import openapi_config
from services.http.parts import Parts
from services.http.problems import EXCEPTION_HANDLERS
from services.http.writing import ApiRequest, json_only

#: The largest JSON body taken, in bytes: a roster of 20 thousand references is about 1 MB.
LARGEST_BODY = 4 * 1024 * 1024

Open = Callable[[], AbstractAsyncContextManager[Parts]]


def api(path: str, handlers: Sequence[ControllerRouterHandler], *, tag: str) -> Router:
    """The routes of one service's API, under ``/api/<service>``."""
    return Router(
        path=f"/api/{path}",
        route_handlers=handlers,
        guards=[json_only],
        tags=[tag],
        request_class=ApiRequest,
        exception_handlers=EXCEPTION_HANDLERS,
        request_max_body_size=LARGEST_BODY,
    )


def create_application(
    routes: Sequence[ControllerRouterHandler],
    open_parts: Open,
    *,
    title: str,
    extend: Callable[[dict[str, Any]], dict[str, Any]] = lambda settings: settings,
) -> Litestar:
    """An application of these routes. ``open_parts`` is entered when it starts and left when it stops.

    ``extend`` may add what only one service needs (templates, static files).
    """

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with open_parts() as parts:
            app.state.parts = parts
            yield

    settings: dict[str, Any] = {
        "route_handlers": list(routes),
        "lifespan": [lifespan],
        "dependencies": DEPENDENCIES,
        "state": State({"stopping": asyncio.Event()}),
        "openapi_config": openapi(title),
        "exception_handlers": EXCEPTION_HANDLERS,
        "pdb_on_exception": False,
    }
    return Litestar(**extend(settings))


def openapi(title: str) -> OpenAPIConfig:
    """What the API says of itself."""
    return openapi_config(title)


async def _platform(state: State) -> Platform:
    platform: Platform = state.parts.platform
    return platform


async def _parts(state: State) -> Parts:
    parts: Parts = state.parts
    return parts


async def _principal() -> Principal:
    """Until people can sign in, whoever reaches this machine's loopback is its operator."""
    return Principal(id="local-operator", roles=frozenset({ADMINISTRATOR}))


DEPENDENCIES = {
    "platform": Provide(_platform),
    "parts": Provide(_parts),
    "principal": Provide(_principal),
}
