"""Disclosure control: small numbers are protected everywhere outside the institution they are about.

``counts`` protects learners on pages and in answers, ``release`` whole published releases, and
``combinations`` says what a reader can work out from sums. The rule: whatever is published passes here.
"""

from hub_core.disclosure.counts import (
    AS_SHIPPED,
    Policy,
    ProtectedCount,
    ProtectedShare,
    band,
    percentage,
    protect,
    protect_acts,
    protect_breakdown,
    protect_share,
    snap_to_month_end,
)

__all__ = [
    "AS_SHIPPED",
    "Policy",
    "ProtectedCount",
    "ProtectedShare",
    "band",
    "percentage",
    "protect",
    "protect_acts",
    "protect_breakdown",
    "protect_share",
    "snap_to_month_end",
]
