"""Being one of a demo's people: by plain requests, or in a browser.

The rule: the same way in as anybody's, from the first page to the session in the cookie.
"""

import html
import re

import httpx
from playwright.async_api import Page

_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


async def be(
    client: httpx.AsyncClient, subject: str, *, answers: int = httpx.codes.OK
) -> httpx.Response:
    """Sign in as this persona; the client keeps the session. The first page, which ``answers`` so."""
    choosing = await client.get("/sign-in", follow_redirects=True)
    assert choosing.status_code == httpx.codes.OK, choosing.text
    fields = {name: html.unescape(value) for name, value in _FIELD.findall(choosing.text)}
    origin = str(client.base_url).rstrip("/")
    first = await client.post(
        "/demo-issuer/authorize",
        data={**fields, "subject": subject},
        headers={"origin": origin},
        follow_redirects=True,
    )
    assert first.status_code == answers, first.text
    return first


async def become(page: Page, role: str) -> None:
    """On the page where one chooses who to be: choose by what the person is."""
    persona = page.locator(".hub-persona", has=page.get_by_text(role, exact=True))
    async with page.expect_navigation():
        await persona.click()
