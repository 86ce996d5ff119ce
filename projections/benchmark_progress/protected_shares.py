"""A share of learners of whom some were only counted, as others than the institution may see it. No I/O.

The rule: what is certain and what is possible are withheld together, as one would tell the other.
"""

from typing import NamedTuple

from hub_core.disclosure import AS_SHIPPED, Policy, ProtectedShare, protect_share


class Shares(NamedTuple):
    """What is certain, and what is possible; neither may be shown where they are ``withheld``."""

    certain: ProtectedShare
    possible: ProtectedShare
    withheld: bool

    @property
    def percentage(self) -> int | None:
        """The certain one's; None where it is withheld."""
        return None if self.withheld else self.certain.percent


def protected_shares(
    numerator: int, at_most: int, whole: int, policy: Policy = AS_SHIPPED
) -> Shares:
    """Both, of so many learners."""
    certain, possible = (
        protect_share(numerator, whole, policy),
        protect_share(at_most, whole, policy),
    )
    hidden = certain.part.suppressed or certain.whole.suppressed or possible.part.suppressed
    return Shares(certain, possible, hidden)
