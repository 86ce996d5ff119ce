"""What is kept of what needs attention: right until something of it has changed, and nobody else’s."""

from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.access.organisations import PLATFORM
from hub_core.attention.commands import AssignMatter
from hub_core.attention.reasons import Concern
from hub_core.execute import execute
from hub_core.identity.people.hub_commands import AssignCaseload
from hub_core.settings import OpenId
from hub_core.work import Command
from tests.builders.api_client import ApiClient, taken
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import SigningSite, signing_site


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


async def test_whatever_changes_of_it_shows_at_once_and_to_each_in_their_own_words(
    api: ApiClient, site: SigningSite
) -> None:
    hub, school = await api.hub(), await api.school("Alder School")
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}"))
    await api.project()
    at, member = Organisation(OrganisationKind.HUB, UUID(hub["id"])), UUID(school["id"])
    lead = await site.person((Role.HUB_LEAD, at), name="Anna <Lead>")
    colleague = await site.person((Role.FACILITATOR, at), name="Bo Example")
    auditor = await site.person((Role.AUDITOR, PLATFORM))

    who_leads = Principal(id=f"person:{lead}", roles=frozenset({Role.HUB_LEAD}), organisation=at)

    async def does(command: Command) -> None:
        await execute(command, who_leads, api.parts.platform)

    async with (
        await site.signed_in(lead) as leads,
        await site.signed_in(colleague) as colleagues,
        await site.signed_in(auditor) as auditors,
    ):
        assert _has(await _list(leads, hub)) == {"Nobody yet"}

        await does(AssignCaseload(hub=at.id, person=colleague, institutions=(member,)))
        assert _has(await _list(leads, hub)) == {"Bo Example"}
        assert _has(await _list(colleagues, hub)) == {"Bo Example (you)"}
        assert _has(await _list(auditors, hub)) == {"One of the hub’s people"}

        theirs = await _list(colleagues, hub, who="mine")
        assert _has(theirs) == {"Bo Example (you)"}
        assert "Mine: 1 of 1 member needs attention" in theirs
        assert "Nothing of what you chose" in await _list(leads, hub, who="mine")
        by_name = await _list(leads, hub, who=str(colleague))
        assert "Bo Example: 1 of 1 member needs attention" in by_name

        untold = Concern.LEADER_UNTOLD
        await does(AssignMatter(hub=at.id, institution=member, reason=untold, person=lead))
        assert _has(await _list(leads, hub, reason=untold)) == {"Anna &lt;Lead&gt; (you)"}

        who = {"who": {"name": "Sam Example"}, "appointedOn": "2025-09-01"}
        taken(await api.post(f"training/institutions/{member}/careers-leader", who), 201)
        after = await _list(leads, hub)
        assert "Careers leader not named" not in after
        assert "Careers leader not trained" in after


async def _list(browser: httpx.AsyncClient, hub: dict[str, str], **asked: str) -> str:
    answer = await browser.get(f"/hubs/{hub['slug']}/attention", params=asked)
    assert answer.status_code == 200
    _, _, main = answer.text.partition("<main")
    return main.partition("</main>")[0]


def _has(text: str) -> set[str]:
    """In whose hands the matters are."""
    return {one.partition("<")[0] for one in text.split('<span class="hub-line__has">')[1:]}
