"""Forms: posted from pages of the site alone, and what was typed outlives the session it was typed in."""

import html
import re

import httpx
import pytest

from hub_core.access import NATIONAL_BODY, PLATFORM, Role
from tests.builders.signing_site import FROM_HERE, PUBLIC, SigningSite
from tests.services.web.sign_in.conftest import is_in


def fields_of(page: httpx.Response) -> dict[str, str]:
    """What the form of a page holds unseen."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: html.unescape(value) for name, value in found}


async def sent_again(browser: httpx.AsyncClient, page: httpx.Response) -> httpx.Response:
    """Press the button of the page that holds what was typed."""
    [action] = re.findall(r'<form method="post" action="(/organisation[^"]*)"', page.text)
    assert action == "/organisation?from=here"
    return await browser.post(html.unescape(action), data=fields_of(page), headers=FROM_HERE)


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
