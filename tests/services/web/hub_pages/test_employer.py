"""One employer at a hub: verified and made a cornerstone on its page, by those who may, once each."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.employers.employer import Employer
from hub_core.employers.standing_events import VerificationBasis
from hub_core.log.repository import read
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
        assert "Not yet, by any hub. Schools read that beside its offers;" in page
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


async def test_a_school_reads_beside_an_offer_that_nobody_has_made_sure_of_the_employer(
    api: ApiClient, site: SigningSite
) -> None:
    school, employer = await api.school("Alder School"), await api.employer("Quince Bakery")
    stays = await api.employer("Quince Bakery Limited")
    encounter = await api.propose(employer, school)
    at = Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
    said = "No hub has made sure that this employer is who it says it is."
    async with await site.signed_in(await site.person((Role.CAREERS_LEADER, at))) as leader:
        offer = f"/institutions/{school['id']}/encounters/{encounter}"
        assert said in (await leader.get(offer)).text
        hub = await api.hub()
        await api.verify(stays, hub)
        await api.post(f"encounters/hubs/{hub['id']}/employers/{stays}/merge", {"merged": employer})
        assert said not in (await leader.get(offer)).text


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
        posted = {"reason": deed.reasons[0].value} if deed.reasons else {"survivor": str(hub)}
        assert OPERATIONS[key] == command_of(key, hub, employer, posted).OPERATION
    with pytest.raises(Invalid, match="not one of this page"):
        command_of("merge", hub, employer, {"reason": VerificationBasis.KNOWN})


async def test_a_lead_merges_two_found_to_be_one_and_undoes_it(
    api: ApiClient, site: SigningSite
) -> None:
    hub = await api.hub()
    school = await member(api, hub, "Alder School")
    called = f"Quince{uuid4().hex[:8]}"  # the database holds the employers of other tests
    firm, double = await api.employer(f"{called} Bakery"), await api.employer(f"{called} & Sons")
    await api.verify(firm, hub)
    await api.propose(firm, school)
    await api.project()
    listed = f"/hubs/{hub['slug']}/employers"
    path = f"{listed}/{double}/merge"
    async with await _at(site, hub) as lead:
        assert f'href="{path}"' in (await lead.get(f"{listed}/{double}")).text
        assert f"{path}?other={firm}" in (await lead.get(path)).text
        assert (
            "No other employer here is called so."
            in (await lead.get(f"{path}?find={uuid4().hex}")).text
        )
        both = (await lead.get(f"{path}?other={firm}")).text
        assert "By this hub, since " in both

        unsaid = await site.post(lead, path, other=firm)
        assert (unsaid.status_code, "Choose which of the two stays." in unsaid.text) == (409, True)
        once, before = str(uuid4()), await api.head()
        for _ in range(2):
            done = await site.post(lead, path, other=firm, stays=firm, once=once)
            assert (done.status_code, done.headers["location"]) == (
                303,
                f"{listed}/{firm}?done=merge",
            )
        assert await api.head() == before + 2  # it stands in the stream of each
        survivor = (await lead.get(f"{listed}/{firm}?done=merge")).text
        assert "stands for both now." in survivor
        assert f'href="{listed}/{double}"' in survivor
        assert (await lead.get(path)).headers["location"] == f"{listed}/{double}"

        gone = (await lead.get(f"{listed}/{double}")).text
        assert f'name="survivor" value="{firm}"' in gone
        assert "Not yet, by any hub." not in gone  # how it stands is told of the one that stays
        apart = await site.post(lead, f"{listed}/{double}", deed="part", survivor=firm)
        assert apart.headers["location"] == f"{listed}/{double}?done=part"
        assert "Is it here twice?" in (await lead.get(f"{listed}/{double}")).text


async def test_a_merger_that_is_refused_keeps_what_was_chosen(
    api: ApiClient, site: SigningSite
) -> None:
    hub = await api.hub()
    first, second, third = [
        await api.employer(f"{name} Bakery") for name in ("Quince", "Medlar", "Sloe")
    ]
    await api.project()
    listed = f"/hubs/{hub['slug']}/employers"
    async with await _at(site, hub) as lead:
        await site.post(lead, f"{listed}/{first}/merge", other=second, stays=first)
        again = await site.post(lead, f"{listed}/{first}/merge", other=third, stays=third)
        assert again.status_code == 409
        assert "Another employer was merged into Quince Bakery before." in again.text
        assert re.search(rf'value="{third}" checked', again.text)
        assert "1 other employer" in again.text
        nobody = await lead.get(f"{listed}/{first}/merge?other={hub['id']}")
        assert nobody.status_code == 404
    async with await _at(site, hub, Role.FACILITATOR) as facilitator:
        page = (await facilitator.get(f"{listed}/{first}/merge?other={third}")).text
        assert "Only the hub’s lead merges employers." in page
        refused = await site.post(facilitator, f"{listed}/{first}/merge", other=third, stays=first)
        assert refused.status_code == 403


async def test_an_employer_is_found_by_its_number_too(api: ApiClient, site: SigningSite) -> None:
    hub = await api.hub()
    firm, double = await api.employer("Quince Bakery"), await api.employer("Medlar Bakery")
    await api.project()
    number = (await read(api.parts.platform.ledger, Employer, UUID(firm))).details.company_number
    async with await _at(site, hub) as lead:
        path = f"/hubs/{hub['slug']}/employers/{double}/merge"
        assert f"{path}?other={firm}" in (await lead.get(f"{path}?find={number}")).text
