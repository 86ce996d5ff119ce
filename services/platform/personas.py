"""The demo's people take their places: registered once, each with a role at a fitting organisation.

The rule: the platform itself registers them, by the same commands as anybody; a second start finds them
and does nothing. Whoever has no fitting organisation yet waits for one.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

import asyncpg
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
from hub_core.embedded import addresses_of_running_hub
from hub_core.execute import Platform, execute
from hub_core.identity.people.commands import GrantRole, RegisterPerson
from hub_core.identity.people.keys import sign_in_key, sign_in_text
from hub_core.identity.people.person import Person
from hub_core.log.repository import load, load_many
from hub_core.membership.hub import Hub
from hub_core.membership.institution import Institution
from hub_core.reference.service_phases import ServicePhase
from hub_core.settings import Settings
from services.issuer.personas import Persona, personas
from services.platform.commands.running import Failure

#: How people remember the issuer of demos.
ISSUER = "demo-issuer"
#: Who registers them.
SYSTEM = Principal(id="system:personas", roles=frozenset({Role.ADMINISTRATOR}))
#: A persona with a second place: an enterprise adviser is a volunteer who works somewhere.
SECOND: Mapping[Role, Role] = {Role.ENTERPRISE_ADVISER: Role.EMPLOYER_USER}
#: The hub to show, where it is there; otherwise the first.
FAVOURITE = "tees-valley"

_HUBS = """
select stream_id, convert_from(data, 'UTF8')::json ->> 'slug' as slug from ledger.events
where topic = 'membership.HubEstablished.v1' and position <= 2000 order by position limit 100
"""
#: Those that told most lately first: a persona's school should have something to show.
_MEMBERS = """
select member.institution from (
    select substr(key, 12)::uuid as institution, key from ledger.claims
    where holder = $1 and key like 'active-hub:%' order by key limit 400
) member
left join lateral (
    select max(convert_from(data, 'UTF8')::json ->> 'occurred_on') as held_on
    from ledger.events e
    where e.institution = member.institution and e.topic = 'encounters.EncounterConfirmed.v1'
        and convert_from(data, 'UTF8')::json -> 'attendance' ->> 'learners' is not null
) latest on true
order by latest.held_on desc nulls last, member.key
"""
_EMPLOYER = """
select stream_id from ledger.events where topic = 'employers.EmployerRegistered.v1'
order by position limit 1
"""


class PersonasRefused(Failure):
    """Personas were asked for where they must not be."""


def refuse_on_named_servers(chosen: Settings) -> None:
    """Personas are for the embedded servers of a data folder. Raises ``PersonasRefused``."""
    if not chosen.personas or not chosen.postgres_url:
        return
    living = addresses_of_running_hub(chosen.data)
    if living is None or _place(living.postgres_url) != _place(chosen.postgres_url):
        raise PersonasRefused(
            "HUB_PERSONAS is yes, but HUB_POSTGRES_URL names a server: that may hold real people's "
            "records, and personas would open them to anyone. Unset HUB_PERSONAS and name an issuer "
            "(HUB_OPENID_ISSUER), or unset HUB_POSTGRES_URL, HUB_VAULT_URL and HUB_NATS_URL."
        )


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A persona that is registered, and the organisation it has its place at."""

    person: UUID
    at: Organisation


async def seed(platform: Platform, issuer: str) -> dict[Role, Placed]:
    """Let every persona take its place that has not done so; empty where all had theirs before."""
    if await _all_placed(platform, issuer):
        return {}
    places = await _places(platform.ledger.pool, platform)
    placed = {}
    for persona in personas():
        if persona.role in places:
            person = await _registered(persona, issuer, platform)
            placed[persona.role] = Placed(person=person, at=places[persona.role])
            for role in (persona.role, SECOND.get(persona.role)):
                if role is not None and role in places:
                    grant = GrantRole(person=person, role=role, organisation=places[role])
                    await execute(grant, SYSTEM, platform)
    return placed


async def standing(platform: Platform, issuer: str) -> dict[Role, Placed]:
    """Where each persona has its place, of those that took one."""
    keys = {
        one.role: sign_in_key(platform.vault.fingerprint(sign_in_text(issuer, one.subject)))
        for one in personas()
    }
    found = await platform.ledger.holders(keys.values())
    people = await load_many(platform.ledger, Person, found.values())
    return {
        role: Placed(person=found[key], at=place)
        for role, key in keys.items()
        if key in found
        for place, held in people[found[key]].roles.items()
        if role in held
    }


async def _all_placed(platform: Platform, issuer: str) -> bool:
    """Whether there is nothing to do, found out in two reads: all are registered, the last has a role."""
    keys = [
        sign_in_key(platform.vault.fingerprint(sign_in_text(issuer, one.subject)))
        for one in personas()
    ]
    found = await platform.ledger.holders(keys)
    return len(found) == len(keys) and bool(
        (await load(platform.ledger, Person, found[keys[-1]])).roles
    )


async def _registered(persona: Persona, issuer: str, platform: Platform) -> UUID:
    command = RegisterPerson(issuer=issuer, subject=persona.subject, name=persona.name)
    accepted = await execute(command, SYSTEM, platform)
    return UUID(msgspec.json.decode(accepted.answer)["id"])


async def _places(pool: asyncpg.Pool, platform: Platform) -> dict[Role, Organisation]:
    """A fitting organisation for each role, as far as there is one."""
    found = {
        Role.NATIONAL_ANALYST: NATIONAL_BODY,
        Role.AUDITOR: PLATFORM,
        Role.ADMINISTRATOR: PLATFORM,
    }
    employer = await pool.fetchval(_EMPLOYER)
    if employer is not None:
        found[Role.EMPLOYER_USER] = Organisation(OrganisationKind.EMPLOYER, employer)
    hubs = {row["slug"]: row["stream_id"] for row in await pool.fetch(_HUBS)}
    if not hubs:
        return found
    hub = hubs.get(FAVOURITE) or next(iter(hubs.values()))
    members = [row["institution"] for row in await pool.fetch(_MEMBERS, hub)]
    return found | await _around(hub, members, platform)


async def _around(
    hub: UUID, members: Iterable[UUID], platform: Platform
) -> dict[Role, Organisation]:
    """The places at a hub and among its members."""
    at_hub = Organisation(OrganisationKind.HUB, hub)
    area = (await load(platform.ledger, Hub, hub)).local_authorities
    found = {Role.HUB_LEAD: at_hub, Role.FACILITATOR: at_hub}
    if area:
        found[Role.LOCAL_AUTHORITY_OFFICER] = local_authority(sorted(area)[0])
    for member in members:
        details = (await load(platform.ledger, Institution, member)).details
        for role in _fitting(details.phase):
            found.setdefault(role, Organisation(OrganisationKind.INSTITUTION, member))
        if details.trust_id is not None:
            found.setdefault(Role.TRUST_LEAD, trust(details.trust_id))
        if len(found) == _ALL:
            break
    # An England without trusts still has somebody who leads one.
    found.setdefault(Role.TRUST_LEAD, trust("1"))
    return found


#: Roles that have their place at a hub or among its members.
_ALL = 9


def _fitting(phase: ServicePhase | None) -> tuple[Role, ...]:
    if phase is ServicePhase.SECONDARY:
        return (
            Role.CAREERS_LEADER,
            Role.CAREERS_ADVISER,
            Role.SENIOR_LEADER,
            Role.ENTERPRISE_ADVISER,
        )
    return (Role.NCS_ADVISER,) if phase is ServicePhase.ADULT else ()


def _place(address: str) -> str:
    """Where an address leads, whoever signs in there."""
    return address.partition("://")[2].rpartition("@")[2]
