"""Calls of questions, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.progress.questions import HubQuestions, Questions


def of_institution(
    institution: UUID, *, as_at: date | None = None, seed: str | None = None
) -> Call[Questions]:
    """What in its own words is worth asking about, and a sample of records to verify."""
    return Call(
        operation="questions_of_institution",
        method="GET",
        path=f"/api/progress/institutions/{institution}/questions",
        answer=Questions,
        query={"asAt": as_at, "seed": seed},
    )


def of_hub(slug: str, *, as_at: date | None = None, seed: str | None = None) -> Call[HubQuestions]:
    """Which members of a hub there is something to ask of, what, and a sample of each to verify."""
    return Call(
        operation="questions_of_hub",
        method="GET",
        path=f"/api/progress/hubs/{slug}/questions",
        answer=HubQuestions,
        query={"asAt": as_at, "seed": seed},
    )
