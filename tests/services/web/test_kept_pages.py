"""Pages and their tags: who has a page is told so, and nobody is given what was made for another."""

import gzip
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.testing import RequestFactory

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.access.scope import scope_of
from services.web.kept_pages import WORTH_COMPRESSING, KeptPages, Made, current, made_of, tag_of
from services.web.presentation import environment
from services.web.shell import fills, slot
from tests.builders.hub_dashboards import NOW

TEMPLATES = environment(illustrative=True)
OURS = Organisation(OrganisationKind.HUB, UUID(int=1))


def asked(
    role: Role = Role.HUB_LEAD, tag: str | None = None, **headers: str
) -> Request[Any, Any, Any]:
    """A page asked for by somebody of our hub, with the tag of the page they have."""
    if tag is not None:
        headers["If-None-Match"] = tag
    request = RequestFactory().get("/hubs/ours", headers=headers)
    someone = Principal(id=f"person:{role}", roles=frozenset({role}), organisation=OURS)
    request.scope["state"] = {"principal": someone}
    return request


def test_a_page_is_not_sent_to_who_has_it_word_for_word_and_to_nobody_else() -> None:
    def answer(request: Request[Any, Any, Any], said: str = "12 of 40") -> Any:
        return current(request, TEMPLATES, "updating.html", again=said, without="/")

    first = answer(asked())
    tag = first.headers["ETag"]
    again = answer(asked(tag=tag))
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, "", tag)
    assert again.headers["Vary"] == first.headers["Vary"] == "Accept-Encoding, Cookie"
    assert first.headers["Cache-Control"] == "private, no-cache"
    changed = answer(asked(tag=tag), "13 of 40")
    assert changed.status_code is None  # as the route says
    assert "13 of 40" in changed.content
    assert answer(asked(Role.AUDITOR, tag)).content  # the frame says who asks


async def test_a_kept_page_leads_nobody_where_another_role_may_go() -> None:
    kept, tag = KeptPages(), tag_of("1", NOW.date())

    async def answer(role: Role, edition: str = tag) -> bytes:
        request = asked(role)
        principal = request.scope["state"]["principal"]

        async def make() -> Made:
            return made_of(f"links of a {role}, {edition}")

        own = fills(request, TEMPLATES, [""])
        found = await kept.answer(request, edition, make, own, scope_of(principal))
        return found.content

    assert await answer(Role.HUB_LEAD) == f"links of a hub_lead, {tag}".encode()
    assert await answer(Role.FACILITATOR) == f"links of a hub_facilitator, {tag}".encode()
    new = tag_of("2", NOW.date())
    assert await answer(Role.HUB_LEAD, new) == f"links of a hub_lead, {new}".encode()


async def test_a_kept_page_is_the_same_compressed_whatever_stands_in_its_slots() -> None:
    kept, tag = KeptPages(), tag_of("1", NOW.date())
    long = "a long one, " * WORTH_COMPRESSING

    async def make() -> Made:
        return made_of(f"{slot('one')}between{slot('two')}, and {'on and ' * 200}on{slot('one')}")

    for one in ("", "short", "é" * (WORTH_COMPRESSING // 2), long):
        for two in ("", "<b>", long):
            own, scope = {"one": one, "two": two}, scope_of(Principal(id="person:1"))
            plain = await kept.answer(asked(), tag, make, own, scope)
            packed = asked(**{"Accept-Encoding": "gzip"})
            compressed = await kept.answer(packed, tag, make, own, scope)
            assert compressed.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(compressed.content) == plain.content
            assert plain.content.decode().startswith(f"{one}between{two}, and ")
