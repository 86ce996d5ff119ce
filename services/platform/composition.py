"""Every service as an application: each alone, or all in one process.

Rule: mounted together or apart, a service's routes are the same ones.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.types import ControllerRouterHandler

import services.activities.routes
import services.encounters.routes
import services.membership.routes
import services.progress.routes
from hub_core.embedded import Addresses
from services.http.application import create_application
from services.http.parts import Parts, open_parts
from services.web.app import web

#: The services with an API, by name.
APIS: dict[str, ControllerRouterHandler] = {
    "membership": services.membership.routes.ROUTES,
    "encounters": services.encounters.routes.ROUTES,
    "activities": services.activities.routes.ROUTES,
    "progress": services.progress.routes.ROUTES,
}
SERVICES = (*APIS, "web")
