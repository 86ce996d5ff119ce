"""A hub's clusters on its pages: placed by one form, and the benchmarks kept to one of them."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.settings import OpenId
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


async def test_members_are_placed_and_the_benchmarks_kept_to_their_cluster(
    api: ApiClient, site: SigningSite
) -> None:
    hub, alder, birch = await api.hub(), await api.school("Alder School"), await api.school("Birch")
    for school in (alder, birch):
        taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}"))
    await api.project()
    here, benchmarks = f"/hubs/{hub['slug']}/clusters", f"/hubs/{hub['slug']}/benchmarks"
    at = Organisation(OrganisationKind.HUB, UUID(hub["id"]))
    async with await site.signed_in(await site.person((Role.HUB_LEAD, at))) as lead:
        assert "No clusters yet" in (await lead.get(here)).text
        before = await lead.get(benchmarks)
        assert 'name="cluster"' not in before.text

        ticked = {"deed": "none", "institution": alder["id"]}
        nameless = await site.post(lead, here, **ticked)
        assert nameless.status_code == 409
        assert "Write what the cluster is called." in nameless.text
        assert f'value="{alder["id"]}" checked' in nameless.text
        long = await site.post(lead, here, **ticked, cluster="x" * 61)
        assert "60 characters at most" in long.text
        assert "Tick at least one member." in (await site.post(lead, here, cluster="North")).text

        done = await site.post(lead, here, **ticked, cluster="North & East")
        assert (done.status_code, done.headers["location"]) == (303, f"{here}?done=yes")
        page = (await lead.get(done.headers["location"])).text
        assert "1 member in 1 cluster, 1 in none" in page
        assert "cluster=North+%26+East" in page

        again = await lead.get(benchmarks, headers={"if-none-match": before.headers["etag"]})
        assert again.status_code == 200
        kept = await lead.get(benchmarks, params={"cluster": "North & East"})
        assert "Alder School" in kept.text
        assert ">Birch<" not in kept.text
        file = await lead.get(f"{benchmarks}.csv", params={"cluster": "North & East"})
        assert ("Alder School" in file.text, "Birch" in file.text) == (True, False)
        unknown = await lead.get(benchmarks, params={"cluster": "South"})
        assert unknown.status_code == 404
        assert "no cluster called “South”" in unknown.text

    told = taken(await api.get(f"membership/hubs/{hub['id']}/clusters"))
    assert told["clusters"] == [{"name": "North & East", "members": [alder["id"]]}]
    assert told["none"] == [birch["id"]]
