"""How a link's page is shown: its form, its answers once more, what was done, or that it is over.

The rule: no more than the deed needs is on it, and nothing of it is kept or passed on.
"""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from jinja2 import Environment
from litestar import MediaType, Response

from hub_core.execute import ENGLAND, Platform
from hub_core.identity.links.purposes import LinkOutcome, LinkPurpose
from hub_core.identity.links.store import Link, Links, LinkState, Opened
from hub_core.identity.people.organisation_names import names_of
from services.http.parts import Parts
from services.web.links import page_texts
from services.web.links.deed import Deed, Row
from services.web.links.fields import Answers, Values, inputs
from services.web.links.posted import form_token
from services.web.presentation import PRODUCT, render
from services.web.words import long_date

#: With every answer: the address must not travel on, and nothing of the page may be kept.
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


class Page:
    """One request about one link: what it leads to, and how that is shown."""

    def __init__(self, parts: Parts, templates: Environment, token: str) -> None:
        self.platform: Platform = parts.platform
        self.links = Links(parts.pool, parts.platform.clock)
        self._templates = templates
        self._token = token

    async def opened(self, *, count: bool) -> Opened | None:
        """The link, unless it belongs to another page."""
        found = await self.links.opened(self._token, count=count)
        if found is None or found.purpose is LinkPurpose.ACCEPT_INVITATION:
            return None
        return found

    def closed(self, opened: Opened | None) -> Response[str] | None:
        """The page of a link that opens nothing (any more); None when it is open."""
        if opened is None:
            return self.over(*page_texts.UNKNOWN, status=HTTPStatus.NOT_FOUND)
        match opened.state:
            case LinkState.OPEN:
                return None
            case LinkState.SPENT:
                return self.done(opened.link)
            case LinkState.EXPIRED:
                return self.over(*page_texts.EXPIRED, status=HTTPStatus.GONE)
            case LinkState.REVOKED:
                return self.over(*page_texts.REVOKED, status=HTTPStatus.GONE)

    def over(
        self, heading: str, sentences: Iterable[str], *, status: HTTPStatus = HTTPStatus.OK
    ) -> Response[str]:
        """A page without a form."""
        return self._answer("over", status, heading=heading, sentences=tuple(sentences))

    def done(self, link: Link) -> Response[str]:
        """What was done, and what happens next."""
        assert link.outcome is not None
        assert link.spent_at is not None
        outcome = LinkOutcome(link.outcome)
        then = link.spent_at.astimezone(ENGLAND)
        return self._answer(
            "done",
            HTTPStatus.OK,
            heading=outcome.label,
            when=f"Recorded on {long_date(then.date())} at {then:%H:%M}",
            next=page_texts.NEXT[outcome],
        )

    async def form(
        self,
        opened: Opened,
        deed: Deed,
        values: Values,
        answers: Answers | None = None,
        *,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Response[str]:
        """The form, with what was typed and what is wrong with it."""
        errors = answers.errors if answers else {}
        return self._answer(
            "form",
            status,
            wording=deed.wording,
            sender=await self._sender(opened.link),
            until=long_date(opened.link.expires_at.astimezone(ENGLAND).date()),
            form=deed.form,
            checked=deed.checked,
            values=values,
            errors=errors,
            summary=summary(deed, errors),
            form_token=form_token(self._token),
        )

    def check(self, deed: Deed, told: tuple[Row, ...], values: Values) -> Response[str]:
        """What is about to be recorded, once more."""
        asked = {name for field in deed.form for name in inputs(field)}
        return self._answer(
            "check",
            HTTPStatus.OK,
            wording=deed.wording,
            told=told,
            typed=[(name, value) for name, value in values.items() if name in asked],
            form_token=form_token(self._token),
        )

    async def _sender(self, link: Link) -> str:
        if link.sender is None:
            return PRODUCT
        return (await names_of(self.platform.ledger, [link.sender]))[link.sender]

    def _answer(self, name: str, status: HTTPStatus, **values: Any) -> Response[str]:
        return _answer(self._templates, name, status, **values)


def told(
    templates: Environment,
    said: tuple[str, Iterable[str]],
    *,
    status: HTTPStatus,
) -> Response[str]:
    """A page that says something and asks nothing."""
    heading, sentences = said
    return _answer(templates, "over", status, heading=heading, sentences=tuple(sentences))


def _answer(templates: Environment, name: str, status: HTTPStatus, **values: Any) -> Response[str]:
    text = render(templates, f"links/{name}.html", **values)
    return Response(text, status_code=status, media_type=MediaType.HTML, headers=HEADERS)


def summary(deed: Deed, errors: Mapping[str, str]) -> list[dict[str, str]]:
    """The errors in the order of the form, each leading to where it is; those of no field first."""
    leads_to = {}
    for field in deed.form:
        leads_to[field.name] = inputs(field)[0]
        leads_to |= {one: one for one in inputs(field)}
    order = list(leads_to)
    elsewhere = [{"text": said} for place, said in errors.items() if place not in leads_to]
    return elsewhere + [
        {"text": errors[place], "href": f"#{leads_to[place]}"} for place in order if place in errors
    ]
