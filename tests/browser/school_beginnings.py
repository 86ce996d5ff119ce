"""What a school's pages begin with in the browser's tests: who is signed in, and what was told before."""

from typing import Any
from uuid import UUID

from playwright.async_api import Page

from hub_core.access import Organisation, OrganisationKind, Role
from tests.builders.api_client import ApiClient, taken
from tests.builders.signing_site import SigningSite


async def become_leader(page: Page, signing: SigningSite, school: dict[str, Any]) -> None:
    """Let the tab's browser have the session of the school's careers leader."""
    at = Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
    person = await signing.person((Role.CAREERS_LEADER, at))
    token = await signing.token(person)
    address = signing.sign_in.public_url
    await page.context.add_cookies([{"name": "hub-session", "value": token, "url": address}])


async def talks(api: ApiClient, school: dict[str, Any], *employers: str) -> None:
    """Talks of last week, reported by these employers."""
    for name in employers:
        employer = await api.employer(name)
        await api.verify(employer)
        encounter = await api.propose(employer, school, plannedFor="2026-02-04")
        report = {"at": school["id"], "heldOn": "2026-02-04", "reported": 32}
        path = f"encounters/employers/{employer}/encounters/{encounter}/deliver"
        taken(await api.post(path, report))


async def offers(api: ApiClient, school: dict[str, Any], *employers: str) -> list[str]:
    """Talks to come, offered by these employers: the encounters."""
    return [
        await api.propose(await api.employer(name), school, title=f"A day at {name}")
        for name in employers
    ]


async def told_twice_and_asked_for(api: ApiClient, school: dict[str, Any]) -> None:
    """The talk as the school recorded it itself, and a college that wants to come."""
    at = f"activities/institutions/{school['id']}"
    talk = {"type": "employer_talk", "heldOn": "2026-02-04", "mode": "in_person"}
    taken(await api.post(f"{at}/activities", talk), 201)
    asked = {
        "providerKind": "fe_college",
        "providerName": "Northbank College",
        "yearGroups": [10],
        "routes": ["t_level"],
        "dates": ["2026-03-10"],
    }
    taken(await api.post(f"{at}/access-requests", asked), 201)
