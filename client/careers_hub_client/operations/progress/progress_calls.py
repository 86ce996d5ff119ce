"""Calls of progress, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from careers_hub_client.call import Call, PagedCall
from careers_hub_client.types.progress.progress import (
    EditionsBeside,
    EditionToTry,
    Explanation,
    HubContext,
    HubDashboard,
    HubList,
    HubQuestions,
    HubStanding,
    HubTile,
    MissingLearners,
    PhasesAcross,
    Progress,
    Questions,
    Trial,
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


def questions(
    institution: UUID, *, as_at: date | None = None, seed: str | None = None
) -> Call[Questions]:
    """What in its own words is worth asking about, and a sample of records to verify."""
    return Call(
        operation="progress_questions",
        method="GET",
        path=f"/api/progress/institutions/{institution}/questions",
        answer=Questions,
        query={"asAt": as_at, "seed": seed},
    )


def hub_questions(
    slug: str, *, as_at: date | None = None, seed: str | None = None
) -> Call[HubQuestions]:
    """Which members of a hub there is something to ask of, what, and a sample of each to verify."""
    return Call(
        operation="progress_hub_questions",
        method="GET",
        path=f"/api/progress/hubs/{slug}/questions",
        answer=HubQuestions,
        query={"asAt": as_at, "seed": seed},
    )


def editions_beside(
    institution: UUID, *, other: str, edition: str | None = None, as_at: date | None = None
) -> Call[EditionsBeside]:
    """Two editions over the same evidence, side by side: never a change over time."""
    return Call(
        operation="progress_editions_beside",
        method="GET",
        path=f"/api/progress/institutions/{institution}/benchmarks/beside",
        answer=EditionsBeside,
        query={"other": other, "edition": edition, "asAt": as_at},
    )


def try_edition(institution: UUID, body: EditionToTry) -> Call[EditionsBeside]:
    """Try an altered edition over an institution's evidence.

    What would differ, figure by figure. Nothing is stored.
    """
    return Call(
        operation="progress_try_edition",
        method="POST",
        path=f"/api/progress/institutions/{institution}/benchmarks/try",
        answer=EditionsBeside,
        body=body,
    )


def try_thresholds(hub: UUID, body: EditionToTry) -> Call[Trial]:
    """Try an edition's thresholds over a hub's members.

    Who would achieve a criterion that does not, and who no more, by protected percentages.
    """
    return Call(
        operation="progress_try_thresholds",
        method="POST",
        path=f"/api/progress/hubs/{hub}/benchmarks/try",
        answer=Trial,
        body=body,
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
