"""A hub's year, told through its API alone: every fact is in the log at the end, and no name is.

The year is told once (``tests/stories/year``, a chapter a file, each checking what it was answered as it
goes); the tests here ask what stands when it is over.
"""

import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from hub_core.embedded import Servers
from tests.builders.api_client import api_client, taken
from tests.builders.databases import fresh_addresses
from tests.stories.year import spring
from tests.stories.year.facts import Fact, every_fact
from tests.stories.year.telling import the_year_is_told
from tests.stories.year.world import Year


@pytest.fixture(scope="module")
async def year(
    servers: Servers,
    ledger_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Year]:
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    folder: Path = tmp_path_factory.mktemp("year")
    async with api_client(addresses, folder=folder) as api:
        year = Year(api)
        await the_year_is_told(year)
        yield year


async def test_every_fact_is_in_the_log_and_nothing_else(year: Year) -> None:
    """But for the keys, which tests issue as they need them."""
    names = {UUID(institution["id"]): name for name, institution in year.at.items()}
    rows = await year.api.owner.fetch(
        "select topic, institution from ledger.events where topic not like 'identity.Key%'"
    )
    found: Counter[Fact] = Counter()
    for row in rows:
        about = row["institution"]
        found[None if about is None else names[about], row["topic"]] += 1
    assert found == every_fact()


async def test_no_name_is_in_the_log(year: Year) -> None:
    """Nor in what is kept beside it: answers to repeat, claims, read models, who looked at what, uploads."""
    kept = await _everything_kept(year)
    assert _tells(kept, "Hartley Engineering Limited")  # an organisation's name may be there
    assert len(year.private) > 50
    assert [one for one in year.private if _tells(kept, one)] == []


async def test_names_are_told_to_those_they_are_for(year: Year) -> None:
    workforce = await year.get(f"{year.of('Ashbrook', 'training')}/workforce")
    assert workforce["careersLeader"]["person"]["name"] == "Priyanka Nairobell"


async def test_the_academy_has_its_history_from_before(year: Year) -> None:
    school = UUID(year.at["Ashbrook"]["id"])
    rows = await year.api.owner.fetch(
        "select topic from ledger.events where institution = $1 order by position", school
    )
    topics = [row["topic"] for row in rows]
    became = topics.index("membership.InstitutionBecameAcademy.v1")
    assert "encounters.EncounterDelivered.v1" in topics[:became]
    assert "guidance.GuidanceMeetingHeld.v1" in topics[became:]
    listed = await year.get(f"{year.of('Ashbrook', 'encounters')}/encounters")
    assert [one["encounter"] for one in listed["encounters"]] == [year.kept["talk"]]


async def test_whoever_was_erased_in_march_is_erased_in_july(year: Year) -> None:
    await spring.is_still_erased(year)


async def test_the_academys_figures_rest_on_whom_it_still_knows(year: Year) -> None:
    """Five of six learners are left, and each has a record of what they took part in."""
    await year.api.project()
    path = f"{year.of('Ashbrook', 'progress')}/benchmarks"
    shown = await year.get(path, **await year.leader("Ashbrook"))
    [record] = [
        figure
        for benchmark in shown["benchmarks"]
        for figure in benchmark["figures"]
        if figure["criterion"] == "3.2.y10"
    ]
    assert (record["numerator"], record["denominator"]) == (5, 5)
    assert record["strength"] == "school_confirmed"


async def test_the_hub_sees_its_year_and_no_learner(year: Year) -> None:
    """Everybody told something; so few learners were named that no phase shows a number of them."""
    await year.api.project()
    answer = await year.api.get(f"progress/hubs/{year.hub['slug']}/dashboard?year=2025/26")
    shown = taken(answer)
    total = shown["total"]
    assert (total["members"], total["institutionsReporting"], shown["silent"]) == (8, 8, [])
    # Two of the talk in November, of which Ashbrook's own record is one with the employer's; five in March;
    # and what institutions recorded alone: five in their terms, Ashbrook two more, Northbank its fair.
    assert total["encounters"] == 2 + 5 + 5 + 2 + 1
    told_by = {one["code"]: one["encounters"] for one in shown["evidence"]["slices"]}
    assert (told_by["school_only"], told_by["employer_reported"]) == (8, 0)
    beside = {one["key"]: one["restsOn"]["institutions"] for one in shown["beside"]}
    assert beside == {"workplace_experience": 2, "provider_encounter": 1, "guidance_meeting": 1}
    assert {one["learners"]["text"] for one in shown["beside"]} == {"not shown"}
    assert {panel["key"]: panel["members"] for panel in shown["phases"]} == {
        "primary": 2,
        "secondary": 2,
        "special_and_alternative": 1,
        "fe_and_skills": 2,
        "adult": 1,
    }
    assert total["distinctLearners"]["shown"] == 15
    assert {panel["distinctLearners"]["shown"] for panel in shown["phases"]} <= {None, 0}
    told = answer.content.lower()
    assert _tells(told, "Canal Street Clinic")
    assert [one for one in year.private if _tells(told, one)] == []


async def _everything_kept(year: Year) -> bytes:
    """Every byte of every column of every table of the hub's own database; the vault has another."""
    tables = await year.api.owner.fetch(
        "select format('%I.%I', schemaname, tablename) as name from pg_tables"
        " where schemaname not in ('pg_catalog', 'information_schema')"
    )
    names = {row["name"] for row in tables}
    assert {"ledger.events", "ledger.commands", "ledger.claims", "audit.accesses"} <= names
    kept = [
        value if isinstance(value, bytes) else str(value).encode()
        for name in sorted(names)
        for row in await year.api.owner.fetch(f"select * from {name}")
        for value in row.values()
    ]
    return b"\n".join(kept).lower()


def _tells(kept: bytes, text: str) -> bool:
    """Whether a text stands there, as it is or as JSON escapes it."""
    spellings = (text.lower(), json.dumps(text.lower())[1:-1])
    return any(spelling.encode() in kept for spelling in spellings)
