"""Types of several parts of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.shared import LearnerGroup, ServicePhase


class BenchmarkOfHub(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One benchmark over a hub: how many members declared it achieved, of those with a result, and
    how many have evidence for every criterion that could be scored, of those with any.
    """

    number: int
    declared_achieved: int
    declared: int
    evidenced_achieved: int
    evidenced: int


class CriterionFigure(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """One figure. `criterion` is the address an explanation is asked by: ``5.1.y8``,
    ``7.P.y8.owed``.

    `numerator` and `atMost` are learners reached for certain and at most, `toThreshold` how
    many more achieve it; percentages are whole, truncated. Numbers are None where nobody said
    them, and outside the institution where they are withheld (`withheld`). `unit` says what is
    counted, `missing` in a sentence who or what is not reached yet, for the institution alone.
    """

    criterion: str
    wording: str
    year_group: int | None
    group: LearnerGroup | None
    part: str
    numerator: int | None
    at_most: int | None
    denominator: int | None
    percentage: int | None
    percentage_at_most: int | None
    threshold: int | None
    to_threshold: int | None
    status: Status
    strength: EvidenceStrength | None
    unit: Unit
    can_be_explained: bool
    missing: str = ""
    withheld: bool = False


class DeclaredResult(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One official result as reported: eight percentages (None where only a status was), what is
    achieved, and whether it repeats the result before it unchanged.
    """

    completed_on: date
    edition: str
    source: str
    percentages: tuple[int | None, ...]
    achieved: tuple[bool, ...]
    copied_forward: bool


#: How well an act is known, weakest first.
EvidenceStrength = Literal[
    "attested", "counted", "employer_reported", "learner_confirmed", "school_confirmed"
]


class EvidencedBenchmark(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """One benchmark's criteria: `achieved` of those that could be `scored` from the log.

    Of those scored, `historyIncomplete` rest on years nobody has told of. `silent` criteria are
    not scored because nobody supplied data on them.
    """

    achieved: int
    scored: int
    history_incomplete: int
    silent: int


class MemberStanding(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One institution; `typeCode` is its type in GIAS. `evidenced` has the benchmarks from 1 to 8,
    None when it supplied no data this year; `declared` is None when no official result was ever
    recorded.
    """

    institution: UUID
    name: str
    urn: str | None
    phase: ServicePhase | None
    type_code: str | None
    evidenced: tuple[EvidencedBenchmark, ...] | None
    declared: DeclaredResult | None


class ProtectedCount(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A number of learners as it may be shown: rounded, or `None` when suppressed.

    Nought is a true nought. `text` is what a person reads; `symbol` is what a table holds.
    """

    shown: int | None
    text: str


#: How far a criterion is achieved. *In progress* is not *partly achieved*.
Status = Literal[
    "achieved",
    "history_incomplete",
    "in_progress",
    "no_data_supplied",
    "not_achieved",
    "not_scored",
]


#: What a figure counts. Only numbers of learners, and of their guidance meetings, are about
#: people.
Unit = Literal[
    "activities", "encounters", "kinds", "leaders", "learners", "meetings", "stages", "subjects"
]
