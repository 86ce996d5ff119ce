"""What is told of an institution beside its place: quintile, time in its hub, careers leader, award.

The rule: fifths are of equal size, over those whose share is known; ties go by id, never by results.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from hub_core.gatsby.leadership import Leader
from hub_core.rollups.levels import LeaderTrained, Quintile, TimeInHub

_LEADERS = {
    Leader.TRAINED: LeaderTrained.TRAINED,
    Leader.ATTESTED: LeaderTrained.TRAINED,
    Leader.UNTRAINED: LeaderTrained.UNTRAINED,
    Leader.VACANT: LeaderTrained.VACANT,
    Leader.NOT_TOLD: LeaderTrained.NOT_KNOWN,
}
_FIFTHS = (Quintile.MOST, Quintile.SECOND, Quintile.THIRD, Quintile.FOURTH, Quintile.FEWEST)


def leader_trained(leader: Leader) -> LeaderTrained:
    """What tables say of a careers leader's post; training that only the institution tells of counts."""
    return _LEADERS[leader]


def time_in_hub(since: date | None, day: date) -> TimeInHub:
    """How long a member since that day has been one; None is no member."""
    if since is None:
        return TimeInHub.NONE
    years = day.year - since.year - ((day.month, day.day) < (since.month, since.day))
    if years < 1:
        return TimeInHub.UNDER_ONE
    return TimeInHub.ONE_TO_THREE if years < 3 else TimeInHub.THREE_OR_MORE


def quintiles(shares: Sequence[tuple[UUID, float | None]]) -> dict[UUID, Quintile]:
    """Each institution's fifth by its share of pupils eligible for free school meals, the largest first."""
    known = sorted(
        ((share, institution) for institution, share in shares if share is not None),
        key=lambda one: (-one[0], one[1]),
    )
    found = {institution: Quintile.NOT_KNOWN for institution, _ in shares}
    for place, (_, institution) in enumerate(known):
        found[institution] = _FIFTHS[place * len(_FIFTHS) // len(known)]
    return found
