"""Calls of employers, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.progress.employers import EmployerYear


def year(
    employer: UUID, *, year: str | None = None, at_least: int | None = None
) -> Call[EmployerYear]:
    """An employer's encounters of one academic year at every institution, and what they amount to."""
    return Call(
        operation="employers_year",
        method="GET",
        path=f"/api/progress/employers/{employer}/encounters",
        answer=EmployerYear,
        query={"year": year, "atLeast": at_least},
    )
