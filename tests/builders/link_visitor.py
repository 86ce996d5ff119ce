"""Whoever was sent a link: opens it in something like a browser, fills in the form that is there, sends it.

The one rule: a visitor knows the address and what the page shows, nothing else.
"""

from html.parser import HTMLParser
from typing import Any

import httpx

from tests.builders.api_client import ApiClient, taken

MOST_REDIRECTS = 2


class Form(HTMLParser):
    """The form of a page: its fields as they stand, and the step of its first button."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.names: set[str] = set()
        self._select: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        match tag:
            case "input" if name:
                self.names.add(name)
                if given.get("type") != "radio" or "checked" in given:
                    self.values[name] = given.get("value", "")
            case "select":
                self._select = name
                self.names.add(name)
            case "option" if self._select and "selected" in given:
                self.values[self._select] = given.get("value", "")
            case "button" if name:
                self.values.setdefault(name, given.get("value", ""))


class Visitor:
    """One person with one address, without an account."""

    def __init__(self, api: ApiClient, path: str) -> None:
        self.path = path
        self._http = httpx.AsyncClient(
            transport=httpx.ASGITransport(api.app, raise_app_exceptions=False),
            base_url="http://hub.test",
        )

    async def open(self, **headers: str) -> httpx.Response:
        """The page."""
        return await self._http.get(self.path, headers=headers)

    async def head(self) -> httpx.Response:
        """As a scanner of mail asks."""
        return await self._http.head(self.path)

    async def post(self, values: dict[str, str], **headers: str) -> httpx.Response:
        """These fields and no others; where it leads is followed."""
        answer = await self._http.post(self.path, data=values, headers=headers)
        for _ in range(MOST_REDIRECTS):
            if answer.status_code != httpx.codes.SEE_OTHER:
                break
            answer = await self._http.get(answer.headers["location"])
        return answer

    async def fill_in(self, typed: dict[str, str], *, step: str | None = None) -> httpx.Response:
        """Open the page, fill in the form and press its first button, or another."""
        return await self.go_on((await self.open()).text, typed, step=step)

    async def go_on(
        self, page: str, typed: dict[str, str] | None = None, *, step: str | None = None
    ) -> httpx.Response:
        """Fill in the form of a page that is open and press its first button, or another."""
        form = Form(page)
        unknown = (typed or {}).keys() - form.names
        assert not unknown, f"the page does not ask for {unknown}"
        values = form.values | (typed or {})
        return await self.post(values | ({"step": step} if step else {}))

    async def do(self, typed: dict[str, str]) -> str:
        """Fill in, check where that is asked, send; the page that says it is done."""
        answer = await self.fill_in(typed)
        if "Check your answers" in answer.text:
            answer = await self.go_on(answer.text)
        assert answer.status_code == httpx.codes.OK, answer.text
        assert "What happens next" in answer.text, answer.text
        return answer.text


async def link(api: ApiClient, purpose: str, kind: str, holder: str, **about: Any) -> Visitor:
    """Somebody who was sent a link of this purpose."""
    body = {"purpose": purpose, "holder": {"kind": kind, "id": holder}, **about}
    issued = taken(await api.post("identity/links", body), 201)
    return Visitor(api, issued["path"])


def day(name: str, text: str) -> dict[str, str]:
    """A day as the three fields of its question."""
    year, month, of_month = text.split("-")
    return {
        f"{name}-day": str(int(of_month)),
        f"{name}-month": str(int(month)),
        f"{name}-year": year,
    }
