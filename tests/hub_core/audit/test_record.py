"""The record of reads is only added to, and kept for its time."""

import csv
from datetime import timedelta
from importlib.resources import files
from uuid import UUID

import asyncpg
import pytest

from hub_core.access import Organisation, OrganisationKind, Principal, Role
from hub_core.access.matrix import matrix
from hub_core.audit import AccessLog, Kind
from hub_core.audit.record import access
from hub_core.audit.recorded import recorded

SCHOOL = Organisation(OrganisationKind.INSTITUTION, UUID(int=7))
LEADER = Principal(
    id="person:00000000-0000-0000-0000-000000000001",
    roles=frozenset({Role.CAREERS_LEADER}),
    organisation=SCHOOL,
)


async def _recorded(pool: asyncpg.Pool, kind: Kind = Kind.LEARNER_DATA) -> None:
    await AccessLog(pool).record(
        LEADER, "rosters.roster", kind, correlation="c-1", about=[SCHOOL], learners=62
    )


async def test_a_read_is_recorded_with_who_what_and_how_many(books: asyncpg.Pool) -> None:
    await _recorded(books)
    row = dict(await books.fetchrow("select * from audit.accesses"))
    assert row.pop("at") is not None
    assert row.pop("id") == 1
    assert row == {
        "kind": "learner_data",
        "action": "rosters.roster",
        "principal": LEADER.id,
        "organisation": f"institution:{SCHOOL.id}",
        "on_behalf_of": None,
        "about": [f"institution:{SCHOOL.id}"],
        "learners": 62,
        "door": "person",
        "correlation": "c-1",
    }


@pytest.mark.parametrize("who", ["person", "key", "client", "link", "system"])
def test_the_door_is_in_the_name(who: str) -> None:
    one = access(Principal(id=f"{who}:x"), "a.b", Kind.EXPORT, correlation="c")
    assert one.door.value == who


@pytest.mark.parametrize(
    "change",
    [
        "update audit.accesses set principal = 'person:somebody-else'",
        "delete from audit.accesses",
        "truncate audit.accesses",
        "update audit.retention set years = 1",
        "delete from audit.retention",
    ],
)
async def test_not_even_its_owner_changes_it(books: asyncpg.Pool, change: str) -> None:
    await _recorded(books)
    with pytest.raises((asyncpg.RaiseError, asyncpg.InsufficientPrivilegeError)):
        await books.execute(change)
    assert await books.fetchval("select count(*) from audit.accesses") == 1


async def test_privileges_alone_forbid_changing_too(books: asyncpg.Pool) -> None:
    for right in ("update", "truncate"):
        held = "select has_table_privilege(current_user, 'audit.accesses', $1)"
        assert not await books.fetchval(held, right)


async def test_what_is_over_is_taken_out_and_nothing_younger(books: asyncpg.Pool) -> None:
    for kind in Kind:
        for age in (timedelta(days=6 * 366), timedelta(days=6 * 365 - 2), timedelta()):
            await books.execute(
                "insert into audit.accesses (at, kind, action, principal, about, door, correlation) "
                "values (clock_timestamp() - $1::interval, $2, 'a', 'person:x', '{}', 'person', 'c')",
                age,
                kind.value,
            )
    assert await AccessLog(books).prune() == len(Kind)
    assert await books.fetchval("select count(*) from audit.accesses") == 2 * len(Kind)
    assert await AccessLog(books).prune() == 0


async def test_the_times_in_the_table_are_those_with_reasons(books: asyncpg.Pool) -> None:
    text = (files("hub_core.audit") / "retention.csv").read_text(encoding="utf-8")
    said = {row["kind"]: row for row in csv.DictReader(text.splitlines())}
    held = {row["kind"]: row["years"] for row in await books.fetch("select * from audit.retention")}
    assert {kind: int(row["years"]) for kind, row in said.items()} == held
    assert set(held) == {kind.value for kind in Kind}
    assert all(row["source"] and row["reason"] for row in said.values())


def test_what_is_recorded_are_actions_there_are() -> None:
    assert set(recorded()) <= set(matrix())
