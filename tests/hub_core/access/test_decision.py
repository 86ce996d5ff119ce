"""What holds of every decision, whoever asks for whatever: hypothesis looks for the exception."""

import re
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.access import (
    Decision,
    Organisation,
    OrganisationKind,
    Principal,
    Resource,
    Role,
    can,
    decide,
    resource_of,
)
from hub_core.access.matrix import Reach, matrix
from hub_core.access.resource import _fields_with_ids
from hub_core.access.roles import HELD_AT
from hub_core.rosters.commands import SendRoster

ACTIONS = st.sampled_from(sorted(matrix()))
#: Few ids, so that organisations often meet.
IDS = st.sampled_from([UUID(int=number) for number in range(4)])
ORGANISATIONS = st.builds(Organisation, st.sampled_from(OrganisationKind), IDS)
SETS_OF_ORGANISATIONS = st.frozensets(ORGANISATIONS, max_size=3)
RESOURCES = st.builds(
    Resource,
    owners=SETS_OF_ORGANISATIONS,
    within=SETS_OF_ORGANISATIONS,
    things=st.frozensets(IDS, max_size=3),
)
UUID_IN_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PRINCIPALS = st.builds(
    Principal,
    id=st.just("person:somebody"),
    roles=st.frozensets(st.sampled_from(Role)),
    organisation=st.none() | ORGANISATIONS,
)


@given(PRINCIPALS, st.text(), RESOURCES)
def test_an_unknown_action_is_denied_to_everybody(
    principal: Principal, action: str, resource: Resource
) -> None:
    if action not in matrix():
        assert not can(principal, action, resource)


@given(PRINCIPALS, ACTIONS, RESOURCES)
def test_nobody_without_a_role_may_anything(
    principal: Principal, action: str, resource: Resource
) -> None:
    nobody = msgspec.structs.replace(principal, roles=frozenset())
    assert decide(nobody, action, resource) is not Decision.PERMITTED


@given(PRINCIPALS, ACTIONS, RESOURCES, st.frozensets(ACTIONS), st.frozensets(IDS))
def test_narrowing_never_widens(
    principal: Principal,
    action: str,
    resource: Resource,
    operations: frozenset[str],
    things: frozenset[UUID],
) -> None:
    for narrower in (
        msgspec.structs.replace(principal, operations=operations),
        msgspec.structs.replace(principal, things=things),
        msgspec.structs.replace(principal, operations=operations, things=things),
    ):
        if can(narrower, action, resource):
            assert can(principal, action, resource)
            assert narrower.operations is None or action in narrower.operations
            assert narrower.things is None or resource.things <= narrower.things


@given(PRINCIPALS, ACTIONS, RESOURCES, RESOURCES)
def test_a_role_fewer_or_a_relation_fewer_never_permits_more(
    principal: Principal, action: str, resource: Resource, other: Resource
) -> None:
    fewer = msgspec.structs.replace(principal, roles=frozenset(sorted(principal.roles)[1:]))
    if can(fewer, action, resource):
        assert can(principal, action, resource)
    related = msgspec.structs.replace(resource, within=resource.within | other.within)
    if can(principal, action, resource):
        assert can(principal, action, related)


@given(PRINCIPALS, ACTIONS, RESOURCES)
def test_what_is_anothers_is_permitted_only_to_those_whose_reach_is_everybodys(
    principal: Principal, action: str, resource: Resource
) -> None:
    related = resource.owners | resource.within
    if principal.organisation in related or not can(principal, action, resource):
        return
    assert any(matrix()[action].get(role) is Reach.ANY for role in principal.roles)


@given(PRINCIPALS, ACTIONS, RESOURCES)
def test_own_stops_at_what_is_own(principal: Principal, action: str, resource: Resource) -> None:
    reaches = {matrix()[action].get(role) for role in principal.roles}
    if can(principal, action, resource) and reaches <= {None, Reach.OWN}:
        assert principal.organisation in resource.owners


@given(PRINCIPALS, ACTIONS, RESOURCES)
def test_a_role_counts_only_where_it_is_held(
    principal: Principal, action: str, resource: Resource
) -> None:
    organisation = principal.organisation
    if organisation is not None and can(principal, action, resource):
        held = {role for role in principal.roles if HELD_AT[role] is organisation.kind}
        assert can(msgspec.structs.replace(principal, roles=frozenset(held)), action, resource)


@given(PRINCIPALS, ACTIONS, IDS)
def test_the_same_id_of_another_kind_is_another_organisation(
    principal: Principal, action: str, named: UUID
) -> None:
    reaches = {matrix()[action].get(role) for role in principal.roles}
    if principal.organisation is None or Reach.ANY in reaches:
        return
    kind = next(kind for kind in OrganisationKind if kind is not principal.organisation.kind)
    resource = Resource(owners=frozenset({Organisation(kind, principal.organisation.id)}))
    assert decide(principal, action, resource) is Decision.HIDDEN


@given(PRINCIPALS, ACTIONS, RESOURCES)
def test_what_is_somebody_elses_is_hidden_not_refused(
    principal: Principal, action: str, resource: Resource
) -> None:
    related = resource.owners | resource.within
    decision = decide(principal, action, resource)
    if decision is Decision.REFUSED:
        assert not related or principal.organisation in related
    if decision is Decision.HIDDEN:
        assert related
        assert principal.organisation not in related


class Going(msgspec.Struct):
    """To whom, as a part of a command."""

    to: UUID
    told: str = ""


class Moving(msgspec.Struct):
    """A command that names organisations and things in every way commands do, and in some they may yet."""

    institution: UUID
    hub: UUID
    holder: Organisation
    others: tuple[UUID, ...] = ()
    nothing: UUID | None = None
    one: Going | None = None
    several: list[Going] = []
    together: tuple[str, Going] | None = None
    by_id: dict[UUID, Going | None] = {}
    words: tuple[str, ...] = ("a", "b")


GOING = st.builds(Going, to=st.uuids())
MOVING = st.builds(
    Moving,
    institution=st.uuids(),
    hub=st.uuids(),
    holder=st.builds(Organisation, st.sampled_from(OrganisationKind), st.uuids()),
    others=st.lists(st.uuids(), max_size=3).map(tuple),
    nothing=st.none() | st.uuids(),
    one=st.none() | GOING,
    several=st.lists(GOING, max_size=2),
    together=st.none() | st.tuples(st.text(max_size=3), GOING),
    by_id=st.dictionaries(st.uuids(), st.none() | GOING, max_size=2),
)


@given(MOVING)
def test_a_command_is_about_every_id_it_names_and_owned_by_the_organisations_it_names(
    command: Moving,
) -> None:
    written = msgspec.json.encode(command).decode()
    found = resource_of(command)
    assert {str(one) for one in found.things} == set(UUID_IN_TEXT.findall(written))
    assert found.owners == {
        Organisation(OrganisationKind.INSTITUTION, command.institution),
        Organisation(OrganisationKind.HUB, command.hub),
        command.holder,
    }


@given(MOVING, st.data())
def test_whoever_is_narrowed_names_nothing_else(command: Moving, data: st.DataObject) -> None:
    resource = resource_of(command)
    asking = Principal(id="link:1", roles=frozenset(Role), things=resource.things)
    action = data.draw(ACTIONS)
    if can(asking, action, resource):
        without = data.draw(st.sampled_from(sorted(resource.things)))
        narrower = msgspec.structs.replace(asking, things=resource.things - {without})
        assert not can(narrower, action, resource)


def test_thousands_of_learners_are_not_searched_for_ids() -> None:
    assert _fields_with_ids(SendRoster) == ("institution",)


@pytest.mark.parametrize("role", Role)
def test_every_role_is_held_somewhere_and_may_something(role: Role) -> None:
    assert role in HELD_AT
    assert any(role in by_role for by_role in matrix().values())
