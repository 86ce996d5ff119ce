"""Pages asked for as browsers ask: signed in, compressed, through the guard rails, without a network.

The rule: nothing between a request and its answer is left out or replaced; the people are many, so that
nobody spends more than their budget.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import count, cycle
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from litestar import Litestar, MediaType, Response, Router, route
from litestar.di import Provide

from hub_core.access import Organisation, Principal, Role
from hub_core.embedded import Addresses
from hub_core.execute import execute
from hub_core.identity.people.commands import GrantRole, RegisterPerson
from hub_core.identity.sessions import Shown
from hub_core.settings import read_settings
from hub_core.vault.journal import ErasureJournal
from hub_core.vault.keys import make_master_key
from projections.hub_dashboard.queries import Queries
from services.http.application import create_application
from services.http.authentication import signed_in
from services.http.parts import open_parts
from services.platform.rails import rails_of
from services.web.app import web_router
from services.web.live import LiveFeed
from services.web.pages import OVERVIEW, READ, Asked, Templates
from services.web.presentation import environment
from services.web.shell import page
from services.web.sign_in import SessionDoor, SignIn
from services.web.sign_in.cookies import send_cookies
from services.web.sign_in.signing_in import sign_in_over

#: A hub on this machine answers to this.
HOST = "127.0.0.1:8400"
#: The page with nothing on it.
EMPTY = "/nothing"
#: People of each kind. The budget of one is 60 pages at once and two a second.
PEOPLE = 50
#: Pages asked for to tell a rate, and how many of them at once.
VISITS, AT_ONCE = 200, 8
_SYSTEM = Principal(id="system:bench", roles=frozenset({Role.ADMINISTRATOR}))


class Visit(msgspec.Struct, frozen=True):
    """One page as it was answered: milliseconds until its last byte, those of this process's processor
    among them, and its bytes as they were sent."""

    milliseconds: float
    processor: float
    sent: int


class Visitors:
    """People of one role at one organisation, who ask in turn."""

    def __init__(self, app: Litestar, tokens: Sequence[str]) -> None:
        self._app = app
        self._tokens = cycle(tokens)
        self._times = count()

    async def visit(self, path: str, *, anew: bool = True) -> Visit:
        """Ask for a page; ``anew`` so that nothing kept of it serves. Raises ``RuntimeError`` without it."""
        number = next(self._times)
        answered: list[Any] = []

        async def send(message: Any) -> None:
            answered.append(message)

        path, _, query = path.partition("?")
        asked = "&".join(filter(None, (query, f"asked={number}" if anew else "")))
        scope = _request(path, asked, next(self._tokens), number)
        began, worked = time.perf_counter(), time.process_time()
        await self._app(scope, _nothing_sent, send)  # type: ignore[arg-type]
        took, worked = time.perf_counter() - began, time.process_time() - worked
        start, *bodies = answered
        if start["status"] != 200:
            raise RuntimeError(
                f"{path} was answered {start['status']}: {bodies[0]['body'][:500]!r}"
            )
        sent = sum(len(one.get("body", b"")) for one in bodies)
        return Visit(1000 * took, 1000 * worked, sent)

    async def rate(self, path: str, *, anew: bool = True) -> float:
        """Pages a second of one core: by the processor's time of this process, the database's apart."""
        await self.visit(path, anew=anew)
        began = time.process_time()
        for _ in range(VISITS // AT_ONCE):
            await asyncio.gather(*(self.visit(path, anew=anew) for _ in range(AT_ONCE)))
        return VISITS / (time.process_time() - began)


class Site:
    """The pages of a platform, and how to come to them as somebody."""

    def __init__(self, app: Litestar, sign_in: SignIn) -> None:
        self._app = app
        self._sign_in = sign_in

    async def visitors(self, role: Role, at: Organisation) -> Visitors:
        """So many people of a role, each with a session of their own."""
        tokens = [await self._signed_in(role, at, number) for number in range(PEOPLE)]
        return Visitors(self._app, tokens)

    async def _signed_in(self, role: Role, at: Organisation, number: int) -> str:
        platform, name = self._sign_in.parts.platform, f"Visitor {number}"
        register = RegisterPerson(issuer="bench", subject=f"{role}-{at.id}-{number}", name=name)
        accepted = await execute(register, _SYSTEM, platform)
        person = UUID(msgspec.json.decode(accepted.answer)["id"])
        await execute(GrantRole(person=person, role=role, organisation=at), _SYSTEM, platform)
        shown = Shown(name=name, organisation="Where they work")
        return await self._sign_in.sessions.begin(person, at, roles={role}, shown=shown)


@asynccontextmanager
async def site(
    addresses: Addresses, *, folder: Path, clock: Callable[[], datetime]
) -> AsyncIterator[Site]:
    """All pages over these servers, whose day is the clock's, and one page with nothing on it."""
    key = folder / "vault-key"
    make_master_key(key)
    async with open_parts(
        addresses.for_services(), vault_key=key, erasures=ErasureJournal(folder / "erasures")
    ) as parts:
        sign_in = sign_in_over(parts, client=None)
        queries = Queries(parts.pool, clock=clock)
        pages = web_router(
            queries=queries,
            live=LiveFeed(queries),
            illustrative=True,
            clock=clock,
            sign_in=sign_in,
        )
        app = create_application(
            [pages, _with_nothing()],
            parts,
            title="Bench",
            doors=[],
            page_doors=[SessionDoor(sign_in)],
            rails=rails_of(read_settings({}), parts.pool),
            before_send=[send_cookies],
        )
        yield Site(app, sign_in)


def _with_nothing() -> Router:
    """The same frame for the same people behind the same guards, around nothing: a page's limit."""
    templates = environment(illustrative=True, hub_pages=True)

    @route(EMPTY, http_method=READ, media_type=MediaType.HTML, guards=[OVERVIEW])
    async def nothing(request: Asked, templates: Templates) -> Response[str]:
        return Response(page(request, templates, "base.html"), media_type=MediaType.HTML)

    return Router(
        path="/",
        route_handlers=[nothing],
        guards=[signed_in],
        dependencies={"templates": Provide(lambda: templates, sync_to_thread=False)},
    )


def _request(path: str, query: str, token: str, number: int) -> Mapping[str, Any]:
    """A request as a server hands it over, from an address of the visitor's own."""
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [
            (b"host", HOST.encode()),
            (b"accept", b"text/html"),
            (b"accept-encoding", b"gzip"),
            (b"cookie", f"hub-session={token}".encode()),
        ],
        "client": (f"10.0.0.{number % PEOPLE}", 50_000),
        "server": ("127.0.0.1", 8400),
    }


async def _nothing_sent() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}
