"""Pages asked for as browsers ask: signed in, compressed, through the guard rails, without a network.

The rule: nothing between a request and its answer is left out or replaced; the people are many, so that
nobody spends more than their budget.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import count, cycle
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from jinja2 import ChoiceLoader, DictLoader
from litestar import Litestar, MediaType, Response, Router, route
from litestar.di import Provide
from litestar.params import FromPath

from hub_core.access import Organisation, Principal, Role
from hub_core.embedded import Addresses
from hub_core.execute import Platform, execute
from hub_core.identity.people.commands import GrantRole, RegisterPerson
from hub_core.identity.sessions import Shown
from hub_core.settings import read_settings
from hub_core.vault.journal import ErasureJournal
from projections.hub_dashboard.queries import Queries
from services.http.application import create_application
from services.http.authentication import signed_in
from services.http.parts import open_parts
from services.http.permission import hub_in_path, permitted
from services.platform.rails import rails_of
from services.web.app import web_router
from services.web.hub_navigation import hub_frame
from services.web.kept_pages import current
from services.web.live import LiveFeed
from services.web.pages import OVERVIEW, READ, Asked, Templates
from services.web.presentation import environment
from services.web.sign_in import SessionDoor, SignIn
from services.web.sign_in.cookies import send_cookies
from services.web.sign_in.signing_in import sign_in_over

#: A hub on this machine answers to this.
HOST = "127.0.0.1:8400"
#: The page with nothing on it, as every page is laid out, and as a hub's pages are.
EMPTY, EMPTY_OF_HUB = "/nothing", "/hubs/{slug:str}/nothing"
#: What a hub's page is around its contents.
AROUND_NOTHING = "nothing.html"
_AROUND_NOTHING = """
{% extends "base.html" %}
{% from "hub/pages.html" import hub_masthead %}
{% block masthead %}{{ hub_masthead(frame, "Nothing", "Nothing.") }}{% endblock %}
"""
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
    """People of one role at one organisation, who ask in turn; ``happens`` waits for something new to be
    seen by them."""

    def __init__(
        self, app: Litestar, tokens: Sequence[str], happens: Callable[[], Awaitable[None]]
    ) -> None:
        self._app = app
        self._tokens = cycle(tokens)
        self._times = count()
        self.happens = happens

    async def visit(self, path: str, *, anew: bool = True) -> Visit:
        """Ask for a page; ``anew`` so that no page kept as a whole serves.

        Raises ``RuntimeError`` without it.
        """
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
        """Pages a second of one core: by the processor's time of this process, the database's apart.

        Each time so many ask at once, and ``anew`` after something has happened.
        """
        await self.visit(path, anew=anew)
        worked = 0.0
        for _ in range(VISITS // AT_ONCE):
            if anew:
                await self.happens()
            began = time.process_time()
            await asyncio.gather(*(self.visit(path, anew=anew) for _ in range(AT_ONCE)))
            worked += time.process_time() - began
        return VISITS / worked


class Site:
    """The pages of a platform, and how to come to them as somebody."""

    def __init__(self, app: Litestar, sign_in: SignIn) -> None:
        self._app = app
        self._sign_in = sign_in

    @property
    def platform(self) -> Platform:
        """What takes the commands given on these pages."""
        return self._sign_in.parts.platform

    async def visitors(
        self, role: Role, at: Organisation, happens: Callable[[], Awaitable[None]]
    ) -> Visitors:
        """So many people of a role, each with a session of their own."""
        tokens = [await self._signed_in(role, at, number) for number in range(PEOPLE)]
        return Visitors(self._app, tokens, happens)

    async def _signed_in(self, role: Role, at: Organisation, number: int) -> str:
        platform, name = self.platform, f"Visitor {number}"
        register = RegisterPerson(issuer="bench", subject=f"{role}-{at.id}-{number}", name=name)
        accepted = await execute(register, _SYSTEM, platform)
        person = UUID(msgspec.json.decode(accepted.answer)["id"])
        await execute(GrantRole(person=person, role=role, organisation=at), _SYSTEM, platform)
        shown = Shown(name=name, organisation="Where they work")
        return await self._sign_in.sessions.begin(person, at, roles={role}, shown=shown)


@asynccontextmanager
async def site(
    addresses: Addresses, *, key_file: Path, erasures: Path, clock: Callable[[], datetime]
) -> AsyncIterator[Site]:
    """All pages over these servers, whose day is the clock's, and pages with nothing on them."""
    async with open_parts(
        addresses.for_services(), vault_key=key_file, erasures=ErasureJournal(erasures)
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
            [pages, _with_nothing(sign_in)],
            parts,
            title="Bench",
            doors=[],
            page_doors=[SessionDoor(sign_in)],
            rails=rails_of(read_settings({}), parts.pool),
            before_send=[send_cookies],
        )
        yield Site(app, sign_in)


def _with_nothing(sign_in: SignIn) -> Router:
    """The same frames for the same people behind the same guards, around nothing: a page's limit."""
    templates = environment(illustrative=True, hub_pages=True)
    assert templates.loader is not None
    templates.loader = ChoiceLoader(
        [DictLoader({AROUND_NOTHING: _AROUND_NOTHING}), templates.loader]
    )

    @route(EMPTY, http_method=READ, media_type=MediaType.HTML, guards=[OVERVIEW])
    async def nothing(request: Asked, templates: Templates) -> Response[str]:
        return current(request, templates, "base.html")

    @route(
        EMPTY_OF_HUB,
        http_method=READ,
        media_type=MediaType.HTML,
        guards=[permitted("progress.hub_dashboard", about=hub_in_path)],
    )
    async def nothing_of_hub(
        request: Asked, slug: FromPath[str], templates: Templates
    ) -> Response[str]:
        frame = await hub_frame(request, templates, slug, "/nothing")
        return current(request, templates, AROUND_NOTHING, frame=frame)

    return Router(
        path="/",
        route_handlers=[nothing, nothing_of_hub],
        guards=[signed_in],
        dependencies={
            "templates": Provide(lambda: templates, sync_to_thread=False),
            "sign_in": Provide(lambda: sign_in, sync_to_thread=False),
        },
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
