"""What a principal's questions may touch in the read models, as PostgreSQL is told it.

The second fence: even where a decision was wrong, the database gives only rows of the scope a question
is asked in. The rule: a scope follows from the principal and from nothing the request says, and whoever
has no organisation and no role at the platform has the scope that sees nothing.
"""

from functools import cache
from uuid import UUID

import msgspec

from hub_core.access.organisations import Organisation, OrganisationKind, local_authority
from hub_core.access.principal import Principal
from hub_core.access.roles import Role
from hub_core.reference.areas import former_local_authorities, local_authorities
from hub_core.reference.labelled import Labelled


class ScopeKind(Labelled):
    """How far a question reaches. The policies of the read models name these."""

    NOTHING = "nothing", "Nothing at all"
    HUB = "hub", "The hub's own members"
    INSTITUTION = "institution", "The institution's own"
    TRUST = "trust", "The trust's schools"
    LOCAL_AUTHORITY = "local_authority", "The institutions of the authority's area"
    EMPLOYER = "employer", "The employer's own"
    NATIONAL = "national", "The register only: no institution's figures"
    OVERVIEW = "overview", "The totals of every hub, and no row behind them"
    AUDITOR = "auditor", "Everything that names no learner"
    ADMINISTRATOR = "administrator", "Every figure, no encounter"


class Scope(msgspec.Struct, frozen=True, order=True):
    """A scope: ``id`` is the organisation's, for a local authority its three-digit code, else empty."""

    kind: ScopeKind
    id: str = ""


NOTHING = Scope(ScopeKind.NOTHING)
OVERVIEW = Scope(ScopeKind.OVERVIEW)

#: Whose questions may be about the totals of every hub. Source: domain A.5; employers are not among them.
_SEE_THE_OVERVIEW = frozenset(ScopeKind) - {
    ScopeKind.NOTHING,
    ScopeKind.EMPLOYER,
    ScopeKind.OVERVIEW,
}

#: Kinds of organisation whose id is the scope's as it stands.
_BY_ID = {
    OrganisationKind.HUB: ScopeKind.HUB,
    OrganisationKind.INSTITUTION: ScopeKind.INSTITUTION,
    OrganisationKind.EMPLOYER: ScopeKind.EMPLOYER,
    OrganisationKind.TRUST: ScopeKind.TRUST,
}


def scope_of(principal: Principal) -> Scope:
    """The scope of whatever this principal asks. Who holds no role there sees nothing."""
    if not principal.roles:
        return NOTHING
    organisation = principal.organisation
    if organisation is None or organisation.kind is OrganisationKind.PLATFORM:
        return _of_the_platform(principal.roles)
    if organisation.kind is OrganisationKind.NATIONAL:
        return Scope(ScopeKind.NATIONAL)
    if organisation.kind is OrganisationKind.LOCAL_AUTHORITY:
        code = _authority_codes().get(organisation.id)
        return NOTHING if code is None else Scope(ScopeKind.LOCAL_AUTHORITY, code)
    return Scope(_BY_ID[organisation.kind], str(organisation.id))


def overview_of(principal: Principal) -> Scope:
    """The scope in which this principal asks for the totals of every hub: that, or nothing."""
    return OVERVIEW if scope_of(principal).kind in _SEE_THE_OVERVIEW else NOTHING


def _of_the_platform(roles: frozenset[Role]) -> Scope:
    if Role.AUDITOR in roles:
        return Scope(ScopeKind.AUDITOR)
    return Scope(ScopeKind.ADMINISTRATOR) if Role.ADMINISTRATOR in roles else NOTHING


@cache
def _authority_codes() -> dict[UUID, str]:
    """Codes by the id of the organisation: the register and the read models know codes."""
    codes: list[str] = [*local_authorities(), *former_local_authorities()]
    named: dict[str, Organisation] = {code: local_authority(code) for code in codes}
    return {organisation.id: code for code, organisation in named.items()}
