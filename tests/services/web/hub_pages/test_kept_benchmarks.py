"""A hub's benchmarks kept by a browser: right until something the page shows has changed."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.execute import execute
from hub_core.identity.people.hub_commands import AssignCaseload
from hub_core.settings import OpenId
from services.web import release
from tests.builders.api_client import ApiClient, taken
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import SYSTEM, SigningSite, signing_site

ROOT = Path(__file__).parents[4]


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


async def test_it_is_asked_for_again_when_a_result_or_whose_a_member_is_has_changed(
    api: ApiClient, site: SigningSite
) -> None:
    hub, school = await api.hub(), await api.school("Alder School")
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}"))
    await api.project()
    at = Organisation(OrganisationKind.HUB, UUID(hub["id"]))
    person = await site.person((Role.FACILITATOR, at))
    path = f"/hubs/{hub['slug']}/benchmarks"
    async with await site.signed_in(person) as browser:
        first = await browser.get(path)
        same = await browser.get(path, headers={"if-none-match": first.headers["etag"]})
        assert (same.status_code, same.content) == (304, b"")

        theirs = f"{path}?facilitator={person}"
        assert "Alder School" not in (await browser.get(theirs)).text
        give = AssignCaseload(hub=at.id, person=person, institutions=(UUID(school["id"]),))
        await execute(give, SYSTEM, api.parts.platform)
        given = await browser.get(path, headers={"if-none-match": first.headers["etag"]})
        assert given.status_code == 200
        assert "Alder School" in (await browser.get(theirs)).text

        percentages = {str(number): {"percentage": 100} for number in range(1, 9)}
        sent = {
            "completedOn": "2025-12-03",
            "edition": "GATSBY-2024",
            "source": "compass",
            "benchmarks": percentages,
        }
        told = f"progress/institutions/{school['id']}/compass-results"
        taken(await api.post(told, sent), 201)
        await api.project()
        new = await browser.get(path, headers={"if-none-match": given.headers["etag"]})
        assert new.status_code == 200
        assert "8 of 8" in new.text
        assert "8 of 8" in (await browser.get(theirs)).text

    lead = await site.person((Role.HUB_LEAD, at), name="Priya Example")
    async with await site.signed_in(lead) as browser:
        others = await browser.get(path, headers={"if-none-match": new.headers["etag"]})
        assert others.status_code == 200  # the frame says who asks


@pytest.mark.parametrize(
    "decides",
    [
        "projections/benchmark_progress/standing.py",
        "projections/hub_dashboard/aggregate.py",
        "hub_core/disclosure/counts.py",
        "services/web/templates/hub/benchmarks.html",
    ],
)
def test_whatever_decides_how_a_figure_is_shown_makes_another_release(decides: str) -> None:
    assert (ROOT / decides).is_file()
    assert any((ROOT / decides).is_relative_to(folder) for folder in release.SOURCES)
