"""Commands about people: registered, recognised by an account, given a role.

The rule: who somebody is goes to the vault; the log has its references. Nobody is given a role by these
commands that an invitation could not have given them, but by the platform itself.
"""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.access.organisations import Organisation
from hub_core.access.roles import Role
from hub_core.identity.people.existing import require_organisation
from hub_core.identity.people.granting import (
    is_platform_itself,
    is_themselves,
    require_may_grant,
)
from hub_core.identity.people.keys import sign_in_key, sign_in_text, team_stream
from hub_core.identity.people.person import Person, no_such_person, require_held_at
from hub_core.identity.people.team import Team
from hub_core.membership.hub import Hub
from hub_core.refusals import Conflict
from hub_core.work import Changed, Command, Work, handles

#: One line, as people write their name.
PersonName = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$(?!\n)",
        min_length=1,
        max_length=200,
        description="A person's name; kept in the vault only",
    ),
]
#: An address that can be written to. Whether it is read, only its owner can say.
EmailAddress = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[^\s@\x00-\x1f\x7f<>,;]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$(?!\n)",
        min_length=6,
        max_length=254,
        description="An e-mail address; kept in the vault only",
    ),
]
#: Who vouches for an account, and what it calls the account (OpenID Connect Core 1.0, section 2).
Issuer = Annotated[str, msgspec.Meta(pattern=r"^[!-~]+$(?!\n)", min_length=1, max_length=500)]
Subject = Annotated[str, msgspec.Meta(pattern=r"^[ -~]+$(?!\n)", min_length=1, max_length=255)]


class RegisterPerson(Command, frozen=True, kw_only=True):
    """Register a person who signs in with this account."""

    OPERATION: ClassVar[str] = "identity.register_person"
    issuer: Issuer
    subject: Subject
    name: PersonName
    email: EmailAddress | None = None


class LinkSignIn(Command, frozen=True, kw_only=True):
    """Let a person sign in with one more account."""

    OPERATION: ClassVar[str] = "identity.link_sign_in"
    person: UUID
    issuer: Issuer
    subject: Subject


class GrantRole(Command, frozen=True, kw_only=True):
    """Give a person a role without an invitation."""

    OPERATION: ClassVar[str] = "identity.grant_role"
    person: UUID
    role: Role
    organisation: Organisation


@handles(RegisterPerson)
async def register_person(command: RegisterPerson, work: Work) -> Changed:
    """Answers with the person; whoever signs in with the account already is the same one."""
    person = await person_by_sign_in(
        command.issuer, command.subject, command.name, work, email=command.email
    )
    return Changed(id=person.id, version=person.version)


@handles(LinkSignIn)
async def link_sign_in(command: LinkSignIn, work: Work) -> Changed:
    """By themselves only. Refuses an account that somebody else signs in with."""
    if not is_themselves(work.principal, command.person) and not is_platform_itself(work.principal):
        raise no_such_person(command.person)  # an account of another's would be a way in for them
    person = await work.find(Person, command.person, no_such_person(command.person))
    digest = work.vault.fingerprint(sign_in_text(command.issuer, command.subject))
    holder = await work.holder(sign_in_key(digest))
    if holder not in (None, person.id):
        raise Conflict(
            "Another person signs in with this account. Use another account.", kind="sign-in-taken"
        )
    person.link_sign_in(digest, on=work.today, at=work.now)
    if holder is None:
        work.claim(sign_in_key(digest), person.id)
    return Changed(id=person.id, version=person.version)


@handles(GrantRole)
async def grant_role(command: GrantRole, work: Work) -> Changed:
    """A role held already stays as it is."""
    person = await work.find(Person, command.person, no_such_person(command.person))
    require_held_at(command.role, command.organisation)
    await require_may_grant(command.role, command.organisation, work)
    await require_organisation(command.organisation, work)
    await give(command.role, command.organisation, person, work)
    return Changed(id=person.id, version=person.version)


async def person_by_sign_in(
    issuer: str, subject: str, name: str, work: Work, *, email: str | None = None
) -> Person:
    """Whoever signs in with this account, registered now if nobody does."""
    digest = work.vault.fingerprint(sign_in_text(issuer, subject))
    if (holder := await work.holder(sign_in_key(digest))) is not None:
        return await work.load(Person, holder)
    person = work.begin(Person)
    person.register(
        name=work.keep(name, subject=person.id),
        email=None if email is None else work.keep(email, subject=person.id),
        on=work.today,
        at=work.now,
    )
    person.link_sign_in(digest, on=work.today, at=work.now)
    work.claim(sign_in_key(digest), person.id)
    return person


async def give(
    role: Role,
    organisation: Organisation,
    person: Person,
    work: Work,
    *,
    invitation: UUID | None = None,
) -> None:
    """Let a person hold a role: on their own stream, in the organisation's team, and as a hub's lead."""
    if not person.grant(role, organisation, invitation=invitation, on=work.today, at=work.now):
        return
    team = await work.load(Team, team_stream(organisation))
    team.join(organisation, person.id, role, on=work.today, at=work.now)
    if role is Role.HUB_LEAD:
        hub = await work.load(Hub, organisation.id)
        hub.appoint_lead(person.id, on=work.today, at=work.now)
