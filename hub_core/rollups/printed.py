"""Numbers as they are printed in published tables.

The rule: a number is rounded once, from its exact value, halves away from nought; never from one that was
rounded before.
"""

from fractions import Fraction
from typing import Protocol

from hub_core.disclosure.release import ReleasePolicy

#: The government's symbols in tables. Source: value list of the Explore education statistics standard.
SUPPRESSED = "c"
UNAVAILABLE = "x"
LOW = "low"
NOT_APPLICABLE = "z"


class Behind(Protocol):
    """Figures that know who is behind them."""

    @property
    def contributing(self) -> int: ...

    @property
    def contributing_share(self) -> Fraction | None: ...


def behind(eligible: int, figures: Behind | None, policy: ReleasePolicy) -> dict[str, str]:
    """Who is behind figures, as every row says it; who contributed is withheld with them."""
    if figures is None:
        contributing = share_of_eligible = SUPPRESSED
    else:
        contributing = count(figures.contributing, policy)
        share_of_eligible = (
            share(figures.contributing_share, policy) if eligible else NOT_APPLICABLE
        )
    return {
        "institutions_eligible": str(eligible),
        "institutions_contributing": contributing,
        "contributing_percent": share_of_eligible,
    }


def decimal(value: Fraction, decimals: int) -> str:
    """A number with so many decimals: 2.135 to two is 2.14, and -0.004 is 0.00."""
    if value < 0:
        positive = decimal(-value, decimals)
        return positive if not float(positive) else f"-{positive}"
    units = (2 * value.numerator * 10**decimals + value.denominator) // (2 * value.denominator)
    whole, rest = divmod(units, 10**decimals)
    return f"{whole}.{rest:0{decimals}}" if decimals else str(whole)


def count(number: int, policy: ReleasePolicy) -> str:
    """A count of institutions: rounded as the policy says, ``low`` where that would make it nought."""
    rounded = (number + policy.rounding // 2) // policy.rounding * policy.rounding
    return LOW if number and not rounded else str(rounded)


def share(value: Fraction | None, policy: ReleasePolicy) -> str:
    """A share in per cent, from unrounded numbers; unavailable where nobody contributed."""
    return UNAVAILABLE if value is None else decimal(value, policy.share_decimals)


def mean(value: Fraction | None, policy: ReleasePolicy) -> str:
    """A mean; unavailable where nobody contributed."""
    return UNAVAILABLE if value is None else decimal(value, policy.mean_decimals)
