"""What is kept of whose the members are follows the team as it stood when it was worked out, not as some
request had read it before: somebody may give a member, or leave, while a page is being made."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import httpx
import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.execute import execute
from hub_core.identity.people.hub_commands import AssignCaseload
from hub_core.log.repository import look
from hub_core.settings import OpenId
from tests.builders.api_client import ApiClient, taken
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import SYSTEM, SigningSite, signing_site

_WAITING = (
    "select count(*) from pg_catalog.pg_locks where not granted and relation = $1::regclass "
    "and database = (select oid from pg_catalog.pg_database where datname = current_database())"
)


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


@asynccontextmanager
async def being_made(
    browser: httpx.AsyncClient, address: str, *, reads: str, of: asyncpg.Pool
) -> AsyncIterator[None]:
    """A page that has got as far as to read this table, and gets on afterwards."""
    async with of.acquire() as connection:
        async with connection.transaction():
            await connection.execute(f"lock table {reads} in access exclusive mode")
            answer = asyncio.create_task(browser.get(address))
            while not await connection.fetchval(_WAITING, reads):
                assert not answer.done(), f"{address} reads nothing of {reads}"
                await asyncio.sleep(0.01)
            yield
        assert (await answer).status_code == 200


async def test_a_member_given_while_the_benchmarks_are_made_shows_at_the_next_request(
    api: ApiClient, site: SigningSite
) -> None:
    hub, school = await api.hub(), await api.school("Alder School")
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}"))
    await api.project()
    at = Organisation(OrganisationKind.HUB, UUID(hub["id"]))
    person = await site.person((Role.FACILITATOR, at))
    theirs = f"/hubs/{hub['slug']}/benchmarks?facilitator={person}"
    async with await site.signed_in(person) as browser:
        async with being_made(
            browser, theirs, reads="benchmark_progress.institutions", of=api.owner
        ):
            give = AssignCaseload(hub=at.id, person=person, institutions=(UUID(school["id"]),))
            await execute(give, SYSTEM, api.parts.platform)
            await look(api.parts.platform.ledger)  # as any other request does
        assert "Alder School" in (await browser.get(theirs)).text


async def test_a_colleague_who_comes_while_a_list_is_made_can_be_asked_for_at_the_next_request(
    api: ApiClient, site: SigningSite
) -> None:
    hub, school = await api.hub(), await api.school("Alder School")
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}"))
    await api.project()
    at = Organisation(OrganisationKind.HUB, UUID(hub["id"]))
    lead = await site.person((Role.HUB_LEAD, at))
    colleague = await site.person(name="Bo Example")
    attention = f"/hubs/{hub['slug']}/attention"
    async with await site.signed_in(lead) as browser:
        async with being_made(browser, attention, reads="vault.texts", of=api.parts.vault.pool):
            await site.give(colleague, Role.FACILITATOR, at)
            await look(api.parts.platform.ledger)  # as any other request does
        assert (
            f'<option value="{colleague}">Bo Example</option>'
            in (await browser.get(attention)).text
        )
