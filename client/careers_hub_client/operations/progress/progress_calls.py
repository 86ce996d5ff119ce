"""Calls of progress, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from careers_hub_client.call import Call, PagedCall
from careers_hub_client.types.progress.progress import (
    Explanation,
    HubContext,
    HubDashboard,
    HubList,
    HubStanding,
    HubTile,
    MissingLearners,
    PhasesAcross,
    Progress,
)


def hubs(*, cursor: str | None = None, limit: int | None = None) -> PagedCall[HubList, HubTile]:
    """Every hub with the key figures of the current academic year."""
    return PagedCall(
        operation="progress_hubs",
        method="GET",
        path="/api/progress/hubs",
        answer=HubList,
        query={"cursor": cursor, "limit": limit},
        items="hubs",
    )


def hub_dashboard(
    slug: str, *, year: str | None = None, at_least: int | None = None
) -> Call[HubDashboard]:
    """All figures of one hub in one academic year, each with what it rests on."""
    return Call(
        operation="progress_hub_dashboard",
        method="GET",
        path=f"/api/progress/hubs/{slug}/dashboard",
        answer=HubDashboard,
        query={"year": year, "atLeast": at_least},
    )


def hub_benchmarks(
    slug: str, *, year: str | None = None, edition: str | None = None, at_least: int | None = None
) -> Call[HubStanding]:
    """The present members' benchmarks: the latest official result, and criteria with evidence."""
    return Call(
        operation="progress_hub_benchmarks",
        method="GET",
        path=f"/api/progress/hubs/{slug}/benchmarks",
        answer=HubStanding,
        query={"year": year, "edition": edition, "atLeast": at_least},
    )


def hub_context(slug: str, *, year: str | None = None) -> Call[HubContext]:
    """Official statistics of a hub's areas beside the hub's own figures."""
    return Call(
        operation="progress_hub_context",
        method="GET",
        path=f"/api/progress/hubs/{slug}/context",
        answer=HubContext,
        query={"year": year},
    )


def phases(
    institution: UUID, *, edition: str | None = None, as_at: date | None = None
) -> Call[PhasesAcross]:
    """Each phase of the institution and its partners: how many of its own learners were reached
    this year.
    """
    return Call(
        operation="progress_phases",
        method="GET",
        path=f"/api/progress/institutions/{institution}/phases",
        answer=PhasesAcross,
        query={"edition": edition, "asAt": as_at},
    )


def institution_benchmarks(
    institution: UUID,
    *,
    edition: str | None = None,
    as_at: date | None = None,
    known_at: date | None = None,
) -> Call[Progress]:
    """What the log shows of an institution's progress: coverage, never an official result."""
    return Call(
        operation="progress_institution_benchmarks",
        method="GET",
        path=f"/api/progress/institutions/{institution}/benchmarks",
        answer=Progress,
        query={"edition": edition, "asAt": as_at, "knownAt": known_at},
    )


def explain(
    institution: UUID,
    *,
    criterion: str,
    edition: str | None = None,
    as_at: date | None = None,
    known_at: date | None = None,
) -> Call[Explanation]:
    """Which activities moved a figure, in order, and which did not count and why."""
    return Call(
        operation="progress_explain",
        method="GET",
        path=f"/api/progress/institutions/{institution}/explain",
        answer=Explanation,
        query={"criterion": criterion, "edition": edition, "asAt": as_at, "knownAt": known_at},
    )


def missing(
    institution: UUID, *, criterion: str, edition: str | None = None, as_at: date | None = None
) -> Call[MissingLearners]:
    """Who is missing: the institution's own references of the learners a criterion does not reach
    yet.
    """
    return Call(
        operation="progress_missing",
        method="GET",
        path=f"/api/progress/institutions/{institution}/missing",
        answer=MissingLearners,
        query={"criterion": criterion, "edition": edition, "asAt": as_at},
    )
