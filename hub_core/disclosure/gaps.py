"""Disclosure control of a gap between a group of learners and everybody else, over several institutions.

The rule: a gap is four counts (of the group and of the others, reached and not), and it is shown whole or
withheld whole. Nothing is told about fewer than five institutions, nor where one of the four counts is small:
whoever knows everybody's figure could take the others away from it.
"""

from msgspec import Struct

from hub_core.disclosure.counts import AS_SHIPPED, Policy, ProtectedShare, protect_share
from hub_core.disclosure.release import ReleasePolicy

#: So many institutions stand behind a gap at least: as many as behind whatever is published.
LEAST_INSTITUTIONS = ReleasePolicy().minimum_institutions


class Gap(Struct, frozen=True, kw_only=True):
    """How many of a group were reached, beside how many of the others."""

    group: ProtectedShare
    others: ProtectedShare

    @property
    def points(self) -> int | None:
        """Percentage points by which the group is ahead (below nought: behind), from what is shown."""
        if self.group.percent is None or self.others.percent is None:
            return None
        return self.group.percent - self.others.percent


def protect_gap(
    *,
    institutions: int,
    reached: int,
    learners: int,
    all_reached: int,
    all_learners: int,
    policy: Policy = AS_SHIPPED,
) -> Gap | None:
    """The gap as it may be shown; None where it is withheld. ``all_`` counts take in the group.

    Raises ``ValueError`` where the group is more than everybody.
    """
    others_reached, others = all_reached - reached, all_learners - learners
    cells = (reached, learners - reached, others_reached, others - others_reached)
    if min(cells) < 0:
        raise ValueError(f"{reached} of {learners} are no part of {all_reached} of {all_learners}.")
    if institutions < LEAST_INSTITUTIONS:
        return None
    if any(0 < cell < policy.minimum_learners for cell in cells):
        return None
    return Gap(
        group=protect_share(reached, learners, policy),
        others=protect_share(others_reached, others, policy),
    )
