"""Two tenants side by side, each with a hub, a school, an employer and everything between them.

The rule: a tenant is its ids; nothing of one is related to anything of the other, and what each is
called appears nowhere else, so that a name found in an answer has leaked.
"""

from typing import Any
from uuid import UUID, uuid4

import msgspec

from hub_core.access import (
    NATIONAL_BODY,
    PLATFORM,
    Organisation,
    OrganisationKind,
    Principal,
    Role,
    local_authority,
    trust,
)
from hub_core.access.roles import HELD_AT
from hub_core.execute import execute
from hub_core.identity.people.commands import GrantRole, RegisterPerson
from services.http.document import examples
from tests.builders.api_client import ApiClient, taken
from tests.builders.keyring import new_key
from tests.builders.principals import sender_of


class Tenant(msgspec.Struct, frozen=True, kw_only=True):
    """The ids of one tenant, by the names routes and bodies have for them."""

    institution: str
    hub: str
    slug: str
    employer: str
    encounter: str
    person: str
    invitation: str
    link: str
    activity: str
    key: str
    training: str
    meeting: str
    enquiry: str
    upload: str
    subscription: str
    subscription_of_hub: str
    subscription_of_employer: str
    names: tuple[str, ...] = ()
    local_authority: str = "999"
    trust: str = "999999"

    def organisation(self, kind: OrganisationKind) -> Organisation:
        """The organisation of this kind that belongs to this tenant."""
        match kind:
            case OrganisationKind.TRUST:
                return trust(self.trust)
            case OrganisationKind.LOCAL_AUTHORITY:
                return local_authority(self.local_authority)
            case OrganisationKind.NATIONAL:
                return NATIONAL_BODY
            case OrganisationKind.PLATFORM:
                return PLATFORM
            case _:
                return Organisation(kind, UUID(getattr(self, kind.value)))

    def somebody(self, role: Role) -> Principal:
        """Somebody in this role here."""
        return Principal(
            id=f"person:{self.person}",
            roles=frozenset({role}),
            organisation=self.organisation(HELD_AT[role]),
        )

    def named(self, parameter: str) -> str:
        """The id for a parameter of a path: of what it is called after, or of something else of theirs."""
        if parameter == "trust":  # the field holds the number the register of schools gives it
            return str(trust(self.trust).id)
        found: str = getattr(self, parameter, self.activity)
        return found

    def without_ids(self, text: str) -> str:
        """The text with every id of this tenant replaced by what it is the id of."""
        for field in IDS:
            text = text.replace(getattr(self, field), f"<{field}>")
        return text


#: The fields that are ids; the others are names and codes.
IDS = tuple(
    name for name in Tenant.__struct_fields__ if name not in ("names", "local_authority", "trust")
)


def nowhere() -> Tenant:
    """Ids of which there is nothing anywhere."""
    ids = {field: str(uuid4()) for field in IDS}
    return Tenant(**ids | {"slug": f"hub-{uuid4().hex[:6]}"})


async def new_tenant(api: ApiClient, name: str, *, authority: str, group: str) -> Tenant:
    """A school of a trust, a member of a hub, that an employer has met."""
    school = await api.school(
        f"{name} Academy", localAuthority=authority, trustId=group, trustName=f"{name} Trust"
    )
    hub = await api.hub(f"{name} Careers Hub", localAuthorities=[authority])
    taken(await api.put(f"membership/hubs/{hub['id']}/members/{school['id']}"))
    employer = await api.employer(f"{name} Engineering Limited")
    encounter = await api.propose(employer, school)
    taken(await api.post(f"encounters/institutions/{school['id']}/encounters/{encounter}/accept"))
    holder = {"kind": "institution", "id": school["id"]}
    # The first leader is invited by those who run the platform, before there is anybody else.
    invitation = await _invitation(api, holder)
    return Tenant(
        institution=school["id"],
        hub=hub["id"],
        slug=hub["slug"],
        employer=employer,
        encounter=encounter,
        person=await _person(api, UUID(school["id"])),
        invitation=invitation,
        link=await _link(api, holder, encounter),
        activity=await _activity(api, school["id"]),
        key=await _key(api, UUID(school["id"])),
        training=await _training(api, UUID(hub["id"])),
        meeting=await _meeting(api, school["id"]),
        enquiry=await _request(api, school["id"], employer),
        upload=await _upload(api, school["id"]),
        subscription=await _subscription(api, Role.CAREERS_LEADER, school["id"]),
        subscription_of_hub=await _subscription(api, Role.HUB_LEAD, hub["id"]),
        subscription_of_employer=await _subscription(api, Role.EMPLOYER_USER, employer),
        names=(f"{name} Academy", f"{name} Trust", f"{name} Engineering"),
        local_authority=authority,
        trust=group,
    )


async def _person(api: ApiClient, school: UUID) -> str:
    register = RegisterPerson(
        issuer="https://sign-in.example", subject=str(school), name="Priya Nair"
    )
    platform = api.parts.platform
    answer = await execute(register, sender_of(register), platform)
    person: str = msgspec.json.decode(answer.answer)["id"]
    organisation = Organisation(OrganisationKind.INSTITUTION, school)
    grant = GrantRole(person=UUID(person), role=Role.CAREERS_LEADER, organisation=organisation)
    await execute(grant, sender_of(grant), platform)
    return person


async def _invitation(api: ApiClient, organisation: dict[str, Any]) -> str:
    body = {"organisation": organisation, "role": "careers_leader", "email": "sam@ashbrook.example"}
    sent: str = taken(await api.post("identity/invitations", body), 201)["id"]
    return sent


async def _activity(api: ApiClient, school: str) -> str:
    talk = {
        "type": "employer_talk",
        "heldOn": "2026-02-05",
        "mode": "in_person",
        "attendance": {"counts": {"8": 30}},
    }
    answer = await api.post(f"activities/institutions/{school}/activities", talk)
    recorded: str = taken(answer, 201)["id"]
    # Its learners are asked what they made of it: feedback is told by what it is about.
    asked = {"activity": recorded, "learners": 27}
    taken(await api.post(f"encounters/institutions/{school}/feedback/class-codes", asked), 201)
    return recorded


async def _meeting(api: ApiClient, school: str) -> str:
    path = f"activities/institutions/{school}"
    roster = {"learners": [{"reference": "L-1", "yearGroup": 11}]}
    taken(await api.put(f"{path}/roster", roster))
    adviser = {"name": "Ruth Okafor", "presence": "on_site", "since": "2025-09-01"}
    met = {
        "adviser": taken(await api.post(f"{path}/advisers", adviser), 201)["id"],
        "learner": "L-1",
        "heldOn": "2026-02-04",
        "mode": "in_person",
        "minutes": 30,
    }
    held: str = taken(await api.post(f"{path}/guidance-meetings", met), 201)["id"]
    return held


async def _request(api: ApiClient, school: str, employer: str) -> str:
    asked = {
        "provider": {"kind": "employer", "id": employer},
        "school": school,
        "providerKind": "employer_apprenticeship",
        "yearGroups": [10],
        "routes": ["apprenticeship"],
        "dates": ["2026-03-10"],
    }
    at = Organisation(OrganisationKind.EMPLOYER, UUID(employer))
    _, secret = await new_key(api.parts.platform, Role.EMPLOYER_USER, at)
    answer = await api.post(
        "activities/access-requests", asked, authorization=f"Bearer {secret.text}"
    )
    made: str = taken(answer, 201)["id"]
    return made


async def _key(api: ApiClient, school: UUID) -> str:
    at = Organisation(OrganisationKind.INSTITUTION, school)
    key, _ = await new_key(api.parts.platform, Role.CAREERS_LEADER, at)
    return str(key)


async def _training(api: ApiClient, hub: UUID) -> str:
    organiser = Organisation(OrganisationKind.HUB, hub)
    _, key = await new_key(api.parts.platform, Role.HUB_LEAD, organiser)
    body = {
        "organiser": {"kind": "hub", "id": str(hub)},
        "details": {"kind": "governor", "heldOn": "2026-06-17", "mode": "in_person", "places": 2},
    }
    headers = {"authorization": f"Bearer {key.text}"}
    announced: str = taken(await api.post("training/events", body, **headers), 201)["id"]
    return announced


async def _link(api: ApiClient, holder: dict[str, Any], encounter: str) -> str:
    body = {"purpose": "confirm_encounter", "holder": holder, "encounter": encounter}
    issued: str = taken(await api.post("identity/links", body), 201)["id"]
    return issued


async def _upload(api: ApiClient, school: str) -> str:
    """An upload that waits for its content."""
    body = {"source": "sims", "kind": "activities", "academicYear": "2025/26"}
    answer = await api.post(f"activities/institutions/{school}/uploads", body)
    upload: str = taken(answer, 201)["id"]
    return upload


async def _subscription(api: ApiClient, role: Role, holder: str) -> str:
    at = Organisation(HELD_AT[role], UUID(holder))
    _, secret = await new_key(api.parts.platform, role, at)
    body = examples()["webhooks.subscribe"] | {
        "organisation": {"kind": at.kind.value, "id": holder}
    }
    answer = await api.post("identity/webhooks", body, authorization=f"Bearer {secret.text}")
    made: str = taken(answer, 201)["id"]
    return made
