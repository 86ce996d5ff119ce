"""People over HTTP: invited, seen by name by those who may, relieved of roles, handed over, forgotten."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from hub_core.access import PLATFORM, Organisation, OrganisationKind, Principal, Role
from hub_core.execute import execute
from hub_core.identity.links.store import Links
from hub_core.identity.people.commands import GrantRole, RegisterPerson
from hub_core.identity.people.invitation_commands import AcceptInvitation
from hub_core.identity.people.principals import principal_of
from tests.builders.api_client import ApiClient, refused, taken
from tests.builders.doors import Always

SYSTEM = Principal(id="system:test", roles=frozenset({Role.ADMINISTRATOR}))
ISSUER = "https://issuer.example"

As = Callable[[Principal], AbstractContextManager[None]]


@pytest.fixture
async def acting(api: ApiClient) -> As:
    """Whoever comes is this person, for a while."""
    doors = api.app.state.doors

    @contextmanager
    def be(who: Principal) -> Iterator[None]:
        api.app.state.doors = (Always(who),)
        try:
            yield
        finally:
            api.app.state.doors = doors

    return be


async def somebody(api: ApiClient, role: Role, at: Organisation, name: str) -> Principal:
    """A new person of this name in a role."""
    platform = api.parts.platform
    registered = await execute(
        RegisterPerson(issuer=ISSUER, subject=uuid4().hex, name=name, email="a@b.example"),
        SYSTEM,
        platform,
    )
    person = UUID(_decoded(registered.answer)["id"])
    await execute(GrantRole(person=person, role=role, organisation=at), SYSTEM, platform)
    principal = await principal_of(platform.ledger, person, at)
    assert principal is not None
    return principal


def _decoded(answer: Any) -> Any:
    return msgspec.json.decode(answer)


async def school_of(api: ApiClient) -> Organisation:
    return Organisation(OrganisationKind.INSTITUTION, UUID((await api.school())["id"]))


def spelt(at: Organisation) -> dict[str, str]:
    return {"kind": at.kind.value, "id": str(at.id)}


def below(at: Organisation, what: str) -> str:
    return f"identity/organisations/{at.kind.value}/{at.id}/{what}"


async def test_an_invitation_brings_a_link_once_and_the_link_brings_a_colleague(
    api: ApiClient, acting: As
) -> None:
    school = await school_of(api)
    leader = await somebody(api, Role.CAREERS_LEADER, school, "Priya Nair")
    body = {
        "organisation": spelt(school),
        "role": "careers_adviser",
        "email": "tom.okafor@ashbrook.example",
    }
    with acting(leader):
        sent = await api.post("identity/invitations", body, key="invite-tom-1")
        invited = taken(sent, 201)
        assert sent.headers["cache-control"] == "no-store"
        assert invited["expiresOn"] == "2026-02-25"
        again = taken(await api.post("identity/invitations", body, key="invite-tom-1"), 201)
        assert (again["id"], again["path"]) == (invited["id"], None)
        refused(await api.post("identity/invitations", body), 409, "invited-already")
        (listed,) = taken(await api.get(below(school, "invitations")))["invitations"]
        assert listed["email"] == "tom.okafor@ashbrook.example"

    token = invited["path"].removeprefix("/join/")
    opened = await Links(api.parts.pool, api.parts.platform.clock).opened(token)
    assert opened is not None
    command = AcceptInvitation(
        invitation=UUID(invited["id"]), issuer=ISSUER, subject=uuid4().hex, name="Tom Okafor"
    )
    await execute(command, opened.principal, api.parts.platform)
    with acting(leader):
        people = taken(await api.get(below(school, "people")))["people"]
        assert [(one["name"], one["roles"]) for one in people] == [
            ("Priya Nair", ["careers_leader"]),
            ("Tom Okafor", ["careers_adviser"]),
        ]
        assert taken(await api.get(below(school, "invitations"))) == {"invitations": []}


async def test_a_withdrawn_invitation_opens_nothing(api: ApiClient, acting: As) -> None:
    school = await school_of(api)
    leader = await somebody(api, Role.CAREERS_LEADER, school, "Priya Nair")
    stranger = await somebody(api, Role.CAREERS_LEADER, await school_of(api), "Anybody Else")
    body = {"organisation": spelt(school), "role": "senior_leader", "email": "h@ashbrook.example"}
    with acting(leader):
        invited = taken(await api.post("identity/invitations", body), 201)
    path = f"identity/invitations/{invited['id']}/withdraw"
    with acting(stranger):
        refused(await api.post(path), 404, "not-found")
    with acting(leader):
        taken(await api.post(path))
        taken(await api.post(path))
    opened = await Links(api.parts.pool, api.parts.platform.clock).opened(
        invited["path"].removeprefix("/join/")
    )
    assert opened is not None
    assert opened.state == "revoked"


async def test_names_are_for_colleagues_and_those_who_may_invite(
    api: ApiClient, acting: As
) -> None:
    school = await school_of(api)
    hub = Organisation(OrganisationKind.HUB, UUID((await api.hub())["id"]))
    taken(await api.put(f"membership/hubs/{hub.id}/members/{school.id}"))
    adviser = await somebody(api, Role.CAREERS_ADVISER, school, "Tom Okafor")
    lead = await somebody(api, Role.HUB_LEAD, hub, "Grace Obi")
    auditor = await somebody(api, Role.AUDITOR, PLATFORM, "Ann Auditor")
    stranger = await somebody(api, Role.CAREERS_LEADER, await school_of(api), "Anybody Else")
    other_hub = Organisation(OrganisationKind.HUB, UUID((await api.hub())["id"]))
    other_lead = await somebody(api, Role.HUB_LEAD, other_hub, "Somebody Else")

    async def names(who: Principal) -> list[str | None]:
        with acting(who):
            answer = await api.get(below(school, "people"))
        return [one["name"] for one in taken(answer)["people"]]

    assert await names(adviser) == ["Tom Okafor"]
    assert await names(lead) == ["Tom Okafor"]
    assert await names(auditor) == [None]
    for who in (stranger, other_lead):
        with acting(who):
            refused(await api.get(below(school, "people")), 404, "not-found")
            refused(await api.get(below(school, "invitations")), 404, "not-found")


async def test_a_leaver_hands_over_and_is_forgotten(api: ApiClient, acting: As) -> None:
    school = await school_of(api)
    hub = Organisation(OrganisationKind.HUB, UUID((await api.hub())["id"]))
    taken(await api.put(f"membership/hubs/{hub.id}/members/{school.id}"))
    lead = await somebody(api, Role.HUB_LEAD, hub, "Grace Obi")
    leaver, successor = [
        await somebody(api, Role.FACILITATOR, hub, name) for name in ("Leo Leaver", "Sue Next")
    ]
    person = {one: one.id.removeprefix("person:") for one in (leaver, successor)}
    with acting(lead):
        caseload = {"person": person[leaver], "institutions": [str(school.id)]}
        taken(await api.post(f"identity/hubs/{hub.id}/caseload", caseload))
        ending = {"organisation": spelt(hub), "role": "hub_facilitator"}
        path = f"identity/people/{person[leaver]}"
        refused(await api.post(f"{path}/end-role", ending), 409, "duties-open")
        handing = {"organisation": spelt(hub), "successor": person[successor]}
        assert taken(await api.post(f"{path}/hand-over", handing))["duties"] == 1
        people = taken(await api.get(below(hub, "people")))["people"]
        assert [(one["name"], one["duties"]) for one in people] == [
            ("Grace Obi", []),
            ("Sue Next", [{"kind": "caseload", "thing": str(school.id), "until": None}]),
        ]
        refused(await api.post(f"{path}/erase"), 404, "not-found")
    with acting(leaver):
        taken(await api.post(f"{path}/erase"))


async def test_everybody_can_ask_who_they_are(api: ApiClient, acting: As) -> None:
    school = await school_of(api)
    leader = await somebody(api, Role.CAREERS_LEADER, school, "Priya Nair")
    with acting(leader):
        shown = taken(await api.get("identity/me"))
    held = {"organisation": spelt(school), "roles": ["careers_leader"], "name": "Ashbrook Academy"}
    assert shown == {
        "id": leader.id,
        "person": leader.id.removeprefix("person:"),
        "organisation": spelt(school),
        "roles": ["careers_leader"],
        "onBehalfOf": None,
        "organisations": [held],
    }
    key = Principal(id=f"key:{uuid4()}", roles=leader.roles, organisation=school)
    with acting(key):
        shown = taken(await api.get("identity/me"))
    assert (shown["person"], shown["organisations"]) == (None, [held])


async def test_a_kind_of_organisation_there_is_not_leads_nowhere(api: ApiClient) -> None:
    answer = await api.get(f"identity/organisations/church/{uuid4()}/people")
    assert answer.status_code == 404


async def test_nobody_gets_a_role_by_more_fields_than_there_are(api: ApiClient, acting: As) -> None:
    school = await school_of(api)
    leader = await somebody(api, Role.CAREERS_LEADER, school, "Priya Nair")
    body = {"organisation": spelt(school), "role": "administrator", "email": "me@ashbrook.example"}
    with acting(leader):
        refused(await api.post("identity/invitations", body), 422, "invalid-request")
        body["organisation"] = spelt(PLATFORM)
        refused(await api.post("identity/invitations", body), 404, "not-found")
        more = body | {"role": "careers_leader", "invitedBy": "system:test"}
        refused(await api.post("identity/invitations", more), 422, "invalid-request")
