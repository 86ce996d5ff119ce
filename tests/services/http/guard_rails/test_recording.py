"""What is read of the vault, and every file taken away, is recorded whoever wrote the route."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from hub_core.access import PLATFORM, Principal, Role
from services.http.application import create_application
from services.http.authentication import PUBLIC, identified
from services.http.parts import OpenParts
from services.http.permission import everybodys, permitted
from tests.builders.api_client import ApiClient, taken
from tests.builders.doors import Always

ANNA, BO = UUID(int=41), UUID(int=42)
BO_ASKS = Principal(id=f"person:{BO}", roles=frozenset({Role.ADMINISTRATOR}), organisation=PLATFORM)
PERMITTED = permitted("identity.me", about=everybodys)


async def _revealed(parts: OpenParts, subject: UUID) -> str | None:
    return await parts.vault.reveal(await parts.vault.keep("Anna Example", subject=subject))


@get("/anna", guards=[identified, PERMITTED])
async def anna(parts: OpenParts) -> str | None:
    """A route that reads somebody's name, whose author thought of no record."""
    return await _revealed(parts, ANNA)


@get("/bo", guards=[identified, PERMITTED])
async def bo(parts: OpenParts) -> str | None:
    """The caller's own name."""
    return await _revealed(parts, BO)


@get("/public", opt={PUBLIC: "to see that even this is noticed"})
async def public(parts: OpenParts) -> str | None:
    """A name on a page for everybody."""
    return await _revealed(parts, ANNA)


@get("/learners", guards=[identified, PERMITTED])
async def learners(parts: OpenParts) -> dict[str, str]:
    """Learners' references in clear."""
    await parts.vault.enrol(ANNA, ["L-1", "L-2"])
    found = await parts.vault.references(ANNA, range(10))
    return {str(number): text for number, text in found.items()}


@get("/file", guards=[identified, PERMITTED])
async def file() -> Response[str]:
    """A file of something harmless."""
    return Response("a,b", headers={"content-disposition": "attachment; filename=a.csv"})


ROUTES: list[HTTPRouteHandler] = [anna, bo, public, learners, file]


async def _asked(api: ApiClient, path: str) -> tuple[httpx.Response, list[dict[str, Any]]]:
    app = create_application(ROUTES, api.parts, title="Careless", doors=[Always(BO_ASKS)])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://hub.test") as http:
        answer = await http.get(path)
    rows = await api.owner.fetch(
        "select kind, action, principal, about, learners from audit.accesses "
        "where correlation = $1",
        answer.headers["hub-correlation"],
    )
    return answer, [dict(row) for row in rows]


async def test_a_name_read_by_a_route_that_says_nothing_is_recorded(api: ApiClient) -> None:
    answer, (record,) = await _asked(api, "/anna")
    assert answer.text == "Anna Example"
    assert record["kind"] == "vault"
    assert record["principal"] == BO_ASKS.id


async def test_ones_own_name_is_ones_own(api: ApiClient) -> None:
    answer, records = await _asked(api, "/bo")
    assert answer.status_code == 200
    assert records == []


async def test_a_name_on_a_page_for_everybody_is_recorded(api: ApiClient) -> None:
    _, (record,) = await _asked(api, "/public")
    assert (record["kind"], record["principal"]) == ("vault", "system:public")


async def test_learners_references_are_recorded_with_their_institution_and_number(
    api: ApiClient,
) -> None:
    answer, (record,) = await _asked(api, "/learners")
    assert len(answer.json()) == 2
    assert record["kind"] == "vault"
    assert record["learners"] == 2
    assert record["about"] == [f"institution:{ANNA}"]


async def test_every_file_taken_away_is_recorded(api: ApiClient) -> None:
    _, (record,) = await _asked(api, "/file")
    assert record["kind"] == "export"


@pytest.mark.parametrize("path", ["/hubs.csv", "/audit.csv", "/audit.json", "figures"])
async def test_the_files_there_are_are_recorded_as_taken_away(api: ApiClient, path: str) -> None:
    hub = await api.hub(f"Hub {uuid4().hex[:6]}")
    await api.project()
    if path == "figures":
        shown = await api.http.get(f"/hubs/{hub['slug']}")
        found = shown.text.split(f"/hubs/{hub['slug']}/figures/")[1].split('"')[0]
        path = f"/hubs/{hub['slug']}/figures/{found}"
    answer = await api.http.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith("attachment")
    kind = "select kind from audit.accesses where correlation = $1"
    assert await api.owner.fetchval(kind, answer.headers["hub-correlation"]) == "export"


@pytest.mark.parametrize("what", ["people", "invitations"])
async def test_lists_of_names_are_recorded(api: ApiClient, what: str) -> None:
    school = await api.school()
    answer = await api.get(f"identity/organisations/institution/{school['id']}/{what}")
    taken(answer)
    row = await api.owner.fetchrow(
        "select * from audit.accesses where correlation = $1", answer.headers["hub-correlation"]
    )
    assert (row["kind"], row["action"]) == ("vault", f"identity.{what}")
    assert f"institution:{school['id']}" in row["about"]
