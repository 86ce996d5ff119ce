"""Forms about whose a member is and what was agreed with it: what is refused comes back as it was typed."""

import re
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from litestar.datastructures import FormMultiDict

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.membership.events import InstitutionDetails
from hub_core.refusals import Invalid
from hub_core.settings import OpenId
from services.web.hub_facilitators.routes import command_of
from services.web.hub_facilitators.view import Chosen, facilitators_page
from services.web.hub_navigation import HubFrame
from services.web.presentation import environment, render
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


async def test_everything_goes_over_from_one_to_another_chosen_in_one_form(
    api: ApiClient, site: SigningSite
) -> None:
    hub, school = await api.hub(), await api.school("Alder School")
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}"))
    await api.project()
    at = Organisation(OrganisationKind.HUB, UUID(hub["id"]))
    lead = await site.person((Role.HUB_LEAD, at))
    here = f"/hubs/{hub['slug']}/facilitators"
    async with await site.signed_in(lead) as browser:
        assert "deed-hand-over" not in (await browser.get(here)).text, "there is no colleague"
        leaver, successor = [
            str(await site.person((Role.FACILITATOR, at), name=name))
            for name in ("Bo <b>Example", "Cy Example")
        ]
        page = (await browser.get(here)).text
        assert f'href="{here}?person={leaver}#deed-hand-over"' in page
        assert "<b>" not in page
        assert " selected" not in page
        chosen = (await browser.get(f"{here}?person={leaver}")).text
        assert chosen.count(" selected") == 1
        assert f'value="{leaver}" selected>Bo &lt;b&gt;Example' in chosen
        assert " selected" not in (await browser.get(f"{here}?person=somebody")).text

        sent = {"deed": "hand-over", "person": leaver, "successor": successor, "leaves": "yes"}
        for missing, said in (
            ("person", "Choose who gives everything to a colleague."),
            ("successor", "Choose who takes everything over."),
        ):
            again = await site.post(browser, here, **{**sent, missing: ""})
            assert again.status_code == 409
            assert said in again.text
            [kept] = {leaver, successor} - {sent[missing]}
            assert again.text.count(" selected") == 1
            assert f'value="{kept}" selected' in again.text
            assert 'value="yes" checked' in again.text
            assert 'href="#deed-hand-over"' in again.text
        themselves = await site.post(browser, here, **{**sent, "successor": leaver})
        assert "Nobody succeeds themselves. Name a colleague." in themselves.text

        await site.post(browser, here, deed="give", person=leaver, institution=school["id"])
        assert "1 member." in (await browser.get(here)).text
        assert (await site.post(browser, here, **sent)).status_code == 303
        after = (await browser.get(here)).text
        assert "1 member." in after
        assert leaver not in after, "who leaves has no role any more"


def test_who_was_chosen_stands_in_the_list_of_that_form_and_in_no_other() -> None:
    hands = _hands()
    one, another = (str(each.person) for each in hands.people[:2])
    page = facilitators_page(
        hands, {}, {}, here="/hubs/north", chosen=Chosen(leaver=one, successor=another)
    )
    assert f'value="{one}" selected' in page.leavers
    assert f'value="{another}" selected' in page.successors
    assert " selected" not in page.givable
    assert page.leavers.count(" selected") == page.successors.count(" selected") == 1


def test_what_was_ticked_in_a_form_that_was_refused_is_shown_and_not_kept() -> None:
    templates = environment(illustrative=False, hub_pages=True)
    details = InstitutionDetails(name="Alder School")
    frame = HubFrame(id=HUB, slug="north", name="North", links=())

    def shown(*ticked: str) -> str:
        page = facilitators_page(_hands(), {SPACE: details}, {}, here="/hubs/north", ticked=ticked)
        about = {"frame": frame, "page": page, "ticked": frozenset(ticked), "gives": True}
        return render(templates, "hub/facilitators.html", here="/", once="", **about)

    assert " checked" not in shown()
    kept = templates.globals["once_drawn"].cache_info().currsize
    assert " checked" in shown(str(SPACE))
    shown("what nobody is called")
    assert templates.globals["once_drawn"].cache_info().currsize == kept


def test_a_form_the_page_does_not_have_takes_members_from_nobody() -> None:
    form = FormMultiDict([("deed", "take-away"), ("institution", str(SPACE))])
    with pytest.raises(Invalid, match="not one of this page"):
        command_of("take-away", HUB, form)
