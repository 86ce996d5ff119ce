"""Calls of trusts, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.progress.trusts import TrustSchools


def schools(trust: UUID) -> Call[TrustSchools]:
    """A trust's schools across hubs: benchmarks, careers leaders trained, access statements
    missing.
    """
    return Call(
        operation="trusts_schools",
        method="GET",
        path=f"/api/progress/trusts/{trust}/schools",
        answer=TrustSchools,
    )
