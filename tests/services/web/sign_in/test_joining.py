"""Accepting an invitation in a browser: its page, signing in, and everything that must not come of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from hub_core.access import PLATFORM, Organisation, OrganisationKind, Principal, Role
from hub_core.execute import Request, execute
from hub_core.identity.links.purposes import LinkOutcome
from hub_core.identity.links.signed_link import SignedLink
from hub_core.identity.links.store import Links
from hub_core.identity.people.invitation_commands import InvitePerson
from hub_core.identity.people.inviting import Sent, invite, withdraw
from hub_core.identity.people.keys import link_of
from hub_core.identity.people.leaving_commands import EndRole
from hub_core.identity.people.principals import organisations_of, person_of, principal_of
from hub_core.log.repository import load
from hub_core.settings import OpenId
from services.issuer.issuer import CLIENT, PATH, Issuer
from services.issuer.personas import personas
from services.issuer.routes import issuer_router
from tests.builders.api_client import ApiClient
from tests.builders.issuers import Forger, serving
from tests.builders.signing_site import (
    FROM_HERE,
    PUBLIC,
    SYSTEM,
    SigningSite,
    asked_in,
    signing_site,
)
from tests.services.web.links.conftest import new_scene
from tests.services.web.sign_in.conftest import CALLBACK


async def invited(
    site: SigningSite,
    *,
    role: Role = Role.AUDITOR,
    at: Organisation = PLATFORM,
    by: Principal = SYSTEM,
) -> Sent:
    """Somebody is sent an invitation."""
    command = InvitePerson(organisation=at, role=role, email=f"{uuid4().hex}@example.org")
    return await invite(command, by, site.parts.platform, site.sign_in.links, Request())


def path_of(sent: Sent) -> str:
    assert sent.path is not None
    return sent.path


async def pressed(browser: httpx.AsyncClient, path: str) -> httpx.Response:
    """The page's button."""
    return await browser.post(path, headers=FROM_HERE)


async def joined(
    issuer: Forger, browser: httpx.AsyncClient, path: str, subject: str
) -> httpx.Response:
    """Press the button, sign in at the issuer, come back."""
    issuer.claims = {"sub": subject}
    leaving = await pressed(browser, path)
    # After a form one leaves by way of a page, which names where it goes.
    there = leaving.text.partition(issuer.address)[2].partition('"')[0]
    asked = asked_in(issuer.address + there.replace("&amp;", "&"))
    issuer.nonce = asked["nonce"]
    return await browser.get(CALLBACK, params={"code": "c", "state": asked["state"]})


async def person(site: SigningSite, subject: str) -> UUID | None:
    platform = site.parts.platform
    return await person_of(
        platform.ledger, platform.vault, issuer=site.client.known_as, subject=subject
    )


async def holds_nothing(site: SigningSite, subject: str) -> bool:
    """Whether an account leads to nobody, or to somebody without a role."""
    found = await person(site, subject)
    return found is None or not await organisations_of(site.parts.platform.ledger, found)


async def test_whoever_accepts_and_signs_in_has_the_role(site: SigningSite, issuer: Forger) -> None:
    sent = await invited(site)
    subject = uuid4().hex
    async with site.visitor() as browser:
        page = await browser.get(path_of(sent))
        assert "You are invited" in page.text
        assert "Auditor" in page.text
        answer = await joined(issuer, browser, path_of(sent), subject)
        assert answer.status_code == 303, answer.text
        assert (await browser.get("/organisation")).status_code == 200
    found = await person(site, subject)
    assert found is not None
    (held,) = await organisations_of(site.parts.platform.ledger, found)
    assert held.roles == (Role.AUDITOR,)
    kept = await site.sign_in.links.find(link_of(sent.invited.id))
    assert kept is not None
    assert (kept.opened, kept.outcome) == (1, LinkOutcome.JOINED)
    told = await load(site.parts.platform.ledger, SignedLink, link_of(sent.invited.id))
    assert told.outcome is LinkOutcome.JOINED


async def test_opening_the_page_accepts_nothing(site: SigningSite) -> None:
    sent = await invited(site)
    async with site.visitor() as browser:
        for _ in range(3):
            assert (await browser.get(path_of(sent))).status_code == 200
        await browser.head(path_of(sent))
        assert "You are invited" in (await browser.get(path_of(sent))).text


async def test_it_is_used_once(site: SigningSite, issuer: Forger) -> None:
    sent = await invited(site)
    first, second = uuid4().hex, uuid4().hex
    async with site.visitor() as browser, site.visitor() as thief:
        assert (await joined(issuer, browser, path_of(sent), first)).status_code == 303
        assert (await thief.get(path_of(sent))).status_code == 404
        assert (await pressed(thief, path_of(sent))).status_code == 404
    assert await holds_nothing(site, second)


async def test_two_who_press_the_button_at_once_are_not_both_in(
    site: SigningSite, issuer: Forger
) -> None:
    sent = await invited(site)
    first, second = uuid4().hex, uuid4().hex
    async with site.visitor() as browser, site.visitor() as other:
        leaving = await pressed(other, path_of(sent))
        assert (await joined(issuer, browser, path_of(sent), first)).status_code == 303
        there = leaving.text.partition(issuer.address)[2].partition('"')[0].replace("&amp;", "&")
        asked = asked_in(issuer.address + there)
        issuer.claims, issuer.nonce = {"sub": second}, asked["nonce"]
        late = await other.get(CALLBACK, params={"code": "c", "state": asked["state"]})
        assert "cannot be accepted" in late.text
        assert "hub-session" not in other.cookies
    assert await holds_nothing(site, second)


async def test_withdrawn_it_opens_nothing(site: SigningSite, issuer: Forger) -> None:
    sent = await invited(site)
    platform, links = site.parts.platform, site.sign_in.links
    await withdraw(sent.invited.id, SYSTEM, platform, links, Request())
    async with site.visitor() as browser:
        answer = await browser.get(path_of(sent))
        assert answer.status_code == 404
        assert "cannot be accepted" in answer.text
        assert (await pressed(browser, path_of(sent))).status_code == 404


async def test_expired_it_opens_nothing(site: SigningSite, issuer: Forger) -> None:
    sent = await invited(site)
    # The page reads the time of its links: theirs is weeks ahead.
    ahead = Links(site.parts.pool, lambda: site.parts.platform.clock() + timedelta(days=16))
    found = await ahead.opened(path_of(sent).rpartition("/")[2])
    assert found is not None
    assert found.state.value == "expired"
    async with joining_later(site, ahead) as later, later.visitor() as browser:
        assert (await browser.get(path_of(sent))).status_code == 404
        assert (await pressed(browser, path_of(sent))).status_code == 404


@asynccontextmanager
async def joining_later(site: SigningSite, links: Links) -> AsyncIterator[SigningSite]:
    """The same site, for which the links' time has gone on."""
    async with signing_site(site.parts, site.client.settings, links=links) as later:
        yield later


@pytest.mark.parametrize("token", ["A" * 43, "a", "%00" * 43, "..%2f..%2fsign-in", "A" * 3000])
async def test_a_token_of_nobody_opens_nothing(site: SigningSite, token: str) -> None:
    async with site.visitor() as browser:
        assert (await browser.get(f"/join/{token}")).status_code in (400, 404)
        assert (await pressed(browser, f"/join/{token}")).status_code in (400, 404)


async def test_a_link_for_another_purpose_is_no_invitation(
    api: ApiClient, site: SigningSite
) -> None:
    scene = await new_scene(api)
    token = (await scene.link("primary_return")).path.rpartition("/")[2]
    async with site.visitor() as browser:
        assert (await browser.get(f"/join/{token}")).status_code == 404


async def test_another_site_presses_no_button(site: SigningSite) -> None:
    sent = await invited(site)
    async with site.visitor() as browser:
        forged = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
        assert (await browser.post(path_of(sent), headers=forged)).status_code == 403


async def test_an_answer_in_another_issuer_s_name_joins_nobody(
    site: SigningSite, issuer: Forger
) -> None:
    sent = await invited(site)
    subject = uuid4().hex
    issuer.claims = {"sub": subject, "iss": "https://issuer.elsewhere.example"}
    async with site.visitor() as browser:
        leaving = await pressed(browser, path_of(sent))
        there = leaving.text.partition(issuer.address)[2].partition('"')[0].replace("&amp;", "&")
        asked = asked_in(issuer.address + there)
        issuer.nonce = asked["nonce"]
        answer = await browser.get(CALLBACK, params={"code": "c", "state": asked["state"]})
        assert answer.status_code == 400
        assert "You are invited" in (await browser.get(path_of(sent))).text
    assert await person(site, subject) is None


async def test_it_is_worth_nothing_once_its_sender_has_left(
    api: ApiClient, site: SigningSite, issuer: Forger
) -> None:
    school = Organisation(OrganisationKind.INSTITUTION, UUID((await api.school())["id"]))
    leader = await site.person((Role.CAREERS_LEADER, school))
    sender = await principal_of(site.parts.platform.ledger, leader, school)
    assert sender is not None
    sent = await invited(site, role=Role.CAREERS_ADVISER, at=school, by=sender)
    end = EndRole(organisation=school, person=leader, role=Role.CAREERS_LEADER, unattended=True)
    await execute(end, SYSTEM, site.parts.platform)
    subject = uuid4().hex
    async with site.visitor() as browser:
        answer = await joined(issuer, browser, path_of(sent), subject)
        assert "does not invite people there any more" in answer.text
        assert "hub-session" not in browser.cookies
    assert await person(site, subject) is None


async def test_somebody_joins_at_our_own_issuer(api: ApiClient) -> None:
    """As in a demo: PKCE and nonce enforced, and the name it tells is kept."""
    issuer = Issuer("", callback=CALLBACK, signed_out="/signed-out")
    routes = issuer_router(issuer, lambda _, fields: msgspec.json.encode(fields).decode())
    async with serving([routes]) as address:
        issuer.address = address + PATH
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=issuer.secret)
        host = httpx.URL(address).netloc.decode()
        async with signing_site(api.parts, openid, public_url=f"http://{host}") as site:
            sent = await invited(site)
            persona = next(one for one in personas() if one.role is Role.AUDITOR)
            async with site.visitor() as browser, httpx.AsyncClient() as outside:
                here = {"origin": f"http://{host}", "sec-fetch-site": "same-origin"}
                leaving = await browser.post(path_of(sent), headers=here)
                asked = asked_in(leaving.headers["location"])
                chosen = await outside.post(
                    f"{issuer.address}/authorize", data={**asked, "subject": persona.subject}
                )
                back = await browser.get(chosen.headers["location"])
                assert back.status_code == 303, back.text
                assert persona.name in (await browser.get("/organisation")).text
            assert f"http://{host}" != PUBLIC
