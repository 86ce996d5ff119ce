"""One employer at a hub: verified and made a cornerstone on its page, by those who may, once each."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.employers.standing_events import VerificationBasis
from hub_core.refusals import Invalid
from hub_core.settings import OpenId
from services.web.hub_employer.deeds import DEEDS, OPERATIONS, command_of
from tests.builders.api_client import ApiClient
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import SigningSite, signing_site
from tests.services.encounters.test_coordination import member


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


async def _at(site: SigningSite, hub: dict[str, Any], role: Role = Role.HUB_LEAD) -> Any:
    at = Organisation(OrganisationKind.HUB, UUID(hub["id"]))
    return await site.signed_in(await site.person((role, at)))


async def test_a_lead_verifies_an_employer_from_the_list_and_makes_it_a_cornerstone(
    api: ApiClient, site: SigningSite
) -> None:
    hub, other = await api.hub(), await api.hub("Southbank Careers Hub")
    school = await member(api, hub, "Alder School")
    employer = await api.employer("Quince Bakery")
    await api.propose(employer, school)
    await api.project()
    listed = f"/hubs/{hub['slug']}/employers"
    path = f"{listed}/{employer}"
    async with await _at(site, hub) as lead:
        assert f'href="{path}"' in (await lead.get(listed)).text
        page = (await lead.get(path)).text
        assert "Not yet, by any hub. Until then nothing of it reaches a school." in page
        assert "Make it a cornerstone" not in page
        unsaid = await site.post(lead, path, deed="verify")
        assert unsaid.status_code == 409
        assert "Choose how you know it." in unsaid.text
        once, before = str(uuid4()), await api.head()
        for _ in range(2):
            done = await site.post(lead, path, deed="verify", reason="telephoned", once=once)
            assert (done.status_code, done.headers["location"]) == (303, f"{path}?done=verify")
        assert await api.head() == before + 1
        page = (await lead.get(f"{path}?done=verify")).text
        assert "is verified now." in page
        assert "By this hub, since " in page
        await site.post(lead, path, deed="designate")
        assert "End that it is a cornerstone" in (await lead.get(path)).text
    async with await _at(site, other) as stranger:
        page = (await stranger.get(f"/hubs/{other['slug']}/employers/{employer}")).text
        assert "By Northbank Careers Hub, since " in page
        refused = await site.post(
            stranger, f"/hubs/{other['slug']}/employers/{employer}", deed="end"
        )
        assert "is no cornerstone of this hub" in refused.text


async def test_a_facilitator_verifies_and_makes_nobody_a_cornerstone(
    api: ApiClient, site: SigningSite
) -> None:
    hub, employer = await api.hub(), await api.employer("Quince Bakery")
    path = f"/hubs/{hub['slug']}/employers/{employer}"
    async with await _at(site, hub, Role.FACILITATOR) as facilitator:
        await site.post(facilitator, path, deed="verify", reason="visited")
        page = (await facilitator.get(path)).text
        assert "Withdraw its verification" in page
        assert "Make it a cornerstone" not in page
        refused = await site.post(facilitator, path, deed="designate")
        assert refused.status_code == 403
        nobody = await facilitator.get(f"/hubs/{hub['slug']}/employers/{uuid4()}")
        assert nobody.status_code == 404


def test_every_form_is_a_command_whose_leave_is_asked() -> None:
    assert DEEDS.keys() == OPERATIONS.keys()
    hub, employer = uuid4(), uuid4()
    for key, deed in DEEDS.items():
        posted = {"reason": deed.reasons[0].value} if deed.reasons else {}
        assert OPERATIONS[key] == command_of(key, hub, employer, posted).OPERATION
    with pytest.raises(Invalid, match="not one of this page"):
        command_of("merge", hub, employer, {"reason": VerificationBasis.KNOWN})
