"""What took place at an institution, each act once: its parts in encounters, and what it recorded itself.

The rule: of two records that are matched the benchmarks' own rule says which one stays and which learners of
the other (``hub_core.gatsby.once``). Nothing is added to a record; only whose word an act rests on is told of
both together.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import NamedTuple
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.once import learners_once
from hub_core.learner_sets import unpack
from hub_core.reference.activities import ActivityKind, ActivityType
from hub_core.reference.encounters import EncounterKind, EvidenceStrength
from hub_core.values import AcademicYear
from projections.hub_dashboard.own_records import OwnRecords, Record
from projections.hub_dashboard.part import (
    COUNTED,
    EMPLOYER_REPORTED,
    SCHOOL_CONFIRMED,
    SCHOOL_ONLY,
    Part,
)

_year_of = cache(academic_year_of)

_TYPES: Mapping[EncounterKind, ActivityType] = {
    kind: ActivityType(kind.value) for kind in EncounterKind
}
#: By whose word an act rests on.
_STRENGTHS: Mapping[str, EvidenceStrength] = {one.value: one for one in EvidenceStrength}


class Act(NamedTuple):
    """``learners`` came, on whose word ``evidence`` says. ``counts`` is false for those learners of a matched
    record whom the one that stays does not name: they count, and the act has been counted."""

    fact: Fact
    evidence: str
    learners: int
    recorded_at: datetime
    counts: bool = True


def acts(
    parts: Mapping[int, Part], records: OwnRecords, years: Collection[AcademicYear]
) -> Iterator[Act]:
    """Everything that took place in these academic years."""
    for part in parts.values():
        if _year_of(part.on) in years and (act := _of_part(part, records)) is not None:
            yield act
    for record in records:
        if _year_of(record.fact.on) not in years:
            continue
        if (own := _of_record(record, parts, records)) is not None:
            yield own


def _of_part(part: Part, records: OwnRecords) -> Act | None:
    if (evidence := part.evidence) is None:
        return None
    other = records.fact(records.matched_with(part.encounter))
    if (found := _standing(fact_of(part, evidence), other)) is None:
        return None
    fact, whole = found
    told = part.reported if evidence == EMPLOYER_REPORTED else part.attended
    return Act(fact, evidence, (told or 0) if whole else _named(fact), part.recorded_at, whole)


def _of_record(record: Record, parts: Mapping[int, Part], records: OwnRecords) -> Act | None:
    other = _part_of(record.fact, parts, records)
    if (found := _standing(record.fact, other)) is None:
        return None
    fact, whole = found
    evidence = SCHOOL_ONLY
    if other is not None:
        evidence = COUNTED if fact.learners is None else SCHOOL_CONFIRMED
    learners = record.attended if whole else _named(fact)
    return Act(fact, evidence, learners, record.recorded_at, whole)


def _part_of(fact: Fact, parts: Mapping[int, Part], records: OwnRecords) -> Fact | None:
    """The part in an encounter this activity is matched with, if that took place."""
    encounter: UUID | None = records.matched_with(fact.activity)
    part = None if encounter is None else parts.get(encounter.int)
    return None if part is None or part.evidence is None else fact_of(part, part.evidence)


def fact_of(part: Part, evidence: str) -> Fact:
    """A part that took place, as the benchmarks would read it."""
    return Fact(
        activity=part.encounter,
        position=part.position,
        kind=ActivityKind.EMPLOYER_ENCOUNTER,
        type=None if part.kind is None else _TYPES[part.kind],
        on=part.on,
        strength=_STRENGTHS[evidence],
        mode=part.mode,
        employer=part.employer,
        size=part.size,
        sector=part.sector,
        learners=None if part.learners is None else unpack(part.learners),
        counts=part.counts or {},
    )


def _standing(fact: Fact, other: Fact | None) -> tuple[Fact, bool] | None:
    """What stays of a record beside the other of the same act, and whether that is the whole of it.

    Records of two kinds stand in two figures, which nobody adds up, so each stays there as it is.
    """
    if other is None or other.kind is not fact.kind:
        return fact, True
    pair = (
        msgspec.structs.replace(fact, matched_with=other.activity),
        msgspec.structs.replace(other, matched_with=fact.activity),
    )
    for kept in learners_once(pair, _tells):
        if kept.activity == fact.activity:
            return kept, kept is pair[0]
    return None


def _tells(fact: Fact) -> tuple[bool, ...]:
    """What a record tells; the institution's own word weighs more than all an employer knows of itself."""
    own = fact.strength is not EvidenceStrength.EMPLOYER_REPORTED
    return own, own, own, fact.size is not None, fact.sector is not None


def _named(fact: Fact) -> int:
    return 0 if fact.learners is None else len(fact.learners)
