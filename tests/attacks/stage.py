"""The scene of the attacks: the running application over real servers, and two tenants beside each other.

    stage.person(role, at)    somebody with a session, as a browser has it
    stage.machine(role, at)   the header of a key, or of a token given for a client's secret
    stage.sent(raw)           one request of any bytes, as a server hands it to the application

The rule: it is the application that ``hub up`` serves; only nothing is counted, so that thousands of
requests are answered for what they are, and the clock of commands stands still.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote
from uuid import UUID, uuid4

import httpx
import msgspec
from litestar import Litestar

from hub_core.access import Organisation, Principal, Role
from hub_core.audit import AccessLog
from hub_core.embedded import Addresses
from hub_core.execute import execute
from hub_core.identity.machines.spelling import MachineKind
from hub_core.identity.people.commands import GrantRole, RegisterPerson
from hub_core.identity.people.principals import organisations_of, principal_of
from hub_core.identity.sessions import Sessions, Shown
from hub_core.settings import read_settings
from services.http.guard_rails.rails import Rails
from services.http.parts import Parts, open_parts
from services.platform import composition
from services.platform.composition import Signing
from tests.builders.api_client import NOW, ApiClient
from tests.builders.keyring import new_key
from tests.builders.tenants import Tenant

SYSTEM = Principal(id="system:attacks", roles=frozenset({Role.ADMINISTRATOR}))


class Raw(msgspec.Struct, frozen=True, kw_only=True):
    """A request as bytes, which no client has put in order."""

    method: str = "GET"
    target: bytes = b"/"
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Stage:
    """One running application and its two tenants; ``origin`` is where it answers."""

    def __init__(
        self, app: Litestar, api: ApiClient, origin: str, ours: Tenant, theirs: Tenant
    ) -> None:
        self.app = app
        self.api = api
        self.origin = origin
        self.ours = ours
        self.theirs = theirs
        self.parts: Parts = app.state.parts
        self.sessions = Sessions(self.parts.pool)

    def browser(self, **cookies: str) -> httpx.AsyncClient:
        """A browser of its own, or a program."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=self.origin, cookies=cookies)

    async def person(self, role: Role, at: Organisation) -> UUID:
        """Somebody in this role there."""
        register = RegisterPerson(issuer="https://issuer.example", subject=uuid4().hex, name="Anna")
        accepted = await execute(register, SYSTEM, self.parts.platform)
        person = UUID(msgspec.json.decode(accepted.answer)["id"])
        await execute(
            GrantRole(person=person, role=role, organisation=at), SYSTEM, self.parts.platform
        )
        return person

    async def signed_in(self, person: UUID) -> httpx.AsyncClient:
        """A browser with a session of this person."""
        ledger = self.parts.platform.ledger
        (held, *_) = await organisations_of(ledger, person)
        principal = await principal_of(ledger, person, held.organisation)
        assert principal is not None
        shown = Shown(name="Anna", organisation=held.name, several=False)
        token = await self.sessions.begin(
            person, held.organisation, roles=principal.roles, shown=shown
        )
        return self.browser(**{"hub-session": token})

    async def post(self, browser: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
        """A form as its page would post it."""
        session = await self.sessions.find(browser.cookies["hub-session"])
        assert session is not None
        data = {"form_token": session.form_token, **fields}
        return await browser.post(path, data=data, headers={"origin": self.origin})

    async def machine(
        self, role: Role, at: Organisation, *scopes: str, kind: MachineKind = MachineKind.KEY
    ) -> dict[str, str]:
        """The header a machine in this role sends."""
        found, secret = await new_key(self.parts.platform, role, at, *scopes, kind=kind)
        if kind is MachineKind.KEY:
            return {"authorization": f"Bearer {secret.text}"}
        form = {
            "grant_type": "client_credentials",
            "client_id": str(found),
            "client_secret": secret.text,
        }
        async with self.browser() as client:
            given = await client.post("/oauth/token", data=form)
        assert given.status_code == httpx.codes.OK, given.text
        return {"authorization": f"Bearer {given.json()['access_token']}"}

    async def sent(self, raw: Raw) -> Answer:
        """What the application answers to these bytes."""
        path, _, query = raw.target.partition(b"?")
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": raw.method,
            "scheme": "http",
            "path": unquote(path.decode("ascii", "ignore")),
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": [(b"host", self.origin.partition("://")[2].encode()), *raw.headers],
            "client": ("127.0.0.1", 4321),
            "server": ("127.0.0.1", 80),
            "state": {},
        }
        coming = [{"type": "http.request", "body": raw.body, "more_body": False}]
        told: list[Any] = []

        async def receive() -> Any:
            return coming.pop() if coming else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            told.append(message)

        await self.app(scope, receive, send)  # type: ignore[arg-type]
        return Answer(
            status=told[0]["status"],
            headers={name.lower(): value for name, value in told[0]["headers"]},
            body=b"".join(message.get("body", b"") for message in told[1:]),
        )


@asynccontextmanager
async def running(addresses: Addresses, folder: Path, port: int) -> AsyncIterator[Litestar]:
    """The application as it runs, with personas and tokens, that counts nothing."""

    @asynccontextmanager
    async def at_rest(*given: Any, **more: Any) -> AsyncIterator[Parts]:
        async with open_parts(*given, **more) as parts:
            parts.platform.clock = lambda: NOW
            yield parts

    def uncounted(_: Any, pool: Any) -> Rails:
        return Rails(accesses=AccessLog(pool))

    with (
        patch.object(composition, "open_parts", at_rest),
        patch.object(composition, "rails_of", uncounted),
    ):
        async with composition.application(
            addresses,
            vault_key=folder / "vault.key",
            service=None,
            illustrative=True,
            settings=read_settings(
                {"HUB_DATA": str(folder), "HUB_PERSONAS": "yes", "HUB_PORT": str(port)}
            ),
            signing=Signing(
                key_file=folder / "signing-keys.json", issuer=f"http://127.0.0.1:{port}"
            ),
        ) as app:
            yield app
