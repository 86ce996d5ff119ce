"""The whole API in this test's own event loop: a client that writes and reads as a partner would.

The one rule: nothing between a test and the log is replaced; only the clock stands still.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec
from litestar import Litestar

from careers_hub_client import AsyncClient, Call
from careers_hub_client.operations import encounters, membership
from careers_hub_client.types import (
    EstablishHub,
    ProposeEncounter,
    RegisterEmployer,
    RegisterInstitution,
)
from hub_core.access import Organisation, Role
from hub_core.access.roles import HELD_AT
from hub_core.embedded import Addresses
from hub_core.identity.machines.signing_keys import make_signing_keys
from hub_core.identity.machines.store import Machines
from hub_core.identity.machines.tokens import Tokens
from hub_core.log.ledger import Ledger
from hub_core.vault.keys import make_master_key
from projections.hub_dashboard.queries import Queries
from projections.runner import Runner
from services.http.application import create_application
from services.http.guard_rails.rails import Rails
from services.http.machine_doors import machine_doors
from services.http.oauth import oauth_routes
from services.http.parts import Parts, open_parts
from services.platform.composition import APIS, TITLE
from services.platform.projections import PROJECTIONS
from services.web.app import web_router
from services.web.feedback.routes import feedback_router
from services.web.links.routes import link_router
from services.web.live import LiveFeed
from tests.builders.agreements import as_sent
from tests.builders.doors import Auditor
from tests.builders.keyring import Keyring, new_key

#: A Wednesday in the academic year 2025/26.
NOW = datetime(2026, 2, 11, 10, 30, tzinfo=UTC)
#: As whom the hub of a test gives tokens.
ISSUER = "http://hub.test"


class ApiClient:
    """A partner of the hub. Paths are those below ``/api``.

    ``parts`` are those of the services; ``owner`` are connections as workers have them; tokens are
    signed with the key in the file ``signing_key``.
    """

    signing_key: Path
    #: The client that partners use, each request with the key of somebody who may send it.
    client: AsyncClient

    def __init__(
        self, app: Litestar, parts: Parts, http: httpx.AsyncClient, owner: asyncpg.Pool
    ) -> None:
        self.app = app
        self.parts = parts
        self.http = http
        self.owner = owner
        self._numbers = count(300_000)  # away from those in examples

    def number(self) -> str:
        """Six digits nobody has used here."""
        return str(next(self._numbers))

    async def key_of(self, role: Role, at: Organisation | str) -> dict[str, str]:
        """The header of a machine in this role there: at an organisation, or the one with this id."""
        held = at if isinstance(at, Organisation) else Organisation(HELD_AT[role], UUID(at))
        _, secret = await new_key(self.parts.platform, role, held)
        return {"authorization": f"Bearer {secret.text}"}

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.get(f"/api/{path}", headers=headers)

    async def send(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, **headers: str
    ) -> httpx.Response:
        """One write, with a fresh key unless given one. ``if_match`` is a header by its name."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given["idempotency-key"] = key or str(uuid4())
        return await self.http.request(method, f"/api/{path}", json=body, headers=given)

    async def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return await self.send("POST", path, {} if body is None else body, **headers)

    async def put(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        return await self.send("PUT", path, {} if body is None else body, **headers)

    async def done(self, call: Call[Any]) -> dict[str, Any]:
        """What the hub answers to a call of the client, as it stood in the answer's body."""
        told: dict[str, Any] = msgspec.json.decode(
            msgspec.json.encode((await self.client.send(call)).told)
        )
        return told

    async def head(self) -> int:
        """The last position of the log, but for keys: the builder issues one when it needs it."""
        position: int = await self.parts.platform.ledger.pool.fetchval(
            "select coalesce(max(position), 0) from ledger.events where topic not like 'identity.Key%'"
        )
        return position

    async def project(self) -> None:
        """Let the figures take in what stands in the log."""
        for projection in PROJECTIONS.values():
            await Runner(projection, ledger=Ledger(self.owner), pool=self.owner).catch_up()

    async def school(
        self, name: str = "Ashbrook Academy", *, agreed: bool = True, **more: Any
    ) -> dict[str, Any]:
        """A secondary school in Camden, as the register would send it; with its ``urn``.

        It has an agreement that covers everything, unless ``agreed`` is false.
        """
        urn = self.number()
        details = {"name": name, "phase": "secondary", "localAuthority": "202", **more}
        body = msgspec.convert({"urn": urn, "details": details}, RegisterInstitution)
        school = {**await self.done(membership.register_institution(body)), "urn": urn}
        if agreed:
            await self.agree(school)
        return school

    async def agree(self, school: dict[str, Any], *covers: str, **more: Any) -> None:
        """Let its head sign an agreement that covers these classes of data, or everything."""
        path = f"activities/institutions/{school['id']}/agreement"
        taken(await self.post(path, {"terms": as_sent(*covers, **more)}), 201)

    async def hub(self, name: str = "Northbank Careers Hub", **more: Any) -> dict[str, Any]:
        """A hub for Camden's secondary schools; with its ``slug``."""
        slug = f"hub-{self.number()}"
        body = {
            "name": name,
            "slug": slug,
            "leadOrganisation": "Northbank Skills Partnership",
            "localAuthorities": ["202"],
            "phases": ["secondary"],
        }
        establish = msgspec.convert(body | more, EstablishHub)
        return {**await self.done(membership.establish_hub(establish)), "slug": slug}

    async def employer(self, name: str = "Hartley Engineering Limited") -> str:
        """An engineering firm; its id."""
        body = {
            "form": "company",
            "name": name,
            "companyNumber": f"00{self.number()}",
            "sicCodes": ["25620"],
            "employees": 84,
        }
        register = encounters.register_employer(msgspec.convert(body, RegisterEmployer))
        employer: str = (await self.done(register))["id"]
        return employer

    async def verify(self, employer: str, hub: dict[str, Any] | None = None) -> None:
        """Let a hub verify an employer, one of its own unless it is named."""
        hub = hub or await self.hub()
        path = f"encounters/hubs/{hub['id']}/employers/{employer}/verify"
        taken(await self.post(path, {"basis": "public_register"}))

    async def propose(self, employer: str, *schools: dict[str, Any], **more: Any) -> str:
        """A talk for these schools on 4 March; the encounter's id."""
        body = {
            "kind": "employer_talk",
            "mode": "in_person",
            "plannedFor": "2026-03-04",
            "urns": [school["urn"] for school in schools],
        }
        offer = msgspec.convert(body | more, ProposeEncounter)
        proposed = await self.done(encounters.propose_encounter(UUID(employer), offer))
        encounter: str = proposed["id"]
        return encounter


def taken(answer: httpx.Response, status: int = 200) -> Any:
    """The body of an answer that must be a success."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def refused(answer: httpx.Response, status: int, kind: str) -> Any:
    """The problem details of an answer that must be this refusal, said so that someone can act."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["type"] == f"/problems/{kind}", told
    assert told["status"] == status
    for sentence in (told["detail"], *(one["reason"] for one in told.get("errors", ()))):
        assert sentence[-1] in ".”", sentence
    return told


def problem_fields(answer: httpx.Response) -> list[str]:
    """Where an answer says that something is wrong."""
    return [one["field"] for one in answer.json().get("errors", ())]


@asynccontextmanager
async def api_client(addresses: Addresses, *, folder: Path) -> AsyncIterator[ApiClient]:
    """The API over these servers; the vault's key is made in this folder."""
    key = folder / "vault.key"
    if not key.exists():
        make_master_key(key)
    async with (
        open_parts(addresses, vault_key=key) as parts,
        asyncpg.create_pool(addresses.postgres_url, min_size=0, max_size=4) as owner,
    ):
        parts.platform.clock = lambda: NOW
        signing_key = folder / "signing-keys.json"
        if not signing_key.exists():
            make_signing_keys(signing_key)
        app = whole_application(parts, signing_key=signing_key)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        keyring = Keyring(app, parts.platform)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://hub.test", auth=keyring
        ) as http:
            client = ApiClient(app, parts, http, owner)
            client.signing_key = signing_key
            async with AsyncClient("http://hub.test", keyring, transport=transport) as partner:
                client.client = partner
                yield client


def whole_application(
    parts: Parts, *, signing_key: Path | None = None, rails: Rails | None = None
) -> Litestar:
    """Every service in one, as ``hub up`` serves them; it gives tokens when there is a key for them."""
    queries = Queries(parts.pool)
    clock = lambda: parts.platform.clock()  # noqa: E731 - a test may set another any time
    machines = Machines(parts.pool, clock=clock)
    tokens = Tokens(signing_key, issuer=ISSUER, clock=clock) if signing_key else None
    pages = web_router(queries=queries, live=LiveFeed(queries), illustrative=False)
    return create_application(
        [
            *APIS.values(),
            pages,
            link_router(illustrative=False),
            feedback_router(illustrative=False),
            *([oauth_routes(tokens, machines)] if tokens else []),
        ],
        parts,
        title=TITLE,
        doors=machine_doors(machines, tokens),
        page_doors=[Auditor()],
        rails=rails,
    )
