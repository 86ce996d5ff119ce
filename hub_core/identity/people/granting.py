"""Who may give which role to whom, by inviting or directly, and so who may take it away.

The rule: only what ``granting.csv`` beside this module says. No row, no grant; so no chain of invitations
leads anywhere that the rows do not lead.
"""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from uuid import UUID

import msgspec

from hub_core.access.organisations import Organisation, OrganisationKind
from hub_core.access.principal import Principal
from hub_core.access.roles import HELD_AT, Role
from hub_core.identity.people.keys import person_of_principal, team_stream
from hub_core.identity.people.team import Team
from hub_core.membership.keys import active_hub_key
from hub_core.reference.labelled import Labelled
from hub_core.refusals import Forbidden, NotFound, Refusal
from hub_core.work import Work


class GrantReach(Labelled):
    """Where somebody may give a role."""

    OWN = "own", "At their own organisation"
    WITHIN = "within", "At members of their hub"
    FIRST = "first", "Where nobody has a role yet"
    ANY = "any", "Everywhere"


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table: whoever is ``granter`` may give ``role`` as far as ``reach`` says."""

    granter: Role
    role: Role
    reach: GrantReach
    source: str


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where a role is to be given: the hub an institution is with, and whether it has people yet."""

    organisation: Organisation
    hub: UUID | None = None
    has_people: bool = False


@cache
def grants() -> tuple[Grant, ...]:
    """The whole table."""
    text = (files("hub_core.identity.people") / "granting.csv").read_text(encoding="utf-8")
    return msgspec.convert(
        list(csv.DictReader(text.splitlines())), type=tuple[Grant, ...], strict=False
    )


def may_grant(principal: Principal, role: Role, target: Target) -> bool:
    """Whether this principal may give the role there. The platform itself may give every role."""
    if HELD_AT[role] is not target.organisation.kind:
        return False
    if is_platform_itself(principal):
        return True
    return any(_reaches(row.reach, principal, target) for row in _rows(principal, role))


def is_platform_itself(principal: Principal) -> bool:
    """Whether a part of the platform acts: everybody else acts for an organisation, or is narrowed."""
    return principal.organisation is None and principal.operations is None


def is_themselves(principal: Principal, person: UUID) -> bool:
    """Whether the principal is this person."""
    return person_of_principal(principal.id) == person


async def target_of(organisation: Organisation, work: Work) -> Target:
    """What the table needs to know of an organisation."""
    hub = None
    if organisation.kind is OrganisationKind.INSTITUTION:
        hub = await work.holder(active_hub_key(organisation.id))
    team = await work.load(Team, team_stream(organisation))
    return Target(organisation=organisation, hub=hub, has_people=bool(team.members))


async def require_may_grant(role: Role, organisation: Organisation, work: Work) -> None:
    """Refuse whom the table does not let give this role there."""
    if not may_grant(work.principal, role, await target_of(organisation, work)):
        raise refused(
            work.principal,
            organisation,
            f"You may not make anybody \u201c{role.label}\u201d there. "
            "Ask whoever leads your organisation or hub.",
        )


def refused(principal: Principal, organisation: Organisation, sentence: str) -> Refusal:
    """To a colleague what they may not do; to everybody else that nothing is there."""
    if principal.organisation == organisation:
        return Forbidden(sentence)
    return NotFound("There is nothing here by that id, or none that you may know of.")


def _rows(principal: Principal, role: Role) -> Iterator[Grant]:
    """The rows for the roles that count where the principal acts."""
    at = principal.organisation
    for row in grants():
        held = row.granter in principal.roles and at is not None
        if held and row.role is role and at is not None and HELD_AT[row.granter] is at.kind:
            yield row


def _reaches(reach: GrantReach, principal: Principal, target: Target) -> bool:
    at = principal.organisation
    match reach:
        case GrantReach.ANY:
            return True
        case GrantReach.FIRST:
            return not target.has_people
        case GrantReach.OWN:
            return at == target.organisation
        case GrantReach.WITHIN:
            return target.hub is not None and at == Organisation(OrganisationKind.HUB, target.hub)
