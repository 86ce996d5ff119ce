"""Types of several parts of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

import msgspec


class ProtectedCount(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A number of learners as it may be shown: rounded, or `None` when suppressed.

    Nought is a true nought. `text` is what a person reads; `symbol` is what a table holds.
    """

    shown: int | None
    text: str
