"""Ordinals: given once, dense from 0, never twice, whatever happens at the same time."""

import asyncio
from uuid import uuid4

from hub_core.vault import Vault


async def test_references_get_ordinals_in_the_order_they_come(vault: Vault) -> None:
    school = uuid4()
    given = await vault.enrol(school, ["ada", "ben", "cyd"])
    assert given.known == {"ada": 0, "ben": 1, "cyd": 2}
    assert given.unknown == ()


async def test_a_reference_keeps_its_ordinal(vault: Vault) -> None:
    school = uuid4()
    await vault.enrol(school, ["ada", "ben"])
    again = await vault.enrol(school, ["cyd", "ben", "ada", "ben"])
    assert again.known == {"ada": 0, "ben": 1, "cyd": 2}


async def test_asking_gives_no_ordinal(vault: Vault) -> None:
    school = uuid4()
    await vault.enrol(school, ["ada"])
    asked = await vault.ordinals(school, ["ben", "ada"])
    assert asked.known == {"ada": 0}
    assert asked.unknown == ("ben",)
    assert (await vault.ordinals(school, ["ben"])).unknown == ("ben",)


async def test_what_the_log_has_in_use_is_given_to_nobody_else(vault: Vault) -> None:
    school = uuid4()
    await vault.enrol(school, ["ada"])
    assert (await vault.enrol(school, ["ada", "ben"], above=40)).known == {"ada": 0, "ben": 41}
    assert (await vault.enrol(school, ["cyd"], above=3)).known == {"cyd": 42}


async def test_two_schools_know_nothing_of_each_other(vault: Vault) -> None:
    ours, theirs = uuid4(), uuid4()
    await vault.enrol(ours, ["ada", "ben"])
    assert (await vault.enrol(theirs, ["ben"])).known == {"ben": 0}
    keyed = await vault.pool.fetch(
        "select distinct keyed from vault.learners where institution = any($1)", [ours, theirs]
    )
    assert len(keyed) == 3


async def test_enrolments_at_the_same_time_leave_no_gap_and_no_double(vault: Vault) -> None:
    school = uuid4()
    sent = [[f"learner {n}" for n in range(start, start + 60)] for start in range(0, 300, 20)]
    answers = await asyncio.gather(*(vault.enrol(school, references) for references in sent))
    known = {
        reference: ordinal for answer in answers for reference, ordinal in answer.known.items()
    }
    assert sorted(known.values()) == list(range(340))
    for answer in answers:
        assert all(known[reference] == ordinal for reference, ordinal in answer.known.items())


async def test_thousands_in_one_go(vault: Vault) -> None:
    school = uuid4()
    references = [f"UPN{n:010}" for n in range(5_000)]
    given = await vault.enrol(school, references)
    assert [given.known[reference] for reference in references] == list(range(5_000))


async def test_the_school_is_told_who_is_behind_an_ordinal(vault: Vault) -> None:
    school = uuid4()
    await vault.enrol(school, ["ada", "ben", "cyd"])
    assert await vault.references(school, [2, 0, 99, -1]) == {0: "ada", 2: "cyd"}
    assert await vault.references(uuid4(), [0]) == {}


async def test_nothing_stands_in_clear(vault: Vault) -> None:
    school = uuid4()
    await vault.enrol(school, ["Ada Lovelace"])
    row = await vault.pool.fetchrow(
        "select keyed, sealed from vault.learners where institution = $1", school
    )
    assert b"Ada" not in row["keyed"] + row["sealed"]
