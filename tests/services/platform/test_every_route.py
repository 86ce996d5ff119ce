"""Every route of every application is guarded by the matrix, or says why it is for everybody.

The rule: the applications are those that run, put together as ``hub up`` and ``hub serve`` do it, so that
a route nobody thought of is found here.
"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from litestar import Litestar, get
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.routes import HTTPRoute

from hub_core.access.matrix import matrix
from hub_core.audit.recorded import recorded, unrecorded
from hub_core.embedded import Servers
from hub_core.identity.machines.signing_keys import make_signing_keys
from hub_core.settings import read_settings
from hub_core.vault.keys import make_master_key
from services.http.authentication import PUBLIC, identified, signed_in
from services.http.permission import Permitted, everybodys, permitted
from services.platform.composition import Signing, application
from services.platform.service_names import SERVICES
from tests.builders.databases import fresh_addresses

#: Where routes for everybody begin: health, files, the API's description, the ways in, links, feedback,
#: calendars by their private addresses,
#: and what was published.
EVERYBODYS = {
    "/health",
    "/static",
    "/api",
    "/sign-in",
    "/signed-out",
    "/join",
    "/link",
    "/oauth",
    "/.well-known",
    "/demo-issuer",
    "/feedback",
    "/calendars",
    "/statistics",
    "/glossary",
}


@pytest.fixture(scope="module", params=["everything", *SERVICES])
async def app(
    request: pytest.FixtureRequest,
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Litestar]:
    """Each application, with tokens and personas, so that it has every route it can have."""
    folder: Path = tmp_path_factory.mktemp("routes")
    make_master_key(folder / "vault.key")
    make_signing_keys(folder / "signing.json")
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    async with application(
        addresses,
        vault_key=folder / "vault.key",
        service=None if request.param == "everything" else request.param,
        illustrative=True,
        settings=read_settings({"HUB_DATA": str(folder), "HUB_PERSONAS": "yes"}),
        signing=Signing(key_file=folder / "signing.json", issuer="http://hub.test"),
    ) as opened:
        yield opened


def handlers(app: Litestar) -> Iterator[tuple[str, HTTPRouteHandler]]:
    """Every handler by method and path; what answers OPTIONS tells methods and nothing else."""
    for route in app.routes:
        assert isinstance(route, HTTPRoute), f"{route.path} is no HTTP route: say who may use it"
        for method, (handler, _) in route.route_handler_map.items():
            if method != "OPTIONS":
                yield f"{method} {route.path}", handler


def why_not_guarded(handler: BaseRouteHandler) -> str:
    """What is missing from this handler; nothing, if it is guarded or public."""
    public = handler.opt.get(PUBLIC)
    if public is not None:
        return "" if len(public.split()) > 3 else "says in no sentence why it is public"
    guards = handler.resolve_guards()
    actions = {guard.action for guard in guards if isinstance(guard, Permitted)}
    if "written" in handler.opt:  # execute() asks the matrix once it has read the command
        actions.add(handler.opt["written"].operation)
    if identified not in guards and signed_in not in guards:
        return "asks nobody who they are"
    if not actions:
        return "has no permitted(...) among its guards"
    unknown = actions - matrix().keys()
    return f"asks for {unknown}, which is no row of the matrix" if unknown else ""


def why_not_recorded(handler: BaseRouteHandler) -> str:
    """What is missing about the record of this read; nothing, if it is recorded or need not be."""
    actions = {guard.action for guard in handler.resolve_guards() if isinstance(guard, Permitted)}
    unknown = actions - recorded().keys() - unrecorded().keys()
    return f"{unknown} is in neither recorded.csv nor unrecorded.csv" if unknown else ""


@get("/forgotten")
async def forgotten() -> None:
    """A route whose author thought of nobody."""


@get("/excused", opt={PUBLIC: "because"})
async def excused() -> None:
    """A route whose author would not say why."""


@get("/misspelt", guards=[identified, permitted("progress.dashbord", about=everybodys)])
async def misspelt() -> None:
    """A route whose author asks for what nobody may."""


@get("/half", guards=[permitted("progress.hubs", about=everybodys)])
async def half() -> None:
    """A route whose author asks what, and not who."""


@pytest.mark.parametrize("careless", [forgotten, excused, misspelt, half])
def test_a_careless_route_would_be_found(careless: HTTPRouteHandler) -> None:
    app = Litestar([careless], openapi_config=None)
    assert [why_not_guarded(handler) for _, handler in handlers(app)] != [""]


@get("/unheard", guards=[identified, permitted("rosters.send_roster", about=everybodys)])
async def unheard() -> None:
    """A route that reads, whose author thought of no record."""


def test_a_read_nobody_thought_of_recording_would_be_found() -> None:
    app = Litestar([unheard], openapi_config=None)
    assert [why_not_recorded(handler) for _, handler in handlers(app)] != [""]


def test_every_read_is_recorded_or_says_why_not(app: Litestar) -> None:
    unheard_of = {
        route: why
        for route, handler in handlers(app)
        if route.startswith(("GET ", "HEAD ")) and (why := why_not_recorded(handler))
    }
    assert unheard_of == {}


def test_no_action_is_both_and_each_reason_is_a_sentence() -> None:
    assert not recorded().keys() & unrecorded().keys()
    assert {*recorded(), *unrecorded()} <= matrix().keys()
    assert all(len(reason.split()) > 3 for reason in unrecorded().values())


def test_every_route_is_guarded_or_says_why_not(app: Litestar) -> None:
    open_doors = {
        route: why for route, handler in handlers(app) if (why := why_not_guarded(handler))
    }
    assert open_doors == {}


def test_only_these_are_for_everybody(app: Litestar) -> None:
    public = {route for route, handler in handlers(app) if PUBLIC in handler.opt}
    beginnings = {"/" + route.split("/")[1] for route in public}
    assert beginnings <= EVERYBODYS, (
        "what is new here needs a reason in its options and a line below"
    )
    assert not {
        route
        for route in public
        if "/api/" in route and not route.split()[1].startswith(("/api/schema", "/api/static"))
    }
