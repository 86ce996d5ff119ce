"""Every role, with a real session, against every page with another tenant's ids.

The rule: a foreign id is answered as an id of nothing is, and no page holds a word of the other tenant.
"""

import re
from collections.abc import AsyncIterator, Iterator
from uuid import UUID

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from hub_core.access import OrganisationKind, Role
from hub_core.access.matrix import Reach, matrix
from hub_core.access.roles import HELD_AT
from hub_core.execute import execute
from hub_core.identity.people.leaving_commands import EndRole
from hub_core.sync.kinds import UploadKind
from services.http.authentication import PUBLIC
from services.http.permission import Permitted
from services.web.sign_in.forms import STREAMED
from tests.attacks.stage import SYSTEM, Stage
from tests.builders.daily import first_daily
from tests.builders.personas import be
from tests.builders.tenants import Tenant, nowhere

#: Files of a hub's charts, and figures of a school, that there are.
FILES, CRITERIA = ("by-month.csv", "by-kind.csv", "phases.csv"), ("5.2", "1.1")
FLEETING = re.compile(r'nonce="[^"]*"|name="form_token" value="[^"]*"|next=[^"]*')
everybody = pytest.mark.parametrize("role", Role, ids=lambda role: role.value)


class Named(dict[str, str]):
    """What the names in a path stand for; any other thing a page is about is one nobody has."""

    def __missing__(self, name: str) -> str:
        return "7d3c1a52-0b64-4f0e-8d2a-9c41e6a7b503"


class Page:
    """A route of a page: its path with names in braces, and what the matrix calls it."""

    def __init__(self, route: HTTPRoute, handler: HTTPRouteHandler) -> None:
        self.path = route.path_format
        self.names = re.findall(r"{(\w+)}", self.path)
        self.public = PUBLIC in handler.opt
        self.streamed = STREAMED in handler.opt
        self.actions = {
            one.action for one in handler.resolve_guards() if isinstance(one, Permitted)
        }

    def of(self, tenant: Tenant) -> Iterator[str]:
        """Its addresses with ids of a tenant; anything an organisation's page could be about."""
        for kind in OrganisationKind if "organisation" in self.names else [None]:
            ids = {
                "slug": tenant.slug,
                "institution": tenant.institution,
                "employer": str(tenant.organisation(OrganisationKind.EMPLOYER).id),
                "organisation": str(tenant.organisation(kind).id) if kind else "",
                "trust": str(tenant.organisation(OrganisationKind.TRUST).id),
            }
            for file, criterion in zip(FILES, (*CRITERIA, "no-such"), strict=True):
                more = {"file": file, "criterion": criterion, "token": "A" * 43}
                more["kind"] = UploadKind.ACTIVITIES.value
                yield self.path.format_map(Named({**ids, **more}))

    def everybodys(self, role: Role) -> bool:
        return any(matrix()[action].get(role) is Reach.ANY for action in self.actions)


def pages(stage: Stage, method: str) -> list[Page]:
    """The pages of the application that is running, but for those of links, class codes and the issuer."""
    public = ("/demo-issuer", "/link", "/feedback", "/calendars")
    elsewhere = ("/api", "/static", "/health", "/oauth", "/.well-known", *public)
    return [
        Page(route, route.route_handler_map[method][0])  # type: ignore[index]
        for route in stage.app.routes
        if isinstance(route, HTTPRoute)
        and method in route.route_handler_map
        and not route.path.startswith(elsewhere)
    ]


async def walk(stage: Stage, browser: httpx.AsyncClient, role: Role) -> int:
    """Ask for every page with their ids and with ids of nothing; how many were asked for."""
    asked, nothing = 0, nowhere()
    for page in pages(stage, "GET"):
        whose = {"slug", "institution", "employer", "organisation", "trust"}
        if not whose & set(page.names) or page.everybodys(role):
            continue
        shared = {
            str(stage.theirs.organisation(kind).id)
            for kind in (OrganisationKind.PLATFORM, OrganisationKind.NATIONAL)
        }
        for path, other in zip(page.of(stage.theirs), page.of(nothing), strict=True):
            if path.rpartition("/")[2] in shared:
                continue  # of these there is one, which is nobody's tenant
            foreign, unknown = await browser.get(path), await browser.get(other)
            asked += 2
            told = f"{role} {path} {foreign.status_code} {foreign.text}"
            assert foreign.status_code in (303, 403, 404), told
            assert foreign.status_code == unknown.status_code, told
            assert _plain(foreign, stage.theirs) == _plain(unknown, nothing), told
            assert not [name for name in stage.theirs.names if name in foreign.text], told
    return asked


def _plain(answer: httpx.Response, tenant: Tenant) -> str:
    """A page without what is new with every answer."""
    return tenant.without_ids(FLEETING.sub("", answer.text))


@pytest.fixture
async def browser(stage: Stage, role: Role) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody in this role in our tenant."""
    person = await stage.person(role, stage.ours.organisation(HELD_AT[role]))
    async with await stage.signed_in(person) as opened:
        yield opened


@everybody
async def test_another_tenants_pages_are_pages_of_nothing(
    stage: Stage, browser: httpx.AsyncClient, role: Role
) -> None:
    assert await walk(stage, browser, role) > 15


@everybody
async def test_no_page_without_ids_names_them(
    stage: Stage, browser: httpx.AsyncClient, role: Role
) -> None:
    read = 0
    for page in pages(stage, "GET"):
        if page.names or (role is Role.AUDITOR and page.path.startswith("/audit")):
            continue
        answer = await browser.get(page.path, follow_redirects=True)
        told = f"{page.path} {answer.text}"
        assert answer.status_code in (200, 400, 403, 404, 422, 503), told
        assert not [name for name in stage.theirs.names if name in answer.text], told
        read += answer.status_code == httpx.codes.OK
    assert read > 2


@everybody
async def test_the_overview_leads_nobody_to_a_closed_door(
    stage: Stage, browser: httpx.AsyncClient, role: Role
) -> None:
    page = await browser.get("/")
    if role is Role.EMPLOYER_USER:  # led to where the role begins, and told nothing
        assert (page.status_code, page.headers["location"], page.content) == (303, "/home", b"")
        return
    leads = set(re.findall(r'href="(/hubs/[^"]+)"', page.text))
    every = {f"/hubs/{stage.ours.slug}", f"/hubs/{stage.theirs.slug}"}
    own = {f"/hubs/{stage.ours.slug}"}
    expected = {Role.HUB_LEAD: own, Role.FACILITATOR: own, Role.AUDITOR: every}
    expected[Role.ADMINISTRATOR] = every
    if expected.get(role) is every:
        assert leads >= every
    else:
        assert leads == expected.get(role, set())
    for address in leads:
        assert (await browser.get(address)).status_code == httpx.codes.OK


async def test_pages_kept_for_one_reader_are_nobody_elses(stage: Stage) -> None:
    """What an auditor has just had made is asked for by others, with the auditor's own tag too."""
    auditor, lead = [
        await stage.signed_in(await stage.person(role, stage.ours.organisation(HELD_AT[role])))
        for role in (Role.AUDITOR, Role.HUB_LEAD)
    ]
    async with auditor, lead:
        for path in ("/", f"/hubs/{stage.theirs.slug}", f"/hubs/{stage.ours.slug}"):
            first = await auditor.get(path)
            answer = await lead.get(path, headers={"if-none-match": first.headers["etag"]})
            assert answer.status_code in (200, 404), path
            assert f'href="/hubs/{stage.theirs.slug}"' not in answer.text


@pytest.mark.parametrize("subject", first_daily("hub-lead", "careers-leader"))
async def test_who_signed_in_at_the_demos_issuer_gets_no_further(
    stage: Stage, subject: str
) -> None:
    async with httpx.AsyncClient(base_url=stage.origin, timeout=30) as browser:
        await be(browser, subject)
        role = Role(subject.replace("hub-lead", "hub_lead").replace("-", "_"))
        assert await walk(stage, browser, role) > 15


async def test_who_acts_on_behalf_sees_what_the_member_lends_and_no_more(stage: Stage) -> None:
    lead = await stage.person(Role.HUB_LEAD, stage.ours.organisation(OrganisationKind.HUB))
    async with await stage.signed_in(lead) as browser:
        path = f"/api/membership/institutions/{stage.theirs.institution}"
        urn = (await stage.api.http.get(path)).json()["urn"]
        before = await stage.api.head()
        refused = await stage.post(browser, "/acting", urn=urn)
        assert refused.status_code == 422, refused.text
        assert await stage.api.head() == before
        path = f"/api/membership/institutions/{stage.ours.institution}"
        urn = (await stage.api.http.get(path)).json()["urn"]
        assert (await stage.post(browser, "/acting", urn=urn)).status_code == 303
        assert await walk(stage, _newest(stage, browser), Role.CAREERS_LEADER) > 15
        for page in (
            f"/hubs/{stage.ours.slug}",
            f"/institutions/{stage.ours.institution}/explain/5.2",
        ):
            answer = await _newest(stage, browser).get(page)
            assert answer.status_code in (403, 404), page


def _newest(stage: Stage, browser: httpx.AsyncClient) -> httpx.AsyncClient:
    """A browser with the last session this one was given."""
    tokens = [one.value for one in browser.cookies.jar if one.name == "hub-session"]
    return stage.browser(**{"hub-session": tokens[-1] or ""})


async def test_a_role_that_ended_a_moment_ago_opens_nothing(stage: Stage) -> None:
    at = stage.ours.organisation(OrganisationKind.INSTITUTION)
    person = await stage.person(Role.CAREERS_LEADER, at)
    async with await stage.signed_in(person) as browser:
        own = f"/institutions/{stage.ours.institution}"
        assert (await browser.get(own)).status_code == httpx.codes.OK
        end = EndRole(organisation=at, person=person, role=Role.CAREERS_LEADER, unattended=True)
        await execute(end, SYSTEM, stage.parts.platform)
        for page in pages(stage, "GET"):
            if page.public or page.path.startswith("/static"):
                continue
            for path in page.of(stage.ours):
                answer = await browser.get(path)
                assert answer.status_code in (303, 401), path
                assert "Ashbrook" not in answer.text
        assert await stage.sessions.find(browser.cookies["hub-session"]) is None


@everybody
async def test_forms_from_elsewhere_or_of_others_change_nothing(
    stage: Stage, browser: httpx.AsyncClient, role: Role
) -> None:
    stranger = await stage.person(role, stage.theirs.organisation(HELD_AT[role]))
    async with await stage.signed_in(stranger) as other:
        foreign = await stage.sessions.find(other.cookies["hub-session"])
    own = await stage.sessions.find(browser.cookies["hub-session"])
    assert foreign is not None
    assert own is not None
    here = {"origin": stage.origin, "sec-fetch-site": "same-origin"}
    attempts = [
        (here, {}),
        (here, {"form_token": "A" * 43}),
        (here, {"form_token": foreign.form_token}),
        ({}, {"form_token": own.form_token}),
        ({"origin": "null"}, {"form_token": own.form_token}),
        ({"origin": "https://evil.example"}, {"form_token": own.form_token}),
        ({"origin": f"{stage.origin}.evil.example"}, {"form_token": own.form_token}),
        ({**here, "sec-fetch-site": "cross-site"}, {"form_token": own.form_token}),
        ({**here, "sec-fetch-site": "same-site"}, {"form_token": own.form_token}),
    ]
    before = await stage.api.head()
    forms = [page for page in pages(stage, "POST") if not page.public]
    assert len(forms) >= 4
    for page in forms:
        # A form read as it comes is looked at only where it may be sent; elsewhere there is nothing.
        refusals = (401, 403, 404) if page.streamed else (401, 403)
        for headers, fields in attempts:
            for path in set(page.of(stage.theirs)):
                answer = await browser.post(path, data=fields, headers=headers)
                assert answer.status_code in refusals, f"{path} {headers} {fields}"
    assert await stage.api.head() == before
    assert await stage.sessions.find(browser.cookies["hub-session"]) is not None


@everybody
async def test_nobody_becomes_somebody_of_the_other_tenant(
    stage: Stage, browser: httpx.AsyncClient, role: Role
) -> None:
    own = stage.ours.organisation(HELD_AT[role])
    for kind in OrganisationKind:
        wanted = stage.theirs.organisation(kind)
        if wanted == own:
            continue
        answer = await stage.post(
            browser, "/organisation", organisation=f"{kind.value}:{wanted.id}"
        )
        assert answer.status_code == 422, kind
    session = await stage.sessions.find(browser.cookies["hub-session"])
    assert session is not None
    assert session.organisation == own
    assert isinstance(session.person, UUID)
