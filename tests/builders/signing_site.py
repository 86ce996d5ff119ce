"""The pages with their real way in, over real servers: people who sign in, sign out and change.

    site.visitor()            a browser without a session
    site.signed_in(person)    one whose person has a session, without going through an issuer
    site.person(role, at, …)  somebody registered, with a role

The rule: nothing between a test and the session's row is replaced.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import httpx
import msgspec
from litestar import Litestar

from hub_core.access import Organisation, Principal, Role
from hub_core.execute import execute
from hub_core.identity.links.store import Links
from hub_core.identity.people.commands import GrantRole, RegisterPerson
from hub_core.identity.people.principals import organisations_of, principal_of
from hub_core.identity.sessions import Shown
from hub_core.settings import OpenId
from projections.hub_dashboard.queries import Queries
from services.http.application import create_application
from services.http.parts import Parts
from services.web.app import web_router
from services.web.feedback.routes import feedback_router
from services.web.live import LiveFeed
from services.web.sign_in import OpenIdClient, SessionDoor, SignIn
from services.web.sign_in.cookies import send_cookies
from services.web.sign_in.signing_in import sign_in_over

SYSTEM = Principal(id="system:test", roles=frozenset({Role.ADMINISTRATOR}))
PUBLIC = "http://hub.test"
#: What a browser says of a form that was posted from a page of the site.
FROM_HERE = {"origin": PUBLIC, "sec-fetch-site": "same-origin"}


class SigningSite:
    """One site; ``issuer`` is what people's accounts remember."""

    def __init__(self, parts: Parts, sign_in: SignIn, app: Litestar) -> None:
        self.parts = parts
        self.sign_in = sign_in
        self.app = app
        assert sign_in.client is not None
        self.client = sign_in.client

    def visitor(self, **cookies: str) -> httpx.AsyncClient:
        """A browser of its own."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(
            transport=transport, base_url=self.sign_in.public_url or PUBLIC, cookies=cookies
        )

    async def person(
        self, *roles: tuple[Role, Organisation], subject: str = "", name: str = "Anna Example"
    ) -> UUID:
        """Somebody who signs in with this account."""
        register = RegisterPerson(
            issuer=self.client.known_as, subject=subject or uuid4().hex, name=name
        )
        accepted = await execute(register, SYSTEM, self.parts.platform)
        person = UUID(msgspec.json.decode(accepted.answer)["id"])
        for role, organisation in roles:
            await self.give(person, role, organisation)
        return person

    async def give(self, person: UUID, role: Role, organisation: Organisation) -> None:
        """One more role."""
        grant = GrantRole(person=person, role=role, organisation=organisation)
        await execute(grant, SYSTEM, self.parts.platform)

    async def token(self, person: UUID, at: Organisation | None = None) -> str:
        """A session of this person."""
        held = await organisations_of(self.parts.platform.ledger, person)
        place = next((one for one in held if one.organisation == at), held[0])
        principal = await principal_of(self.parts.platform.ledger, person, place.organisation)
        assert principal is not None
        return await self.sign_in.sessions.begin(
            person,
            place.organisation,
            roles=principal.roles,
            shown=Shown(name="Anna Example", organisation=place.name, several=len(held) > 1),
        )

    async def signed_in(self, person: UUID, at: Organisation | None = None) -> httpx.AsyncClient:
        """A browser with a session of this person."""
        return self.visitor(**{"hub-session": await self.token(person, at)})

    async def form_token(self, browser: httpx.AsyncClient) -> str:
        """What a form of the browser's session carries."""
        session = await self.sign_in.sessions.find(browser.cookies["hub-session"])
        assert session is not None
        return session.form_token

    async def post(self, browser: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
        """A form as its page would post it."""
        token = await self.form_token(browser)
        return await browser.post(path, data={"form_token": token, **fields}, headers=FROM_HERE)


async def attempt_of(browser: httpx.AsyncClient, path: str = "/sign-in") -> dict[str, str]:
    """Leave for the issuer: what is asked of it."""
    answer = await browser.get(path)
    assert answer.status_code == 303, answer.text
    return asked_in(answer.headers["location"])


def asked_in(address: str) -> dict[str, str]:
    """The query of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@asynccontextmanager
async def signing_site(
    parts: Parts, openid: OpenId, *, public_url: str = PUBLIC, links: Links | None = None
) -> AsyncIterator[SigningSite]:
    """The pages, whose people sign in at this issuer; ``links`` where they have a time of their own."""
    client = OpenIdClient(openid)
    sign_in = sign_in_over(parts, client=client, public_url=public_url)
    if links is not None:
        sign_in = msgspec.structs.replace(sign_in, links=links)
    queries = Queries(parts.pool)
    pages = web_router(
        queries=queries,
        live=LiveFeed(queries),
        illustrative=False,
        sign_in=sign_in,
        clock=parts.platform.clock,
    )
    app = create_application(
        [pages, feedback_router(illustrative=False)],
        parts,
        title="Signing in",
        doors=[],
        page_doors=[SessionDoor(sign_in)],
        before_send=[send_cookies],
    )
    try:
        yield SigningSite(parts, sign_in, app)
    finally:
        await client.close()
