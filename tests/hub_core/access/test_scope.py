"""The scope of a question follows from who asks: every role at every kind of organisation."""

from uuid import uuid4

import pytest

from hub_core.access import (
    NATIONAL_BODY,
    PLATFORM,
    Organisation,
    OrganisationKind,
    Principal,
    Role,
    local_authority,
)
from hub_core.access.roles import HELD_AT
from hub_core.access.scope import NOTHING, OVERVIEW, Scope, ScopeKind, overview_of, scope_of

ID = uuid4()

#: What each kind of organisation opens to those who hold any of its roles.
EXPECTED = {
    OrganisationKind.HUB: Scope(ScopeKind.HUB, str(ID)),
    OrganisationKind.INSTITUTION: Scope(ScopeKind.INSTITUTION, str(ID)),
    OrganisationKind.EMPLOYER: Scope(ScopeKind.EMPLOYER, str(ID)),
    OrganisationKind.TRUST: Scope(ScopeKind.TRUST, str(ID)),
    OrganisationKind.LOCAL_AUTHORITY: Scope(ScopeKind.LOCAL_AUTHORITY, "202"),
    OrganisationKind.NATIONAL: Scope(ScopeKind.NATIONAL),
}
NAMED = {
    OrganisationKind.LOCAL_AUTHORITY: local_authority("202"),
    OrganisationKind.NATIONAL: NATIONAL_BODY,
    OrganisationKind.PLATFORM: PLATFORM,
}


def principal(*roles: Role, at: OrganisationKind | None) -> Principal:
    organisation = None if at is None else NAMED.get(at, Organisation(at, ID))
    return Principal(id="person:1", roles=frozenset(roles), organisation=organisation)


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_its_organisation_is(role: Role) -> None:
    kind = HELD_AT[role]
    found = scope_of(principal(role, at=kind))
    if kind is OrganisationKind.PLATFORM:
        assert found == Scope(ScopeKind(role.value))
    else:
        assert found == EXPECTED[kind]


@pytest.mark.parametrize("kind", [None, *OrganisationKind])
def test_without_a_role_nothing_is_open(kind: OrganisationKind | None) -> None:
    assert scope_of(principal(at=kind)) == NOTHING
    assert overview_of(principal(at=kind)) == NOTHING


@pytest.mark.parametrize(
    "role", [role for role in Role if HELD_AT[role] is not OrganisationKind.PLATFORM]
)
def test_no_role_of_an_organisation_opens_everything_when_it_is_left_out(role: Role) -> None:
    assert scope_of(principal(role, at=None)) == NOTHING
    assert scope_of(principal(role, at=OrganisationKind.PLATFORM)) == NOTHING


def test_an_authority_nobody_knows_opens_nothing() -> None:
    unknown = Organisation(OrganisationKind.LOCAL_AUTHORITY, uuid4())
    asking = Principal(
        id="person:1", roles=frozenset({Role.LOCAL_AUTHORITY_OFFICER}), organisation=unknown
    )
    assert scope_of(asking) == NOTHING


@pytest.mark.parametrize("role", Role)
def test_everybody_but_employers_may_ask_for_the_totals_of_all_hubs(role: Role) -> None:
    found = overview_of(principal(role, at=HELD_AT[role]))
    assert found == (NOTHING if role is Role.EMPLOYER_USER else OVERVIEW)


def test_a_platform_role_at_a_hub_reaches_no_further_than_the_hub() -> None:
    asking = principal(Role.ADMINISTRATOR, Role.AUDITOR, at=OrganisationKind.HUB)
    assert scope_of(asking) == EXPECTED[OrganisationKind.HUB]
