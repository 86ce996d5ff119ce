"""Disclosure control: small numbers are protected everywhere outside the institution they are about.

``counts`` protects learners on pages and in answers, ``gaps`` groups of them over several institutions,
``release`` whole published releases. ``combinations`` says what a reader can work out from sums, by way of
``alike``, ``search`` and ``vectors``. The rule: whatever is published passes here.
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
from hub_core.disclosure.gaps import LEAST_INSTITUTIONS, Gap, protect_gap

__all__ = [
    "AS_SHIPPED",
    "LEAST_INSTITUTIONS",
    "Gap",
    "Policy",
    "ProtectedCount",
    "ProtectedShare",
    "band",
    "percentage",
    "protect",
    "protect_acts",
    "protect_breakdown",
    "protect_gap",
    "protect_share",
    "snap_to_month_end",
]
