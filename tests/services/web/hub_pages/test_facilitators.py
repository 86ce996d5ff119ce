"""Forms about whose a member is and what was agreed with it: what is refused comes back as it was typed."""

import re
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from litestar.datastructures import FormMultiDict

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.refusals import Invalid
from hub_core.settings import OpenId
from services.web.hub_facilitators.routes import command_of
from services.web.hub_facilitators.view import facilitators_page
from tests.builders.api_client import ApiClient, taken
from tests.builders.issuers import CLIENT, SECRET, forger
from tests.builders.signing_site import SigningSite, signing_site
from tests.services.web.hub_pages.test_attention import HUB, SPACE, _hands


@pytest.fixture
async def site(api: ApiClient) -> AsyncIterator[SigningSite]:
    """Pages that people sign in to."""
    async with forger() as issuer:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with signing_site(api.parts, openid) as made:
            yield made


async def test_whom_one_chose_and_what_was_agreed_come_back_with_what_is_wrong(
    api: ApiClient, site: SigningSite
) -> None:
    hub, school = await api.hub(), await api.school("Alder School")
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}"))
    await api.project()
    at = Organisation(OrganisationKind.HUB, UUID(hub["id"]))
    lead = await site.person((Role.HUB_LEAD, at))
    colleague = str(await site.person((Role.FACILITATOR, at), name="Bo Example"))
    here = f"/hubs/{hub['slug']}"
    member = f"{here}/members/{school['id']}"
    day = {"due-day": "6", "due-month": "3", "due-year": "2026"}
    async with await site.signed_in(lead) as browser:
        given = await site.post(browser, f"{here}/facilitators", deed="give", person=colleague)
        assert given.status_code == 409
        assert f'value="{colleague}" selected' in given.text

        wordless = {"deed": "agree", "owner": colleague, **day}
        agreed = await site.post(browser, member, **wordless)
        assert agreed.status_code == 409
        assert f'value="{colleague}" selected' in agreed.text
        assert (await site.post(browser, member, **wordless, text="Ring")).status_code == 303

        page = (await browser.get(member)).text
        [action] = set(re.findall(r'name="action" value="([^"]+)"', page))
        changed = {**day, "deed": "rearrange", "action": action, "due-month": "13"}
        wrong = await site.post(browser, member, **changed)
        assert wrong.status_code == 409
        assert 'href="#deed-rearrange"' in wrong.text
        assert 'id="deed-rearrange"' in wrong.text
        assert (
            f'id="due-month-{action}" name="due-month" inputmode="numeric" value="13"' in wrong.text
        )
        assert f'id="due-{action}-error"' in wrong.text


def test_a_successor_who_was_chosen_comes_back_in_the_form_that_was_sent_and_in_no_other() -> None:
    hands = _hands()
    one, another = (str(each.person) for each in hands.people[:2])
    typed = {"person": one, "successor": another}
    people = facilitators_page(hands, {}, {}, here="/hubs/north", typed=typed).people
    lists = {each.has.id: each.successors for each in people}
    assert f'value="{another}" selected' in lists[one]
    assert f'value="{one}"' not in lists[one]
    assert all(" selected" not in each for of, each in lists.items() if of != one)


def test_a_form_the_page_does_not_have_takes_members_from_nobody() -> None:
    form = FormMultiDict([("deed", "take-away"), ("institution", str(SPACE))])
    with pytest.raises(Invalid, match="not one of this page"):
        command_of("take-away", HUB, form)
