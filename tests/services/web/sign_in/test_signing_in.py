"""Coming in, changing and leaving: attempts, sessions and forms, as a browser and an attacker send them."""

import asyncio
import html
import re
from datetime import timedelta

import httpx
import pytest

from hub_core.access import NATIONAL_BODY, PLATFORM, Organisation, OrganisationKind, Role
from hub_core.execute import execute
from hub_core.identity.people.leaving_commands import EndRole
from hub_core.settings import OpenId
from tests.builders.api_client import ApiClient, taken
from tests.builders.issuers import CLIENT, SECRET, Forger
from tests.builders.signing_site import (
    FROM_HERE,
    PUBLIC,
    SYSTEM,
    SigningSite,
    asked_in,
    attempt_of,
    signing_site,
)

CALLBACK = "/sign-in/callback"


async def begun(site: SigningSite, issuer: Forger, browser: httpx.AsyncClient) -> dict[str, str]:
    """An attempt to sign in as Anna, who is an auditor, ready to come back with."""
    await site.person((Role.AUDITOR, PLATFORM), subject="anna")
    asked = await attempt_of(browser)
    issuer.nonce = asked["nonce"]
    return {"code": "c", "state": asked["state"]}


async def is_in(browser: httpx.AsyncClient) -> bool:
    return (await browser.get("/organisation")).status_code == 200


def fields_of(page: httpx.Response) -> dict[str, str]:
    """What the form of a page holds unseen."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: html.unescape(value) for name, value in found}


async def sent_again(browser: httpx.AsyncClient, page: httpx.Response) -> httpx.Response:
    """Press the button of the page that holds what was typed."""
    [action] = re.findall(r'<form method="post" action="(/organisation[^"]*)"', page.text)
    assert action == "/organisation?from=here"
    return await browser.post(html.unescape(action), data=fields_of(page), headers=FROM_HERE)


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


class TestForms:
    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"origin": PUBLIC + ".evil.example"},
            {"origin": PUBLIC, "sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
        ],
    )
    async def test_another_site_posts_nothing_even_with_the_token(
        self, site: SigningSite, headers: dict[str, str]
    ) -> None:
        async with await site.signed_in(await site.person((Role.AUDITOR, PLATFORM))) as browser:
            data = {"form_token": await site.form_token(browser)}
            answer = await browser.post("/sign-out", data=data, headers=headers)
            assert answer.status_code == 403
            assert await is_in(browser)

    @pytest.mark.parametrize("token", [None, "", "x", "A" * 43, "é"])
    async def test_without_the_session_s_token_nothing_is_posted(
        self, site: SigningSite, token: str | None
    ) -> None:
        async with await site.signed_in(await site.person((Role.AUDITOR, PLATFORM))) as browser:
            data = {} if token is None else {"form_token": token}
            answer = await browser.post("/sign-out", data=data, headers=FROM_HERE)
            assert answer.status_code == 403
            assert await is_in(browser)

    async def test_what_was_typed_before_a_session_ended_is_sent_after_the_next_began(
        self, site: SigningSite
    ) -> None:
        at = (Role.AUDITOR, PLATFORM)
        person = await site.person(at, (Role.NATIONAL_ANALYST, NATIONAL_BODY))
        async with await site.signed_in(person) as browser:
            form = {
                "form_token": await site.form_token(browser),
                "organisation": f"{NATIONAL_BODY.kind.value}:{NATIONAL_BODY.id}",
                "note": "O’Brien’s “visit”",
            }
            await site.sign_in.sessions.end_all(person)
            over = await browser.post("/organisation?from=here", data=form, headers=FROM_HERE)
            assert over.status_code == 401
            browser.cookies["hub-session"] = await site.token(person)
            again = await sent_again(browser, over)
            assert again.status_code == 403
            assert "Send it now" in again.text
            assert fields_of(again)["note"] == form["note"]
            whole_book = await browser.post(
                "/organisation", data={**form, "note": "x" * 70_000}, headers=FROM_HERE
            )
            assert whole_book.status_code == 413
            assert "Nothing was recorded." in whole_book.text
            assert (await sent_again(browser, again)).status_code == 303

    async def test_what_another_site_typed_is_not_kept(self, site: SigningSite) -> None:
        async with site.visitor() as stranger:
            for elsewhere in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
                answer = await stranger.post(
                    "/organisation", data={"organisation": "planted"}, headers=elsewhere
                )
                assert answer.status_code in (401, 403)
                assert "planted" not in answer.text

    async def test_one_session_s_token_is_no_other_s(self, site: SigningSite) -> None:
        person = await site.person((Role.AUDITOR, PLATFORM))
        async with await site.signed_in(person) as browser, await site.signed_in(person) as other:
            data = {"form_token": await site.form_token(other)}
            answer = await browser.post("/sign-out", data=data, headers=FROM_HERE)
            assert answer.status_code == 403

    async def test_every_page_that_takes_a_form_is_guarded(self, site: SigningSite) -> None:
        async with await site.signed_in(await site.person((Role.AUDITOR, PLATFORM))) as browser:
            posts = [
                route.path
                for route in site.app.routes
                if "POST" in getattr(route, "methods", ()) and not route.path.startswith("/api")
            ]
            assert len(posts) >= 6
            for path in posts:
                filled = path.replace("{token:str}", "A" * 43)
                answer = await browser.post(
                    filled, data={}, headers={"origin": "https://evil.example"}
                )
                assert answer.status_code == 403, path


class TestOrganisations:
    async def test_whoever_holds_several_chooses(self, site: SigningSite) -> None:
        person = await site.person((Role.AUDITOR, PLATFORM), (Role.NATIONAL_ANALYST, NATIONAL_BODY))
        async with await site.signed_in(person) as browser:
            old = browser.cookies["hub-session"]
            page = await browser.get("/organisation")
            assert "Which organisation do you act for?" in page.text
            chosen = f"national:{NATIONAL_BODY.id}"
            answer = await site.post(browser, "/organisation", organisation=chosen)
            assert answer.status_code == 303
            assert await site.sign_in.sessions.find(old) is None
            new = [one.value for one in browser.cookies.jar if one.name == "hub-session"][-1]
            found = await site.sign_in.sessions.find(new or "")
            assert found is not None
            assert found.organisation == NATIONAL_BODY

    async def test_nobody_acts_where_they_have_no_role(self, site: SigningSite) -> None:
        async with await site.signed_in(await site.person((Role.AUDITOR, PLATFORM))) as browser:
            for wanted in (f"national:{NATIONAL_BODY.id}", "", "hub:x", "platform"):
                answer = await site.post(browser, "/organisation", organisation=wanted)
                assert answer.status_code == 422
                assert "Choose one of the organisations" in answer.text

    async def test_acting_for_a_member_is_recorded_with_its_request(
        self, site: SigningSite, api: ApiClient
    ) -> None:
        school, hub = await api.school(), await api.hub()
        taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}"))
        at = Organisation(OrganisationKind.HUB, _id(hub))
        async with await site.signed_in(await site.person((Role.HUB_LEAD, at))) as browser:
            begun = await site.post(browser, "/acting", urn=school["urn"])
            assert begun.headers["location"] == f"/institutions/{school['id']}"
        envelope = await api.owner.fetchval(
            "select convert_from(envelope, 'UTF8')::json ->> 'correlation' from ledger.events "
            "where topic like 'identity.%ActingOnBehalf%' order by position desc limit 1"
        )
        assert envelope == begun.headers["hub-correlation"]

    async def test_an_organisation_s_page_is_its_own(
        self, site: SigningSite, api: ApiClient
    ) -> None:
        mine, others = await api.school("Ashbrook Academy"), await api.school("Saltby School")
        at = Organisation(OrganisationKind.INSTITUTION, _id(mine))
        person = await site.person((Role.CAREERS_LEADER, at))
        async with await site.signed_in(person) as browser:
            home = await browser.get("/home")
            assert home.headers["location"] == f"/institutions/{at.id}"
            assert "Ashbrook Academy" in (await browser.get(f"/institutions/{at.id}")).text
            assert "Ashbrook Academy" in (await browser.get(f"/organisations/{at.id}")).text
            assert (await browser.get(f"/organisations/{_id(others)}")).status_code == 404


async def test_idle_and_absolute_expiry_end_pages_too(site: SigningSite) -> None:
    person = await site.person((Role.AUDITOR, PLATFORM))
    async with await site.signed_in(person) as browser:
        await site.parts.pool.execute(
            "UPDATE sessions.sessions SET last_seen_at = last_seen_at - $1::interval WHERE person = $2",
            timedelta(minutes=30),
            person,
        )
        assert not await is_in(browser)


def _id(school: dict[str, str]):  # type: ignore[no-untyped-def]
    from uuid import UUID

    return UUID(school["id"])
