"""Calls of editions, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.progress.editions import EditionsBeside, EditionToTry, Trial


def beside(
    institution: UUID, *, other: str, edition: str | None = None, as_at: date | None = None
) -> Call[EditionsBeside]:
    """Two editions over the same evidence, side by side: never a change over time."""
    return Call(
        operation="editions_beside",
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
        operation="editions_try_edition",
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
        operation="editions_try_thresholds",
        method="POST",
        path=f"/api/progress/hubs/{hub}/benchmarks/try",
        answer=Trial,
        body=body,
    )
