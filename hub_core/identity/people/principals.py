"""From a person to what they may do now: their own stream, folded anew at each request.

The rule: a role that ended a moment ago permits nothing any more. Reads only; names come from nowhere here
but the public names of organisations.
"""

from uuid import UUID

import msgspec

from hub_core.access.organisations import Organisation, OrganisationKind
from hub_core.access.principal import Principal
from hub_core.access.roles import Role
from hub_core.identity.people.keys import PERSON, sign_in_key, sign_in_text
from hub_core.identity.people.on_behalf import acting_principal
from hub_core.identity.people.organisation_names import names_of
from hub_core.identity.people.person import Person
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load
from hub_core.membership.keys import active_hub_key
from hub_core.work import VaultWork


class Held(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An organisation somebody can act for: the roles held there, and its name to show."""

    organisation: Organisation
    roles: tuple[Role, ...]
    name: str


async def person_of(ledger: Ledger, vault: VaultWork, *, issuer: str, subject: str) -> UUID | None:
    """The person who signs in with this account, None when nobody does."""
    key = sign_in_key(vault.fingerprint(sign_in_text(issuer, subject)))
    return (await ledger.holders([key])).get(key)


async def principal_of(
    ledger: Ledger,
    person: UUID,
    organisation: Organisation | None,
    *,
    on_behalf_of: Organisation | None = None,
) -> Principal | None:
    """Who a person is at an organisation, at their first one when ``organisation`` is None.

    None when they hold no role there any more. With ``on_behalf_of``, a member of the hub they are of:
    None also when they have not begun to act for it, or it is the hub's no longer.
    """
    found = await load(ledger, Person, person)
    at = organisation or next(iter(found.roles), None)
    if at is None or not (roles := found.roles_at(at)):
        return None
    principal = Principal(id=f"{PERSON}{person}", roles=frozenset(roles), organisation=at)
    if on_behalf_of is None:
        return principal
    if (at, on_behalf_of) not in found.acting or not await _is_member(ledger, on_behalf_of, at):
        return None
    return acting_principal(principal, on_behalf_of)


async def organisations_of(ledger: Ledger, person: UUID) -> tuple[Held, ...]:
    """Every organisation a person holds a role at, in the order they came there."""
    found = await load(ledger, Person, person)
    names = await names_of(ledger, found.roles)
    return tuple(
        Held(organisation=organisation, roles=roles, name=names[organisation])
        for organisation, roles in found.roles.items()
    )


async def _is_member(ledger: Ledger, institution: Organisation, hub: Organisation) -> bool:
    if (institution.kind, hub.kind) != (OrganisationKind.INSTITUTION, OrganisationKind.HUB):
        return False
    key = active_hub_key(institution.id)
    return (await ledger.holders([key])).get(key) == hub.id
