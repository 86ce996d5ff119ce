"""What a page of a hub reads of the log: as it stands when it is asked for, and no name without need."""

from collections.abc import AsyncIterator
from uuid import UUID

import msgspec
import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.execute import execute
from hub_core.identity.people.commands import RegisterPerson
from hub_core.identity.people.directory import names_as_looked
from hub_core.identity.people.keys import team_stream
from hub_core.identity.people.person import Person
from hub_core.identity.people.team import Team
from hub_core.log.repository import Looked, look
from hub_core.settings import OpenId
from hub_core.vault.keys import NotOurs
from services.http.authentication import Connection
from services.http.looking import looked_at_log
from tests.builders.api_client import ApiClient
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import SYSTEM, SigningSite, signing_site


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


async def looks(site: SigningSite, method: str) -> tuple[Looked, Looked]:
    """Two looks within one request."""
    scope = {"type": "http", "method": method, "state": {}, "litestar_app": site.app, "headers": []}
    request = Connection(scope)  # type: ignore[arg-type]
    return await looked_at_log(request), await looked_at_log(request)


async def test_what_reads_looks_once_and_what_may_change_something_looks_again(
    site: SigningSite,
) -> None:
    first, again = await looks(site, "GET")
    assert first is again
    first, again = await looks(site, "POST")
    assert first is not again


async def test_another_request_finds_what_was_recorded_since(
    api: ApiClient, site: SigningSite
) -> None:
    at = Organisation(OrganisationKind.HUB, UUID((await api.hub())["id"]))
    before, _ = await looks(site, "GET")
    assert not (await before.read(Team, team_stream(at))).members
    person = await site.person((Role.FACILITATOR, at))
    after, _ = await looks(site, "GET")
    assert list((await after.read(Team, team_stream(at))).members) == [person]


async def test_names_are_read_for_the_panels_that_show_them_alone(
    api: ApiClient, site: SigningSite
) -> None:
    hub = await api.hub()
    await api.project()
    at = Organisation(OrganisationKind.HUB, UUID(hub["id"]))
    lead = await site.person((Role.HUB_LEAD, at))
    await site.person((Role.FACILITATOR, at), name="Bo Example")
    async with await site.signed_in(lead) as browser:
        for panel, shown in {
            "employers": False,
            "placements": False,
            "coverage": False,
            "training": True,
            "provider-access": True,
        }.items():
            page = await browser.get(f"/hubs/{hub['slug']}/{panel}")
            assert page.status_code == 200
            assert ("Bo Example" in page.text) is shown, panel


async def test_where_names_are_shown_no_address_is_read(api: ApiClient) -> None:
    register = RegisterPerson(
        issuer="tests", subject="bo", name="Bo Example", email="bo@example.org"
    )
    accepted = await execute(register, SYSTEM, api.parts.platform)
    person = UUID(msgspec.json.decode(accepted.answer)["id"])
    looked = await look(api.parts.platform.ledger)
    address = (await looked.read(Person, person)).email
    # What cannot be opened raises when it is.
    await api.parts.vault.pool.execute(
        "update vault.texts set sealed = sealed || '\\x00'::bytea where reference = $1", address
    )
    assert await names_as_looked(looked, api.parts.vault, [person]) == {person: "Bo Example"}
    with pytest.raises(NotOurs):
        await api.parts.vault.reveal_many([address])
