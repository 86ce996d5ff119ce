"""The people of an organisation and its open invitations, with names for those who may see them.

The rule: a name or an address leaves the vault only for colleagues of the same organisation, and for those
who may invite there. Everybody else who may look sees roles and pseudonyms.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from hub_core.access.organisations import Organisation, OrganisationKind
from hub_core.access.principal import Principal
from hub_core.access.roles import Role
from hub_core.identity.people.codes import DutyKind, InvitationStatus
from hub_core.identity.people.events import Duty
from hub_core.identity.people.granting import Target, is_platform_itself, may_grant
from hub_core.identity.people.invitation import Invitation
from hub_core.identity.people.keys import invitation_of_key, invitations_of, team_stream
from hub_core.identity.people.person import Person
from hub_core.identity.people.team import Team
from hub_core.log.ledger import Ledger
from hub_core.log.repository import Looked, look, read, read_many
from hub_core.membership.keys import active_hub_key
from hub_core.vault.vault import Vault


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with a role at an organisation. ``name`` and ``email`` are None where not to be shown."""

    person: UUID
    roles: tuple[Role, ...]
    duties: tuple[Duty, ...]
    name: str | None = None
    email: str | None = None

    def things(self, kind: DutyKind) -> tuple[UUID, ...]:
        """What of one kind is in their hands."""
        return tuple(duty.thing for duty in self.duties if duty.kind is kind)


class OpenInvitation(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation that stands. ``email`` is None where it is not to be shown."""

    invitation: UUID
    role: Role
    organisation: Organisation
    invited_on: date
    expires_on: date
    by: UUID | None
    email: str | None = None


async def people_of(ledger: Ledger, organisation: Organisation, *, today: date) -> list[Colleague]:
    """Everybody with a role there, in the order they came, without names."""
    return people_in(await read(ledger, Team, team_stream(organisation)), today=today)


async def people_as_looked(
    looked: Looked, organisation: Organisation, *, today: date
) -> tuple[Colleague, ...]:
    """The same for whoever has looked at the log already, listed anew when the team is another."""

    async def work_out(looked: Looked) -> tuple[Colleague, ...]:
        return tuple(people_in(await looked.read(Team, team_stream(organisation)), today=today))

    return await looked.worked_out(("people", organisation, today), None, work_out)


def people_in(team: Team, *, today: date) -> list[Colleague]:
    """The same of a team that has been read."""
    duties = team.duties_by_person(on=today)
    return [
        Colleague(
            person=person,
            roles=tuple(role for role in Role if role in roles),
            duties=duties.get(person, ()),
        )
        for person, roles in team.members.items()
    ]


async def named(ledger: Ledger, vault: Vault, people: Iterable[Colleague]) -> list[Colleague]:
    """The same with names and addresses. For those who may see them only."""
    return await named_as_looked(await look(ledger), vault, people)


async def named_as_looked(
    looked: Looked, vault: Vault, people: Iterable[Colleague]
) -> list[Colleague]:
    """The same for whoever has looked at the log already."""
    listed = list(people)
    persons = await looked.read_many(Person, [one.person for one in listed])
    kept = [each for one in persons.values() for each in (one.name, one.email) if each is not None]
    texts = await vault.reveal_many(kept)

    def text(reference: UUID | None) -> str | None:
        return None if reference is None else texts.get(reference)

    return [
        msgspec.structs.replace(
            one, name=text(persons[one.person].name), email=text(persons[one.person].email)
        )
        for one in listed
    ]


async def names_as_looked(looked: Looked, vault: Vault, people: Iterable[UUID]) -> dict[UUID, str]:
    """The names alone of those who have one: no address is read where none is shown. For those who may
    see them only."""
    persons = await looked.read_many(Person, people)
    kept = {one: person.name for one, person in persons.items() if person.name is not None}
    texts = await vault.reveal_many(kept.values())
    return {one: texts[name] for one, name in kept.items() if name in texts}


async def open_invitations_of(
    ledger: Ledger, organisation: Organisation, *, today: date
) -> list[tuple[OpenInvitation, UUID]]:
    """Those to this organisation and those it sent to others, each with its address's reference."""
    keys = await ledger.claims_of(invitations_of(organisation))
    team = await read(ledger, Team, team_stream(organisation))
    sent = {thing for kind, thing in team.duties if kind is DutyKind.INVITATION}
    received = {found for key in keys if (found := invitation_of_key(key)) is not None}
    known = await read_many(ledger, Invitation, sorted(received | sent))
    standing = [
        one
        for one in known.values()
        if one.exists and one.status_on(today) is InvitationStatus.OPEN
    ]
    return [
        (_as_listed(one), one.sent.email)
        for one in sorted(standing, key=lambda one: (one.sent.occurred_on, one.id))
    ]


async def addressed(
    vault: Vault, invitations: Iterable[tuple[OpenInvitation, UUID]]
) -> list[OpenInvitation]:
    """The same with their addresses. For those who may see them only."""
    listed = list(invitations)
    texts = await vault.reveal_many(reference for _, reference in listed)
    return [msgspec.structs.replace(one, email=texts.get(reference)) for one, reference in listed]


async def may_see_names(ledger: Ledger, principal: Principal, organisation: Organisation) -> bool:
    """Whether it is a colleague there, or somebody who may invite there."""
    if is_platform_itself(principal) or principal.organisation == organisation:
        return True
    hub = None
    if organisation.kind is OrganisationKind.INSTITUTION:
        key = active_hub_key(organisation.id)
        hub = (await ledger.holders([key])).get(key)
    target = Target(organisation=organisation, hub=hub, has_people=True)
    return any(may_grant(principal, role, target) for role in Role)


def _as_listed(invitation: Invitation) -> OpenInvitation:
    sent = invitation.sent
    return OpenInvitation(
        invitation=invitation.id,
        role=sent.role,
        organisation=sent.organisation,
        invited_on=sent.occurred_on,
        expires_on=sent.expires_on,
        by=sent.by,
    )
