"""Which records may tell of the same encounter, how likely that is, and why, in words.

The rule: a suggestion decides nothing. It names every reason it rests on, and two records that name
different employers are never suggested. Pure: records in, suggestions out.
"""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

import msgspec

from hub_core.matching.match import MatchStatus
from hub_core.matching.records import Record, Records
from hub_core.reference.labelled import Labelled

#: Points of 100 for records of one day, and so many days apart. A register is filled in late, and a
#: spreadsheet takes the wrong Tuesday; further apart nothing is suggested. Ours, to be tuned on real schools.
DAYS_APART = {0: 40, 1: 25, 2: 15, 3: 15, 4: 8, 5: 8, 6: 8, 7: 8}
#: From so many points a match is suggested: the same day and type are enough, either alone is not.
SUGGESTED_FROM = 50
#: What a school may match by hand; past a month one of the days is wrong.
MOST_DAYS_APART_BY_HAND = 31
#: Two numbers of learners agree when the smaller is at least this share of the larger, in percent.
_ABOUT_AS_MANY = 80
#: Two named sets agree when they share so much of all learners in either, in percent.
_MOSTLY_THE_SAME = 60


class Reason(Labelled):
    """One thing that two records have in common."""

    SAME_DAY = "same_day", "Both tell of the same day"
    DAYS_APART = "days_apart", "They tell of days close to each other"
    SAME_EMPLOYER = "same_employer", "Both name the same employer"
    SAME_SIZE_AND_SECTOR = "same_size_and_sector", "The employers are of the same size and sector"
    SAME_SECTOR = "same_sector", "The employers are of the same sector"
    SAME_TYPE = "same_type", "Both are of the same type"
    SAME_MODE = "same_mode", "Both took place in the same way"
    SAME_LEARNERS = "same_learners", "Mostly the same learners came"
    AS_MANY_LEARNERS = "as_many_learners", "About as many learners came"


#: What each reason is worth; days are worth what ``DAYS_APART`` says.
POINTS: Mapping[Reason, int] = {
    Reason.SAME_EMPLOYER: 40,
    Reason.SAME_SIZE_AND_SECTOR: 15,
    Reason.SAME_SECTOR: 10,
    Reason.SAME_TYPE: 15,
    Reason.SAME_MODE: 5,
    Reason.SAME_LEARNERS: 15,
    Reason.AS_MANY_LEARNERS: 10,
}


#: Nothing was merged.
_NONE: Mapping[UUID, UUID] = {}


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """Two records that may be one encounter; ``score`` is of 100."""

    encounter: Record
    activity: Record
    score: int
    reasons: tuple[Reason, ...]


def suggested(records: Records, survivors: Mapping[UUID, UUID] = _NONE) -> list[Suggestion]:
    """Every pair worth deciding, the likeliest first; decided pairs and matched records left out.

    ``survivors`` are the employers that duplicates were merged into, by the duplicate's id.
    """
    matched = {
        one
        for pair, decision in records.decisions.items()
        if decision.status is MatchStatus.MATCHED
        for one in pair
    }
    by_day: dict[int, list[Record]] = {}
    for activity in records.activities.values():
        if activity.id not in matched:
            by_day.setdefault(activity.on.toordinal(), []).append(activity)
    found = [
        suggestion
        for encounter in records.encounters.values()
        if encounter.id not in matched
        for suggestion in _for(encounter, by_day, records, survivors)
    ]
    found.sort(key=lambda one: (-one.score, -one.encounter.on.toordinal(), _ids(one)))
    return found


def compared(
    encounter: Record, activity: Record, survivors: Mapping[UUID, UUID] = _NONE
) -> Suggestion:
    """What speaks for two records being one encounter; a score of 0 where something speaks against it."""
    employers = _employers(encounter, activity, survivors)
    reasons = list(_reasons(encounter, activity, employers))
    apart = abs((encounter.on - activity.on).days)
    if apart not in DAYS_APART or len(employers) == 2:
        return Suggestion(encounter=encounter, activity=activity, score=0, reasons=())
    score = DAYS_APART[apart] + sum(POINTS.get(reason, 0) for reason in reasons)
    return Suggestion(
        encounter=encounter, activity=activity, score=min(score, 100), reasons=tuple(reasons)
    )


def _for(
    encounter: Record,
    by_day: Mapping[int, Sequence[Record]],
    records: Records,
    survivors: Mapping[UUID, UUID],
) -> Iterator[Suggestion]:
    day = encounter.on.toordinal()
    most = max(DAYS_APART)
    for near in range(day - most, day + most + 1):
        for activity in by_day.get(near, ()):
            decision = records.decisions.get((encounter.id, activity.id))
            if decision is not None and decision.status is MatchStatus.REJECTED:
                continue
            suggestion = compared(encounter, activity, survivors)
            if suggestion.score >= SUGGESTED_FROM:
                yield suggestion


def _reasons(encounter: Record, activity: Record, employers: frozenset[UUID]) -> Iterator[Reason]:
    yield Reason.SAME_DAY if encounter.on == activity.on else Reason.DAYS_APART
    if activity.employer is not None and len(employers) == 1:
        yield Reason.SAME_EMPLOYER
    elif encounter.sector is not None and encounter.sector == activity.sector:
        same_size = encounter.size is not None and encounter.size == activity.size
        yield Reason.SAME_SIZE_AND_SECTOR if same_size else Reason.SAME_SECTOR
    if encounter.type is activity.type:
        yield Reason.SAME_TYPE
    if encounter.mode is activity.mode:
        yield Reason.SAME_MODE
    yield from _learners(encounter, activity)


def _learners(encounter: Record, activity: Record) -> Iterator[Reason]:
    if encounter.learners is not None and activity.learners is not None:
        if 100 * encounter.learners.jaccard_index(activity.learners) >= _MOSTLY_THE_SAME:
            yield Reason.SAME_LEARNERS
    elif encounter.total and activity.total:
        fewer, more = sorted((encounter.total, activity.total))
        if 100 * fewer >= _ABOUT_AS_MANY * more:
            yield Reason.AS_MANY_LEARNERS


def _employers(
    encounter: Record, activity: Record, survivors: Mapping[UUID, UUID]
) -> frozenset[UUID]:
    """The employers the two name: one where they agree or only one names any."""
    named = (encounter.employer, activity.employer)
    return frozenset(survivors.get(one, one) for one in named if one is not None)


def _ids(one: Suggestion) -> tuple[UUID, UUID]:
    return one.encounter.id, one.activity.id
