"""For whom somebody acts: one organisation at a time, where they have a role."""

from uuid import UUID

from hub_core.access import NATIONAL_BODY, PLATFORM, Organisation, OrganisationKind, Role
from tests.builders.api_client import ApiClient, taken
from tests.builders.signing_site import SigningSite


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
        at = Organisation(OrganisationKind.HUB, UUID(hub["id"]))
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
        at = Organisation(OrganisationKind.INSTITUTION, UUID(mine["id"]))
        person = await site.person((Role.CAREERS_LEADER, at))
        async with await site.signed_in(person) as browser:
            home = await browser.get("/home")
            assert home.headers["location"] == f"/institutions/{at.id}"
            assert "Ashbrook Academy" in (await browser.get(f"/institutions/{at.id}")).text
            assert "Ashbrook Academy" in (await browser.get(f"/organisations/{at.id}")).text
            assert (await browser.get(f"/organisations/{others['id']}")).status_code == 404

    async def test_whoever_opens_the_site_alone_comes_to_a_page_of_theirs(
        self, site: SigningSite, api: ApiClient
    ) -> None:
        school, hub, employer = await api.school(), await api.hub(), await api.employer("Quince")
        await api.project()
        people = {
            (Role.AUDITOR, PLATFORM),
            (Role.ADMINISTRATOR, PLATFORM),
            (Role.NATIONAL_ANALYST, NATIONAL_BODY),
            (Role.HUB_LEAD, Organisation(OrganisationKind.HUB, UUID(hub["id"]))),
            (Role.CAREERS_LEADER, Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))),
            (Role.EMPLOYER_USER, Organisation(OrganisationKind.EMPLOYER, UUID(employer))),
        }
        sent_on = set()
        for role, at in people:
            async with await site.signed_in(await site.person((role, at))) as browser:
                first = await browser.get("/", follow_redirects=True)
                assert first.status_code == 200, role
                assert 'href="/home" class="' in first.text
                if first.history:
                    sent_on.add(role)
        assert sent_on == {Role.EMPLOYER_USER}
