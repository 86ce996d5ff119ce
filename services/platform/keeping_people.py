"""What ``hub people`` does once it knows what was asked: as the platform's operator, recorded like any other.

The rule: the command line changes nothing an API could not: the same commands, refusals and events. Names
it reads from the vault are recorded as read.
"""

from uuid import UUID, uuid4

import msgspec

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.audit import AccessLog, Kind
from hub_core.execute import ENGLAND, Platform, Request
from hub_core.identity.links.store import Links
from hub_core.identity.people.directory import (
    addressed,
    may_see_names,
    named,
    open_invitations_of,
    people_of,
)
from hub_core.identity.people.invitation_commands import InvitePerson
from hub_core.identity.people.inviting import invite, withdraw
from hub_core.identity.people.organisation_names import names_of
from hub_core.identity.people.sweeping import sweep
from hub_core.settings import Settings
from hub_core.vault.vault import Vault
from services.platform.commands.running import Failure
from services.platform.keeping_keys import OPERATOR
from services.platform.open_platform import open_platform
from services.platform.organisations import only_organisation, organisation_named
from services.platform.signing import public_url


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation as an operator passes it on. ``link`` is told this once."""

    id: UUID
    role: str
    organisation: str
    expires_on: str
    link: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with a role, or invited to one. ``who`` is a name or address where it may be shown."""

    id: UUID
    who: str
    roles: tuple[str, ...]
    stands: str


async def invite_somebody(
    chosen: Settings, role: Role, at: tuple[OrganisationKind, str] | None, email: str
) -> Invitation:
    """Invite an address to a role. Raises a ``Refusal``, or ``Failure`` for what is not an address."""
    async with open_platform(chosen) as platform:
        organisation = await _organisation(platform, role, at)
        try:
            command = msgspec.convert(
                {"organisation": organisation, "role": role, "email": email}, InvitePerson
            )
        except msgspec.ValidationError:
            raise Failure(
                f"{email!r} is not an e-mail address. Give one such as ada@example.org."
            ) from None
        links = Links(platform.ledger.pool, platform.clock)
        sent = await invite(command, OPERATOR, platform, links, Request(command_id=str(uuid4())))
        return Invitation(
            id=sent.invited.id,
            role=role.label,
            organisation=(await names_of(platform.ledger, [organisation]))[organisation],
            expires_on=f"{sent.invited.expires_on:%-d %B %Y}",
            link=f"{public_url(chosen)}{sent.path}",
        )


async def withdraw_one(chosen: Settings, invitation: UUID) -> None:
    """Withdraw an invitation. Raises a ``Refusal``."""
    async with open_platform(chosen) as platform:
        links = Links(platform.ledger.pool, platform.clock)
        await withdraw(invitation, OPERATOR, platform, links, Request())


async def sweep_all(chosen: Settings) -> int:
    """End every invitation whose time is over; how many there were."""
    async with open_platform(chosen) as platform:
        return await sweep(OPERATOR, platform)


async def people_at(chosen: Settings, at: tuple[OrganisationKind, str] | None) -> list[Line]:
    """Who has a role at an organisation, at the platform itself without one, and who is invited."""
    async with open_platform(chosen) as platform:
        organisation = await _organisation(platform, Role.ADMINISTRATOR, at)
        ledger, vault = platform.ledger, platform.vault
        assert isinstance(vault, Vault)
        today = platform.clock().astimezone(ENGLAND).date()
        people = await people_of(ledger, organisation, today=today)
        found = await open_invitations_of(ledger, organisation, today=today)
        open_ones = [one for one, _ in found]
        if await may_see_names(ledger, OPERATOR, organisation):
            await AccessLog(ledger.pool).record(
                OPERATOR,
                "identity.people",
                Kind.VAULT,
                correlation=str(uuid4()),
                about=[organisation],
            )
            people = await named(ledger, vault, people)
            open_ones = await addressed(vault, found)
    return [
        Line(
            id=one.person,
            who=one.name or "",
            roles=tuple(role.label for role in one.roles),
            stands="has the role",
        )
        for one in people
    ] + [
        Line(
            id=one.invitation,
            who=one.email or "",
            roles=(one.role.label,),
            stands=f"invited until {one.expires_on:%-d %B %Y}",
        )
        for one in open_ones
    ]


async def _organisation(
    platform: Platform, role: Role, at: tuple[OrganisationKind, str] | None
) -> Organisation:
    if at is None:
        return only_organisation(role)
    return await organisation_named(platform.ledger, *at)
