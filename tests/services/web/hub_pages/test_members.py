"""Who is with a hub: what the list says, what a page offers, and who may act."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.membership.codes import SuspensionReason
from hub_core.refusals import Invalid
from hub_core.settings import OpenId
from services.web.hub_members.deeds import command_of, invitation_of, offered
from services.web.hub_members.view import Place, headline
from tests.builders.api_client import ApiClient, taken
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import SigningSite, signing_site


def test_a_page_offers_what_the_state_of_things_allows() -> None:
    keys = {
        place: [one.key for one in offered(place, in_scope=True)]
        for place in Place
    }  # fmt: skip
    assert keys == {
        Place.ASKS: ["admit", "decline"],
        Place.OUTSIDE: ["admit"],
        Place.PAUSED: ["reinstate", "withdraw"],
        Place.MEMBER: ["invite", "pause", "withdraw"],
        Place.ELSEWHERE: [],
    }
    assert [one.key for one in offered(Place.OUTSIDE, in_scope=False)] == ["include"]


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ((0, 0, 0), "No institution is in the scope of this hub yet"),
        ((1, 0, 0), "1 institution is in"),
        ((12, 1, 30), "12 institutions are in, 30 are not yet; 1 waits for your answer"),
        ((0, 2, 1), "0 institutions are in, 1 is not yet; 2 wait for your answer"),
    ],
)
def test_the_headline_says_what_is_to_be_done(amounts: tuple[int, int, int], said: str) -> None:
    assert headline(*amounts) == said


def test_a_reason_is_asked_for_and_an_address_must_be_one() -> None:
    hub, school = uuid4(), uuid4()
    for reason in ("", "because"):
        with pytest.raises(Invalid, match="Choose a reason"):
            command_of("pause", hub, school, {"reason": reason})
    paused = command_of("pause", hub, school, {"reason": "other"})
    assert paused.reason is SuspensionReason.OTHER  # type: ignore[attr-defined]
    with pytest.raises(Invalid, match="not an e-mail address"):
        invitation_of(school, {"email": "the careers leader"})
    with pytest.raises(Invalid):
        command_of("abolish", hub, school, {})


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


async def test_a_lead_acts_once_however_often_the_form_is_sent_and_others_do_not(
    api: ApiClient, site: SigningSite
) -> None:
    hub, other = await api.hub(), await api.hub("Southbank Careers Hub")
    school = await api.school()
    path = f"/hubs/{hub['slug']}/members/{school['id']}"
    async with await _at(site, hub, Role.FACILITATOR) as facilitator:
        page = await facilitator.get(path)
        assert "Only the hub’s lead changes memberships." in page.text
        before = await api.head()
        refused = await site.post(facilitator, path, deed="admit")
        assert refused.status_code == 403
        assert await api.head() == before
    async with await _at(site, hub) as lead:
        once, before = str(uuid4()), await api.head()
        for _ in range(2):
            done = await site.post(lead, path, deed="admit", once=once)
            assert (done.status_code, done.headers["location"]) == (303, f"{path}?done=admit")
        assert await api.head() == before + 1
        again = await site.post(lead, path, deed="admit", once=str(uuid4()))
        assert again.status_code == 409
        assert "The institution is a member of this hub already." in again.text
    async with await _at(site, other) as stranger:
        assert (await stranger.get(path)).status_code == 404
        own = f"/hubs/{other['slug']}/members/{school['id']}"
        seen = await stranger.get(own)
        assert "It is a member of another hub" in seen.text
        assert "Northbank" not in seen.text
        refused = await site.post(stranger, own, deed="withdraw", reason="other")
        assert "not with this hub" in refused.text


async def test_the_list_finds_by_a_part_of_a_name_and_any_by_its_urn(
    api: ApiClient, site: SigningSite
) -> None:
    hub = await api.hub()
    near = await api.school("Alder School")
    far = await api.school("Far Away School", localAuthority="933")
    taken(await api.post(f"membership/institutions/{near['id']}/request-membership",
                         {"toHub": hub["id"]}))  # fmt: skip
    await api.project()
    async with await _at(site, hub) as lead:
        at = f"/hubs/{hub['slug']}/members"
        page = await lead.get(at)
        assert "1 waits for your answer" in page.text
        assert "Far Away School" not in page.text
        assert "Alder School" in (await lead.get(f"{at}?find=alder")).text
        found = await lead.get(f"{at}?find={far['urn']}")
        assert (found.status_code, found.headers["location"]) == (303, f"{at}/{far['id']}")
        await site.post(lead, f"{at}/{far['id']}", deed="include")
        await site.post(lead, f"{at}/{far['id']}", deed="admit")
        assert "Member, since" in (await lead.get(f"{at}/{far['id']}")).text
