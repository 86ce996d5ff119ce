"""Scopes: every operation of the API has a group or a reason, and none permits what its name hides."""

import pytest

from hub_core.access import Role
from hub_core.access.matrix import matrix
from hub_core.identity.machines.scopes import is_useful, operations_in, scopes, useful_scopes

#: What no group permits, and why. A machine that must is given the operation by its own name.
FOR_PEOPLE = {
    "webhooks.disable_subscription": "the worker does this by itself",
    "identity.expire_invitation": "the operator's `hub people sweep` does this",
    "identity.register_person": "the platform itself does this for personas",
    "identity.link_sign_in": "a person signs in",
    "identity.grant_role": "roles are taken by invitation",
    "identity.accept_invitation": "the person invited does this",
    "identity.erase_person": "a person asks for this",
    "identity.begin_acting_on_behalf": "a person acts for another",
    "identity.end_acting_on_behalf": "a person acts for another",
    "identity.me": "a person asks who they are",
    "identity.session": "a person's session",
    "identity.organisation_page": "a page",
    "attention.hub_attention": "a page; each fact has a read of its own",
    "progress.hub_coverage": "a page; machines ask for each institution's benchmarks",
    "providers.hub_access": "a page; machines ask for each school's requests, statement and figures",
    "reporting.hub_report": "a page; each figure has a read of its own",
    "reporting.governors_report": "a page; each figure has a read of its own",
    "membership.hub_members": "a page; machines ask for each institution's membership",
    "calendars.of_hub": "a page; programs read the calendar at its private address",
    "calendars.of_institution": "a page; programs read the calendar at its private address",
    "calendars.of_employer": "a page; programs read the calendar at its private address",
    "membership.search": "a page; machines look an institution up by its number",
    "identity.operations": "a page; machines scrape the metrics",
    "snapshots.publish_snapshot": "the operator's `hub rollup publish` does this",
    "snapshots.restate_snapshot": "the operator's `hub rollup restate` does this",
    "reporting.sign_off_return": "a person answers for it",
    "identity.record_link_use": "whoever opens a link does this",
    "feedback.answer_as_learner": "whoever has a class code does this",
}


def test_every_operation_has_one_group_or_a_reason() -> None:
    grouped = [operation for scope in scopes().values() for operation in scope.operations]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) <= matrix().keys()
    assert matrix().keys() - set(grouped) <= FOR_PEOPLE.keys()
    assert FOR_PEOPLE.keys().isdisjoint(grouped)


@pytest.mark.parametrize("name", scopes())
def test_a_group_that_reads_changes_nothing(name: str) -> None:
    from hub_core.work import operations

    changing = scopes()[name].operations & operations().keys()
    assert bool(changing) == name.endswith(":write")


@pytest.mark.parametrize("role", Role)
def test_every_role_is_offered_what_it_can_use(role: Role) -> None:
    offered = useful_scopes(role)
    assert offered
    for name in scopes():
        may = any(role in matrix()[operation] for operation in scopes()[name].operations)
        assert is_useful(name, role) == may == (name in offered)


def test_a_scope_nobody_knows_permits_nothing() -> None:
    assert operations_in(["everything", "encounters:delete", "", "*"]) == frozenset()
    assert operations_in(["encounters.part"]) == {"encounters.part"}
