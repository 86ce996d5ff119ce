"""Coming in and leaving: attempts and sessions, as a browser and an attacker send them."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from hub_core.access import PLATFORM, Role
from hub_core.execute import execute
from hub_core.identity.people.leaving_commands import EndRole
from hub_core.settings import OpenId
from tests.builders.api_client import ApiClient
from tests.builders.issuers import CLIENT, SECRET, Forger
from tests.builders.signing_site import (
    PUBLIC,
    SYSTEM,
    SigningSite,
    asked_in,
    attempt_of,
    signing_site,
)
from tests.services.web.sign_in.conftest import CALLBACK, begun, is_in


class TestAttempts:
    async def test_what_the_issuer_is_asked(self, site: SigningSite, issuer: Forger) -> None:
        async with site.visitor() as browser:
            asked = await attempt_of(browser)
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["redirect_uri"] == PUBLIC + CALLBACK
        assert asked["code_challenge_method"] == "S256"
        assert len(asked["code_challenge"]) == len(asked["nonce"]) == len(asked["state"]) == 43
        assert asked["scope"].split()[0] == "openid"

    async def test_a_state_comes_back_once(self, site: SigningSite, issuer: Forger) -> None:
        async with site.visitor() as browser:
            back = await begun(site, issuer, browser)
            cookies = dict(browser.cookies)
            assert (await browser.get(CALLBACK, params=back)).status_code == 303
            again = await browser.get(CALLBACK, params=back, headers={})
            assert again.status_code == 400
        async with site.visitor(**cookies) as replayed:
            assert (await replayed.get(CALLBACK, params=back)).status_code == 400
            assert not await is_in(replayed)

    async def test_a_stolen_state_is_worth_nothing_in_another_browser(
        self, site: SigningSite, issuer: Forger
    ) -> None:
        async with site.visitor() as browser, site.visitor() as thief:
            back = await begun(site, issuer, browser)
            await attempt_of(thief)
            assert (await thief.get(CALLBACK, params=back)).status_code == 400
            assert not await is_in(thief)
            assert (await browser.get(CALLBACK, params=back)).status_code == 303
            assert await is_in(browser)

    async def test_two_tabs_sign_in_side_by_side(self, site: SigningSite, issuer: Forger) -> None:
        async with site.visitor() as browser:
            first = await begun(site, issuer, browser)
            nonce = issuer.nonce
            second = await begun(site, issuer, browser)
            assert (await browser.get(CALLBACK, params=second)).status_code == 303
            issuer.nonce = nonce
            assert (await browser.get(CALLBACK, params=first)).status_code == 303

    @pytest.mark.parametrize(
        "query", ["", "?code=c", "?state=x&code=c", "?error=access_denied", "?state=%00&code=%ff"]
    )
    async def test_a_callback_nobody_asked_for(self, site: SigningSite, query: str) -> None:
        async with site.visitor() as browser:
            assert (await browser.get(CALLBACK + query)).status_code == 400

    async def test_somebody_who_thinks_better_of_it(
        self, site: SigningSite, issuer: Forger
    ) -> None:
        async with site.visitor() as browser:
            back = await begun(site, issuer, browser)
            answer = await browser.get(
                CALLBACK, params={"error": "access_denied", "state": back["state"]}
            )
            assert answer.status_code == 400
            assert not issuer.asked

    async def test_one_goes_on_to_where_one_was_going(
        self, site: SigningSite, issuer: Forger
    ) -> None:
        await site.person((Role.AUDITOR, PLATFORM), subject="anna")
        async with site.visitor() as browser:
            sent = await browser.get("/hubs/somewhere?year=2025-26")
            assert sent.headers["location"] == "/sign-in?next=%2Fhubs%2Fsomewhere%3Fyear%3D2025-26"
            asked = await attempt_of(browser, sent.headers["location"])
            issuer.nonce = asked["nonce"]
            back = {"code": "c", "state": asked["state"]}
            answer = await browser.get(CALLBACK, params=back)
            assert answer.headers["location"] == "/hubs/somewhere?year=2025-26"


class TestSessions:
    async def test_what_was_planted_never_becomes_signed_in(
        self, site: SigningSite, issuer: Forger
    ) -> None:
        planted = await site.token(await site.person((Role.AUDITOR, PLATFORM)))
        async with site.visitor(**{"hub-session": planted}) as browser:
            # Planted before: whoever has a session is not asked to sign in, so leave by hand.
            await site.sign_in.sessions.end(planted)
            back = await begun(site, issuer, browser)
            answer = await browser.get(CALLBACK, params=back)
            assert planted not in answer.headers["set-cookie"]
        assert await site.sign_in.sessions.find(planted) is None

    @pytest.mark.parametrize("forged", ["", "A" * 43, "x" * 2000, "\x7f", "A" * 42 + "="])
    async def test_a_made_up_token_opens_nothing(self, site: SigningSite, forged: str) -> None:
        async with site.visitor(**{"hub-session": forged}) as browser:
            assert not await is_in(browser)

    async def test_the_cookie_cannot_be_read_by_scripts_nor_sent_across_sites(
        self, site: SigningSite, issuer: Forger
    ) -> None:
        async with site.visitor() as browser:
            back = await begun(site, issuer, browser)
            answer = await browser.get(CALLBACK, params=back)
        [given] = [
            one for one in answer.headers.get_list("set-cookie") if one.startswith("hub-session=")
        ]
        assert "HttpOnly" in given
        assert "SameSite=lax" in given
        assert "Path=/" in given
        assert "Domain" not in given
        assert answer.headers["cache-control"] == "no-store"

    async def test_over_tls_no_other_host_can_plant_it(
        self, api: ApiClient, issuer: Forger
    ) -> None:
        openid = OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=SECRET)
        async with (
            signing_site(api.parts, openid, public_url="https://hub.test") as site,
            site.visitor() as browser,
        ):
            back = await begun(site, issuer, browser)
            answer = await browser.get(CALLBACK, params=back)
            for cookie in answer.headers.get_list("set-cookie"):
                assert cookie.startswith("__Host-")
                assert "Secure" in cookie
            plain = await site.token(await site.person((Role.AUDITOR, PLATFORM)))
        async with site.visitor(**{"hub-session": plain}) as other:
            assert not await is_in(other)

    async def test_a_session_opens_no_api(self, site: SigningSite) -> None:
        async with await site.signed_in(await site.person((Role.AUDITOR, PLATFORM))) as browser:
            assert (await browser.get("/api/membership/hubs")).status_code in (401, 404)

    async def test_a_role_that_was_given_means_another_token(self, site: SigningSite) -> None:
        person = await site.person((Role.AUDITOR, PLATFORM))
        async with await site.signed_in(person) as browser:
            old = browser.cookies["hub-session"]
            await site.give(person, Role.ADMINISTRATOR, PLATFORM)
            assert await is_in(browser)
            new = [one.value for one in browser.cookies.jar if one.name == "hub-session"][-1]
        assert new != old
        assert await site.sign_in.sessions.find(old) is None
        found = await site.sign_in.sessions.find(new or "")
        assert found is not None
        assert found.roles == {Role.AUDITOR, Role.ADMINISTRATOR}

    async def test_requests_at_once_while_the_token_changes(self, site: SigningSite) -> None:
        person = await site.person((Role.AUDITOR, PLATFORM))
        token = await site.token(person)
        await site.give(person, Role.ADMINISTRATOR, PLATFORM)

        async def ask() -> httpx.Response:
            async with site.visitor(**{"hub-session": token}) as browser:
                return await browser.get("/organisation")

        answers = await asyncio.gather(*(ask() for _ in range(12)))
        given = [one.headers["set-cookie"] for one in answers if "set-cookie" in one.headers]
        assert len(given) == 1
        assert {one.status_code for one in answers} <= {200, 303}
        # The others are sent to sign in, where the new token is enough; none takes it away again.
        for one in answers:
            if one.status_code == 303:
                assert one.headers["location"].startswith("/sign-in?next=")

    async def test_the_last_role_that_ends_ends_every_session(self, site: SigningSite) -> None:
        person = await site.person((Role.AUDITOR, PLATFORM))
        # Somebody stays behind, so that the role can end.
        await site.person((Role.AUDITOR, PLATFORM))
        async with (
            await site.signed_in(person) as browser,
            await site.signed_in(person) as elsewhere,
        ):
            end = EndRole(person=person, role=Role.AUDITOR, organisation=PLATFORM, unattended=True)
            await execute(end, SYSTEM, site.parts.platform)
            assert not await is_in(browser)
            assert not await is_in(elsewhere)
        assert await site.sign_in.sessions.end_all(person) == 0

    async def test_somebody_signed_in_is_not_asked_again(self, site: SigningSite) -> None:
        async with await site.signed_in(await site.person((Role.AUDITOR, PLATFORM))) as browser:
            answer = await browser.get("/sign-in?next=/hubs/x")
            assert answer.headers["location"] == "/hubs/x"


class TestLeaving:
    async def test_signing_out_ends_this_session_alone(
        self, site: SigningSite, issuer: Forger
    ) -> None:
        issuer.metadata = {"end_session_endpoint": f"{issuer.address}/end"}
        person = await site.person((Role.AUDITOR, PLATFORM))
        async with await site.signed_in(person) as browser, await site.signed_in(person) as other:
            answer = await site.post(browser, "/sign-out")
            assert answer.status_code == 200
            [address] = [
                part.partition('"')[0].replace("&amp;", "&")
                for part in answer.text.split('href="')
                if part.startswith(issuer.address)
            ]
            asked = asked_in(address)
            assert asked["post_logout_redirect_uri"] == f"{PUBLIC}/signed-out"
            assert asked["client_id"] == CLIENT
            assert not await is_in(browser)
            assert await is_in(other)

    async def test_an_issuer_without_a_way_out_is_left_alone(self, site: SigningSite) -> None:
        async with await site.signed_in(await site.person((Role.AUDITOR, PLATFORM))) as browser:
            answer = await site.post(browser, "/sign-out")
            assert answer.headers["location"] == "/signed-out"
            page = await browser.get("/signed-out")
            assert "You are signed out" in page.text
            assert "Anna Example" not in page.text

    async def test_signing_out_everywhere(self, site: SigningSite) -> None:
        person = await site.person((Role.AUDITOR, PLATFORM))
        async with await site.signed_in(person) as browser, await site.signed_in(person) as other:
            assert (await site.post(browser, "/sign-out-everywhere")).status_code == 303
            assert not await is_in(browser)
            assert not await is_in(other)


async def test_idle_and_absolute_expiry_end_pages_too(site: SigningSite) -> None:
    person = await site.person((Role.AUDITOR, PLATFORM))
    async with await site.signed_in(person) as browser:
        await site.parts.pool.execute(
            "UPDATE sessions.sessions SET last_seen_at = last_seen_at - $1::interval WHERE person = $2",
            timedelta(minutes=30),
            person,
        )
        assert not await is_in(browser)
