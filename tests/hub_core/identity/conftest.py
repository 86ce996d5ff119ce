"""People for stories: the platform itself, and a person in a role.

people  registers people, gives them roles, and says who they are as principals
"""

from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.identity.people.commands import GrantRole, RegisterPerson
from hub_core.identity.people.invitation_commands import AcceptInvitation, InvitePerson
from hub_core.identity.people.principals import principal_of
from hub_core.membership.commands import AdmitMember

#: The platform itself, which may give every role.
SYSTEM = Principal(id="system:test", roles=frozenset({Role.ADMINISTRATOR}))


def link(invitation: UUID) -> Principal:
    """Whoever opened the link of an invitation."""
    return Principal(
        id=f"link:{uuid4()}",
        roles=frozenset({Role.ADMINISTRATOR}),
        operations=frozenset({"identity.accept_invitation"}),
        things=frozenset({invitation}),
    )


class People:
    """Builders over a story."""

    system = SYSTEM

    def __init__(self, story: Any) -> None:
        self.story = story

    async def person(self, name: str = "Priya Nair") -> UUID:
        """Somebody who signs in with an account of their own."""
        command = RegisterPerson(issuer="https://issuer.example", subject=uuid4().hex, name=name)
        return UUID((await self.story.do(command, by=SYSTEM))["id"])

    async def give(self, person: UUID, role: Role, organisation: Organisation) -> Principal:
        """The person with one more role, as they act there."""
        command = GrantRole(person=person, role=role, organisation=organisation)
        await self.story.do(command, by=SYSTEM)
        return await self.principal(person, organisation)

    async def new(self, role: Role, organisation: Organisation) -> Principal:
        """A new person in a role."""
        return await self.give(await self.person(), role, organisation)

    async def principal(self, person: UUID, organisation: Organisation) -> Principal:
        """Who a person is at an organisation now."""
        principal = await principal_of(self.story.platform.ledger, person, organisation)
        assert principal is not None
        return principal

    async def school(self) -> Organisation:
        """A school of the story."""
        return Organisation(OrganisationKind.INSTITUTION, await self.story.school())

    async def hub(self, *members: Organisation, slug: str = "northbank") -> Organisation:
        """A hub of the story with these members."""
        hub = await self.story.hub(slug)
        for member in members:
            await self.story.do(AdmitMember(hub=hub, institution=member.id), by=SYSTEM)
        return Organisation(OrganisationKind.HUB, hub)

    async def employer(self) -> Organisation:
        """An employer of the story."""
        return Organisation(OrganisationKind.EMPLOYER, await self.story.employer())

    async def invited(
        self, role: Role, at: Organisation, *, by: Principal = SYSTEM, email: str | None = None
    ) -> UUID:
        """An open invitation."""
        command = InvitePerson(
            organisation=at, role=role, email=email or f"{uuid4().hex}@school.example"
        )
        return UUID((await self.story.do(command, by=by))["id"])

    async def accept(self, invitation: UUID, **fields: Any) -> dict[str, Any]:
        """The answer of accepting, by the invitation's link."""
        given = {
            "issuer": "https://issuer.example",
            "subject": uuid4().hex,
            "name": "Priya Nair",
        } | fields
        command = AcceptInvitation(invitation=invitation, **given)
        answer: dict[str, Any] = await self.story.do(command, by=link(invitation))
        return answer

    @staticmethod
    def id_of(principal: Principal) -> UUID:
        """The person a principal is."""
        return UUID(principal.id.removeprefix("person:"))


@pytest.fixture
def people(story: Any) -> People:
    return People(story)
