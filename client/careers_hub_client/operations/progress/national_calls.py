"""Calls of national, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call, PagedCall
from careers_hub_client.types.progress.national import NationalSnapshot, NationalSnapshots


def snapshots(
    *, cursor: UUID | None = None, limit: int | None = None
) -> PagedCall[NationalSnapshots, NationalSnapshot]:
    """National figures that were published, newest first."""
    return PagedCall(
        operation="national_snapshots",
        method="GET",
        path="/api/progress/national",
        answer=NationalSnapshots,
        query={"cursor": cursor, "limit": limit},
        items="snapshots",
    )


def table(snapshot: UUID, name: str) -> Call[bytes]:
    """A table of published figures, or what its columns are, as a file."""
    return Call(
        operation="national_table",
        method="GET",
        path=f"/api/progress/national/{snapshot}/tables/{name}",
        answer=bytes,
    )
