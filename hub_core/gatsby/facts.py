"""Facts: what an institution's events say happened, in the one shape that criteria read.

The rule: a fact has exactly one primary kind. Encounter, experience of a workplace, guidance and
careers information are kept apart, and a fact counts for another kind only where it says so.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec
from pyroaring import BitMap

from hub_core.gatsby.windows import year_group_on
from hub_core.reference.activities import (
    AccessContent,
    ActivityKind,
    ActivityType,
    PathwayFamily,
    ProviderKind,
    Subject,
    WorkplaceContent,
)
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import (
    CheckAnswer,
    DeliveryMode,
    EvidenceStrength,
    MeaningfulCheck,
)
from hub_core.values import YearGroup


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One activity at one institution, as its latest event left it.

    ``learners`` are ordinals where the institution named them, ``counts`` numbers by year group where it
    counted: like ``year_groups``, those that it was for, as they were on its day. ``minutes`` are those each
    learner spent at a workplace, ``families`` the kinds of ways on that it showed. ``position`` is where in
    the log it came to stand so. ``matched_with`` is the other record of the same encounter, if there is one.
    """

    activity: UUID
    position: int
    kind: ActivityKind
    on: date
    strength: EvidenceStrength
    mode: DeliveryMode | None = None
    also: frozenset[ActivityKind] = frozenset()
    learners: BitMap | None = None
    counts: Mapping[YearGroup, int] = msgspec.field(default_factory=dict)
    checks: Mapping[MeaningfulCheck, CheckAnswer] = msgspec.field(default_factory=dict)
    type: ActivityType | None = None
    employer: UUID | None = None
    size: EmployerSize | None = None
    sector: Sector | None = None
    provider: UUID | None = None
    provider_kind: ProviderKind | None = None
    approved_technical: bool = False
    content: frozenset[AccessContent] = frozenset()
    workplace: frozenset[WorkplaceContent] = frozenset()
    in_school_day: CheckAnswer = CheckAnswer.NOT_CHECKED
    minutes: int = 0
    adviser_level: int | None = None
    subjects: frozenset[Subject] = frozenset()
    families: frozenset[PathwayFamily] = frozenset()
    year_groups: frozenset[YearGroup] = frozenset()
    matched_with: UUID | None = None

    def is_a(self, kinds: frozenset[ActivityKind]) -> bool:
        """Whether it is of one of these kinds, first of all or as well."""
        return self.kind in kinds or not self.also.isdisjoint(kinds)

    def counted(self, cohort: int) -> int:
        """How many of a cohort came, where it was only counted; 0 where nobody of it did."""
        return self.counts.get(year_group_on(cohort, self.on), 0)

    def is_meant_for(self, cohort: int) -> bool:
        """Whether the year groups it was for are told of, and the cohort was in one of them."""
        return year_group_on(cohort, self.on) in self.year_groups
