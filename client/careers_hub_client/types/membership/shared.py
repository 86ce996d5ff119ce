"""Types of several parts of the service membership.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from typing import Literal

#: Why somebody should look at a member, the most pressing first.
Concern = Literal[
    "leader_untold",
    "leader_untrained",
    "nothing_told",
    "post_vacant",
    "requests_unanswered",
    "result_missing",
    "result_old",
    "statement_missing",
    "statement_overdue",
    "training_expires",
]
