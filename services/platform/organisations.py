"""Organisations as an operator names them: a hub's slug, a school's URN, a company number, a code.

The rule: whoever names one that is not there is told which number was looked for, never given another.
"""

from uuid import UUID

from hub_core.access import (
    NATIONAL_BODY,
    PLATFORM,
    Organisation,
    OrganisationKind,
    Role,
    local_authority,
    trust,
)
from hub_core.access.roles import HELD_AT
from hub_core.log.ledger import Ledger
from hub_core.membership.keys import hub_slug_key, urn_key
from hub_core.reference.areas import local_authorities
from services.platform.commands.running import Failure

#: How an operator names an organisation of each kind.
NAMED_BY = {
    OrganisationKind.INSTITUTION: "--institution URN",
    OrganisationKind.HUB: "--hub SLUG",
    OrganisationKind.EMPLOYER: "--employer COMPANY-NUMBER",
    OrganisationKind.TRUST: "--trust GROUP-ID",
    OrganisationKind.LOCAL_AUTHORITY: "--local-authority CODE",
}
#: There is one of each, so that nobody need name it.
_ONLY = {OrganisationKind.NATIONAL: NATIONAL_BODY, OrganisationKind.PLATFORM: PLATFORM}


async def organisation_named(ledger: Ledger, kind: OrganisationKind, named: str) -> Organisation:
    """The organisation of this kind by its number, slug, code or id. Raises ``Failure``."""
    match kind:
        case OrganisationKind.TRUST:
            return trust(named)
        case OrganisationKind.LOCAL_AUTHORITY if named in local_authorities():
            return local_authority(named)
        case OrganisationKind.INSTITUTION:
            key = urn_key(named)
        case OrganisationKind.HUB:
            key = hub_slug_key(named)
        case OrganisationKind.EMPLOYER:
            key = f"company:{named}"
        case _:
            raise _none(kind, named)
    found = (await ledger.holders([key])).get(key) or _as_id(named)
    if found is None:
        raise _none(kind, named)
    return Organisation(kind, found)


def only_organisation(role: Role) -> Organisation:
    """Where this role is held when nobody names an organisation. Raises ``Failure``."""
    kind = HELD_AT[role]
    if kind in _ONLY:
        return _ONLY[kind]
    raise Failure(f"{role.label} is a role at a {kind.label.lower()}: say which, {NAMED_BY[kind]}.")


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _none(kind: OrganisationKind, named: str) -> Failure:
    return Failure(
        f"There is no {kind.label.lower()} here by {named!r}. Name one that is known: {NAMED_BY[kind]}."
    )
