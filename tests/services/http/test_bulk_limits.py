"""Bodies of many rows: how many rows, how long a cell, how deep and how large, each refused in a sentence.

The rule: what is too much is refused before anything of it is decided, and nothing of it is recorded.
"""

import json
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub_core.membership.institution_commands import MOST_AT_ONCE
from hub_core.rosters.commands import MOST_LEARNERS
from services.http.application import LARGEST_BODY
from tests.builders.api_client import ApiClient, problem_fields, refused


def _roster(rows: int, reference: str = "L-{}") -> dict[str, Any]:
    learners = [{"reference": reference.format(number), "yearGroup": 8} for number in range(rows)]
    return {"learners": learners, "complete": True, "asOf": "2025-09-08"}


async def test_a_roster_with_a_row_too_many(api: ApiClient) -> None:
    school = await api.school()
    before = await api.head()
    path = f"activities/institutions/{school['id']}/roster"
    answer = await api.put(path, _roster(MOST_LEARNERS + 1))
    told = refused(answer, 422, "invalid-request")
    assert problem_fields(answer) == ["learners"]
    assert f"{MOST_LEARNERS:,} can be taken at once" in told["errors"][0]["reason"]
    assert "L-0" not in answer.text, "no reference is quoted back"
    assert await api.head() == before


async def test_a_cell_that_is_too_long_is_named_with_its_row(api: ApiClient) -> None:
    school = await api.school()
    before = await api.head()
    roster = _roster(3)
    roster["learners"][1]["reference"] = "L" * 65
    answer = await api.put(f"activities/institutions/{school['id']}/roster", roster)
    told = refused(answer, 422, "invalid-request")
    assert problem_fields(answer) == ["learners[1].reference"]
    assert "own reference of a learner" in told["errors"][0]["reason"]
    assert await api.head() == before


async def test_a_register_with_a_row_too_many(api: ApiClient) -> None:
    before = await api.head()
    details = {"name": "Ashbrook", "phase": "secondary"}
    rows = [
        {"urn": f"{number:06}", "since": "2026-01-01", "details": details}
        for number in range(MOST_AT_ONCE + 1)
    ]
    body = {"seenOn": "2026-02-02", "sightings": rows}
    answer = await api.post("membership/institutions/sync", body)
    told = refused(answer, 422, "invalid-request")
    assert problem_fields(answer) == ["sightings"]
    assert f"{MOST_AT_ONCE:,} can be taken at once" in told["errors"][0]["reason"]
    assert await api.head() == before


async def test_a_body_that_is_too_large_is_not_read_to_its_end(api: ApiClient) -> None:
    school = await api.school()
    before = await api.head()
    answer = await api.http.put(
        f"/api/activities/institutions/{school['id']}/roster",
        content=b" " * (LARGEST_BODY + 1),
        headers={"idempotency-key": str(uuid4()), "content-type": "application/json"},
    )
    assert answer.status_code == 413, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert await api.head() == before


@pytest.fixture(scope="module")
async def roster_path(api: ApiClient) -> str:
    return f"/api/activities/institutions/{(await api.school())['id']}/roster"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    depth=st.integers(1_100, 200_000),
    opening=st.sampled_from(["[", '{"learners":', '{"x":', '[{"reference":']),
    closed=st.booleans(),
)
async def test_json_deeper_than_anything_of_ours_is_unreadable(
    api: ApiClient, roster_path: str, depth: int, opening: str, closed: bool
) -> None:
    """Sent with a key that works, so that it is really read."""
    ends = {"[": "]", "{": "}"}
    closing = "".join(ends[one] for one in reversed(opening) if one in ends)
    body = opening * depth + ("1" + closing * depth if closed else "")
    answer = await api.http.put(
        roster_path,
        content=body[:LARGEST_BODY].encode(),
        headers={"idempotency-key": str(uuid4()), "content-type": "application/json"},
    )
    assert answer.status_code in (400, 422), answer.text
    assert len(answer.content) < 20_000
    assert json.loads(answer.content)["detail"]
