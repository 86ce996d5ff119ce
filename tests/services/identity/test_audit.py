"""The audit is for auditors: its page, its files and its API, with every filter; nobody else gets a word."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest

from hub_core.access import (
    NATIONAL_BODY,
    PLATFORM,
    Organisation,
    OrganisationKind,
    Principal,
    Role,
)
from hub_core.access.roles import HELD_AT
from projections.hub_dashboard.queries import Queries
from services.http.application import create_application
from services.platform.composition import APIS
from services.web.app import web_router
from services.web.live import LiveFeed
from tests.builders.api_client import ApiClient, taken
from tests.builders.doors import Always

WAYS = ("/audit", "/audit.csv", "/audit.json", "/api/identity/audit")
ONLY_ONE = {OrganisationKind.PLATFORM: PLATFORM, OrganisationKind.NATIONAL: NATIONAL_BODY}


def _somebody(role: Role) -> Principal:
    kind = HELD_AT[role]
    organisation = ONLY_ONE.get(kind) or Organisation(kind, UUID(int=9))
    return Principal(id=f"person:{UUID(int=5)}", roles=frozenset({role}), organisation=organisation)


class Site:
    """The whole site for whoever the test says."""

    def __init__(self, http: httpx.AsyncClient, door: Always) -> None:
        self.http = http
        self.door = door


@pytest.fixture(scope="module")
async def site(api: ApiClient) -> AsyncIterator[Site]:
    door, queries = Always(None), Queries(api.parts.pool)
    pages = web_router(queries=queries, live=LiveFeed(queries), illustrative=False)
    app = create_application(
        [*APIS.values(), pages], api.parts, title="Audited", doors=[door], page_doors=[door]
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://hub.test") as http:
        yield Site(http, door)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("role", Role)
async def test_auditors_read_the_audit_and_nobody_else(site: Site, role: Role, way: str) -> None:
    site.door.who = _somebody(role)
    for method in ("GET", "HEAD"):
        answer = await site.http.request(method, way)
        assert answer.status_code == (200 if role is Role.AUDITOR else 403), answer.text
        assert role is Role.AUDITOR or "correlation" not in answer.text


@pytest.mark.parametrize("way", WAYS)
async def test_nobody_unknown_reads_it(site: Site, way: str) -> None:
    site.door.who = None
    answer = await site.http.get(way)
    if way.startswith("/api/"):
        assert answer.status_code == 401
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")


async def test_the_api_pages_to_the_end_and_filters(api: ApiClient, site: Site) -> None:
    school = await api.school(f"Ash {uuid4().hex[:5]}")
    for _ in range(7):
        taken(await api.get(f"activities/institutions/{school['id']}/roster"))
    site.door.who = _somebody(Role.AUDITOR)
    seen, address = [], f"/api/identity/audit?about={school['id']}&limit=3"
    cursor = ""
    while True:
        page = (await site.http.get(address + cursor)).json()
        assert len(page["entries"]) <= 3
        seen += [(one["kind"], one["number"]) for one in page["entries"]]
        if page.get("next") is None:
            break
        cursor = f"&cursor={page['next']}"
    assert len(seen) == len(set(seen))
    assert [kind for kind, _ in seen].count("learner_data") == 7
    assert [kind for kind, _ in seen].count("event") >= 1
    reads = (await site.http.get(f"{address}&kind=learner_data&action=rosters.&limit=50")).json()
    assert {one["action"] for one in reads["entries"]} == {"rosters.roster"}
    assert len(reads["entries"]) == 7
    nobody = (await site.http.get(f"{address}&who=person:nobody")).json()
    assert nobody["entries"] == []


async def test_a_kind_called_null_is_refused_and_not_left_out(site: Site) -> None:
    site.door.who = _somebody(Role.AUDITOR)
    answer = await site.http.get("/api/identity/audit?kind=null")
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["kind"]


async def test_the_page_and_its_files_answer_the_same_question(api: ApiClient, site: Site) -> None:
    school = await api.school(f"Beech {uuid4().hex[:5]}")
    taken(await api.get(f"activities/institutions/{school['id']}/roster"))
    site.door.who = _somebody(Role.AUDITOR)
    asked = f"?about={school['id']}&kind=learner_data"
    entries = (await site.http.get(f"/audit.json{asked}")).json()["entries"]
    assert [one["action"] for one in entries] == ["rosters.roster"]
    lines = (await site.http.get(f"/audit.csv{asked}")).text.strip().splitlines()
    assert len(lines) == 2
    page = (await site.http.get(f"/audit{asked}")).text
    assert f"institution:{school['id']}" in page


@pytest.mark.parametrize(
    "asked", ["cursor=1", "cursor=a.b", "since=yesterday", "kind=nonsense", "limit=0", "limit=201"]
)
async def test_the_api_says_what_it_does_not_understand(site: Site, asked: str) -> None:
    site.door.who = _somebody(Role.AUDITOR)
    assert (await site.http.get(f"/api/identity/audit?{asked}")).status_code in (400, 422)
