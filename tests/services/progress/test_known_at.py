"""A school's progress as it was known on a day: what was recorded later changes nothing of it."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from hub_core.embedded import Servers
from tests.builders.api_client import ApiClient, refused, taken
from tests.services.progress.conftest import YEAR_8, YES, figure_of, leader_of, school_of_year_8


async def _recorded_on(
    api: ApiClient, servers: Servers, school: dict[str, Any], day: date, at: time = time(12)
) -> None:
    """Let what the school's log holds of later than this day have been recorded on it, at noon or ``at`` UTC.

    The log takes its times from the database's clock, which no test can turn back.
    """
    database = await api.owner.fetchval("select current_database()")
    superuser = await asyncpg.connect(servers.postgres.address("postgres", database))
    try:
        await superuser.execute("set session_replication_role = replica")
        moment = datetime.combine(day, at, tzinfo=UTC)
        await superuser.execute(
            "update ledger.events set recorded_at = $1 where institution = $2 and recorded_at > $1",
            moment,
            UUID(school["id"]),
        )
    finally:
        await superuser.close()


async def test_a_later_correction_changes_a_past_day_only_as_it_is_known_since(
    api: ApiClient, servers: Servers
) -> None:
    school = await school_of_year_8(api)
    talk = {
        "type": "employer_talk",
        "heldOn": "2026-01-14",
        "mode": "in_person",
        "attendance": {"learners": YEAR_8[:12]},
        "checks": YES,
    }
    path = f"activities/institutions/{school['id']}/activities"
    activity = taken(await api.post(path, talk), 201)["id"]
    await _recorded_on(api, servers, school, date(2026, 1, 15))
    fewer = talk | {"attendance": {"learners": YEAR_8[:9]}, "reason": "wrong_learners"}
    taken(await api.put(f"{path}/{activity}", fewer))
    await _recorded_on(api, servers, school, date(2026, 2, 3))

    own, of_school = await leader_of(api, school), f"progress/institutions/{school['id']}"
    recorded = ["An institution recorded an activity: Employer talk"]
    corrected = ["An activity was corrected: The wrong learners were named"]
    for days, met, headings in (
        ("knownAt=2026-01-14", None, []),
        ("asAt=2026-01-14&knownAt=2026-01-15", 12, recorded),
        ("asAt=2026-01-31&knownAt=2026-02-02", 12, recorded),
        ("asAt=2026-01-31&knownAt=2026-02-03", 9, corrected),
        ("asAt=2026-01-31", 9, corrected),
        ("asAt=2026-01-13&knownAt=2026-02-03", 0, []),
        ("knownAt=2026-02-02", 12, recorded),
    ):
        why = await api.get(f"{of_school}/explain?criterion=5.1.y8&{days}", **own)
        if met is None:  # not even the school was known then
            refused(why, 404, "not-found")
            continue
        told = taken(await api.get(f"{of_school}/benchmarks?{days}", **own))
        assert figure_of(told, "5.1.y8")["numerator"] == met, days
        explained = taken(why)
        assert explained["figure"]["numerator"] == met, days
        assert [one["heading"] for one in explained["steps"]] == headings, days
        for answer in (told, explained):
            assert answer["knownAt"] == dict(one.split("=") for one in days.split("&")).get(
                "knownAt"
            )


@pytest.mark.parametrize(
    ("recorded", "at", "known_at", "met"),
    [
        # In summer a day ends an hour before midnight UTC, in winter at midnight.
        (date(2025, 10, 20), time(22, 59, 59), "2025-10-20", 12),
        (date(2025, 10, 20), time(23), "2025-10-20", 0),
        (date(2025, 10, 20), time(23), "2025-10-21", 12),
        (date(2026, 1, 31), time(23, 59, 59), "2026-01-31", 12),
        (date(2026, 2, 1), time(0), "2026-01-31", 0),
    ],
)
async def test_a_day_of_what_was_known_ends_at_midnight_in_england(
    api: ApiClient, servers: Servers, recorded: date, at: time, known_at: str, met: int
) -> None:
    school = await school_of_year_8(api)
    await _recorded_on(api, servers, school, date(2025, 9, 9))
    talk = {"type": "employer_talk", "heldOn": "2025-09-10", "mode": "in_person", "checks": YES}
    path = f"activities/institutions/{school['id']}/activities"
    taken(await api.post(path, talk | {"attendance": {"learners": YEAR_8[:12]}}), 201)
    await _recorded_on(api, servers, school, recorded, at)
    asked = f"progress/institutions/{school['id']}/explain?criterion=5.1.y8&knownAt={known_at}"
    told = taken(await api.get(asked, **await leader_of(api, school)))
    assert told["figure"]["numerator"] == met


async def test_without_a_day_of_its_own_a_question_is_about_the_day_of_what_was_known(
    api: ApiClient, school: dict[str, Any]
) -> None:
    path = f"progress/institutions/{school['id']}/benchmarks?knownAt=2026-01-20"
    told = taken(await api.get(path, **await leader_of(api, school)))
    assert (told["asAt"], told["knownAt"]) == ("2026-01-20", "2026-01-20")
    # Others could subtract one day's knowledge from the next day's.
    protected = taken(await api.get(path))
    assert (protected["asAt"], protected["knownAt"]) == ("2025-12-31", "2025-12-31")
