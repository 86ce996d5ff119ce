"""Allocation: which institution gets how many of a placement's places, and why.

The rule: need comes first, place by place. The n-th place of an institution is as urgent as the groups of
which it sends n learners or more weigh together, so an institution's neediest learners are placed before
anybody's others; equal need is shared out evenly, then in the order of asking. Weights are data.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from heapq import heapify, heappop, heapreplace
from importlib.resources import files
from uuid import UUID

import msgspec

from hub_core.placements.events import AllocationReason, Need, NeedGroup


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One institution's request: how many places, for whom, and its place in the order of asking."""

    institution: UUID
    places: int
    need: Need
    order: int


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What an institution has: places, why each, and how many it still waits for."""

    places: int
    waiting: int
    reasons: tuple[AllocationReason, ...]


def allocate(
    capacity: int, asked: Sequence[Asked], held: Mapping[UUID, int] | None = None
) -> dict[UUID, Share]:
    """Every institution's share of ``capacity`` places. Whoever holds places keeps them.

    The same requests in whatever order give the same shares. Raises ``ValueError`` when more is held than
    there is.
    """
    has = {one.institution: (held or {}).get(one.institution, 0) for one in asked}
    free = capacity - sum(has.values())
    if free < 0:
        raise ValueError(f"{-free} more places are held than there are.")
    queue = [_turn(one, has[one.institution]) for one in asked if has[one.institution] < one.places]
    heapify(queue)
    requests = {one.institution: one for one in asked}
    while free and queue:
        institution = queue[0][-1]
        has[institution] += 1
        free -= 1
        request = requests[institution]
        if has[institution] < request.places:
            heapreplace(queue, _turn(request, has[institution]))
        else:
            heappop(queue)
    return {
        one.institution: Share(
            places=has[one.institution],
            waiting=one.places - has[one.institution],
            reasons=_reasons(one.need, has[one.institution]),
        )
        for one in asked
    }


def urgency(need: Need, place: int) -> int:
    """How urgent an institution's n-th place is (``place``, from 1)."""
    return sum(weight for group, weight in weights().items() if need.get(group, 0) >= place)


def in_words(share: Share) -> str:
    """Why an institution has what it has, in a sentence for the people there."""
    for_needs = [
        f"{reason.places} for learners {reason.group.label}"
        for reason in share.reasons
        if reason.group is not None
    ]
    evenly = [f"{one.places} shared out evenly" for one in share.reasons if one.group is None]
    had = f"{share.places} of {share.places + share.waiting} places"
    why = f": {', '.join([*for_needs, *evenly])}" if share.reasons else ""
    if not share.waiting:
        return f"{had}{why}."
    return (
        f"{had}{why}. {share.waiting} on the waiting list: the other places went where the need is "
        "greater, or as great and asked for with fewer places yet."
    )


@cache
def weights() -> Mapping[NeedGroup, int]:
    """What each group weighs, the heaviest first."""
    text = (files("hub_core.placements") / "need_weights.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    found = {NeedGroup(row["group"]): int(row["weight"]) for row in csv.DictReader(lines)}
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _turn(one: Asked, has: int) -> tuple[int, int, int, UUID]:
    """What sorts requests by whose turn the next place is."""
    return -urgency(one.need, has + 1), has, one.order, one.institution


def _reasons(need: Need, places: int) -> tuple[AllocationReason, ...]:
    """The weightiest need behind each place, added up; None for a place without any."""
    counted: Counter[NeedGroup | None] = Counter()
    for place in range(1, places + 1):
        counted[next((group for group in weights() if need.get(group, 0) >= place), None)] += 1
    order: list[NeedGroup | None] = [*weights(), None]
    return tuple(
        AllocationReason(group=group, places=counted[group]) for group in order if counted[group]
    )
