"""Who should be seen next: an order of learners by need, each place with its reasons in words.

The rule: weights are the file ``priority.csv`` beside this module, each with its source, and whoever is in
one more vulnerable group never comes later for it. Pure: what is known of learners in, an order out.
"""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.reference.labelled import Labelled
from hub_core.rosters.events import LearnerGroup
from hub_core.values import YearGroup

#: The year groups at whose end learners choose what comes next.
LEAVING_YEARS = frozenset({11, 13})


class Reason(Labelled):
    """Why somebody is where they are in the queue."""

    FOLLOW_UP_DUE = "follow_up_due", "A follow-up is due"
    LOOKED_AFTER = "looked_after", "Looked after"
    EHCP = "ehcp", "Has an education, health and care plan"
    NO_MEETING_YET = "no_meeting_yet", "No guidance meeting yet"
    YOUNG_CARER = "young_carer", "Young carer"
    SEN_SUPPORT = "sen_support", "Has SEN support"
    LEAVING_YEAR = "leaving_year", "In Year 11 or 13"
    DISADVANTAGED = "disadvantaged", "Disadvantaged or eligible for free school meals"
    MET_THIS_YEAR = "met_this_year", "Had a meeting this academic year"


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one learner on roll. ``follow_up_on`` is the earliest not yet answered by a
    later meeting, ``last_met`` the day of the last meeting."""

    learner: int
    year_group: YearGroup
    groups: frozenset[LearnerGroup] = frozenset()
    meetings: int = 0
    last_met: date | None = None
    follow_up_on: date | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One learner's place: the reasons, heaviest first, and what they weigh together."""

    known: Known
    weight: int
    reasons: tuple[Reason, ...]


_GROUPS: Mapping[LearnerGroup, Reason] = {
    LearnerGroup.LOOKED_AFTER: Reason.LOOKED_AFTER,
    LearnerGroup.EHCP: Reason.EHCP,
    LearnerGroup.YOUNG_CARER: Reason.YOUNG_CARER,
    LearnerGroup.SEN_SUPPORT: Reason.SEN_SUPPORT,
    LearnerGroup.DISADVANTAGED: Reason.DISADVANTAGED,
    LearnerGroup.FREE_SCHOOL_MEALS: Reason.DISADVANTAGED,
}


@cache
def weights() -> Mapping[Reason, int]:
    """What each reason weighs."""
    text = (files("hub_core.guidance") / "priority.csv").read_text(encoding="utf-8")
    return {Reason(row["reason"]): int(row["weight"]) for row in csv.DictReader(text.splitlines())}


def in_order(
    learners: Iterable[Known], *, today: date, weigh: Mapping[Reason, int] | None = None
) -> list[Place]:
    """Everybody, those to be seen next first.

    Where reasons weigh the same, whoever was met longest ago (or never) comes first, then the older.
    """
    given = weights() if weigh is None else weigh
    # Thousands of learners have the same few reasons, so each of these is put in order once.
    ordered: dict[frozenset[Reason], tuple[int, tuple[Reason, ...]]] = {}
    places = []
    for one in learners:
        reasons = _reasons(one, today)
        if reasons not in ordered:
            ordered[reasons] = _weighed(reasons, given)
        weight, heaviest_first = ordered[reasons]
        places.append(Place(known=one, weight=weight, reasons=heaviest_first))
    return sorted(places, key=_by_need)


def _weighed(
    reasons: frozenset[Reason], weigh: Mapping[Reason, int]
) -> tuple[int, tuple[Reason, ...]]:
    """What they weigh together, and the heaviest first."""
    found = sorted(reasons, key=lambda reason: (-weigh[reason], reason.value))
    return sum(weigh[one] for one in found), tuple(found)


def _reasons(known: Known, today: date) -> frozenset[Reason]:
    found = {_GROUPS[group] for group in known.groups if group in _GROUPS}
    due = known.follow_up_on is not None and known.follow_up_on <= today
    if due:
        found.add(Reason.FOLLOW_UP_DUE)
    if known.last_met is None:
        found.add(Reason.NO_MEETING_YET)
    elif academic_year_of(known.last_met) == academic_year_of(today) and not due:
        found.add(Reason.MET_THIS_YEAR)
    if known.year_group in LEAVING_YEARS:
        found.add(Reason.LEAVING_YEAR)
    return frozenset(found)


def _by_need(place: Place) -> tuple[int, date, int, int]:
    known = place.known
    return -place.weight, known.last_met or date.min, -known.year_group, known.learner
