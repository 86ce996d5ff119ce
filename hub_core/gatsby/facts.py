"""Facts: what an institution's events say happened, in the one shape that criteria read.

The rule: a fact has exactly one primary kind. Encounter, experience of a workplace, guidance and
careers information are kept apart, and a fact counts for another kind only where it says so.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec
from pyroaring import BitMap

from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import (
    CheckAnswer,
    DeliveryMode,
    EvidenceStrength,
    MeaningfulCheck,
)
from hub_core.reference.labelled import Labelled
from hub_core.values import YearGroup


class ActivityKind(Labelled):
    """What an activity is, first of all (domain A.3 and A.4)."""

    EMPLOYER_ENCOUNTER = "employer_encounter", "Encounter with an employer"
    WORKPLACE_EXPERIENCE = "workplace_experience", "Experience of a workplace"
    PROVIDER_ENCOUNTER = "provider_encounter", "Encounter with a provider of further learning"
    GUIDANCE_MEETING = "guidance_meeting", "Personal guidance meeting"
    LABOUR_MARKET_INFORMATION = "labour_market_information", "Careers and labour market information"
    CURRICULUM_LINK = "curriculum_link", "Careers in a subject"
    PARENT_ACTIVITY = "parent_activity", "Activity for parents and carers"
    STAFF_DEVELOPMENT = "staff_development", "Staff development"


class ProviderKind(Labelled):
    """Who offers the next stage of learning (domain A.3)."""

    SCHOOL_SIXTH_FORM = "school_sixth_form", "School sixth form"
    SIXTH_FORM_COLLEGE = "sixth_form_college", "Sixth-form college"
    FE_COLLEGE = "fe_college", "Further education college"
    TRAINING_PROVIDER = "itp", "Independent training provider"
    UNIVERSITY = "university", "University"
    APPRENTICESHIP_EMPLOYER = "employer_apprenticeship", "Employer with apprenticeships"
    UTC = "utc", "University technical college"
    SPECIALIST = "specialist", "Specialist provider"


class AccessContent(Labelled):
    """What each provider encounter must include (provider access legislation, 1 January 2023)."""

    PROVIDER_AND_QUALIFICATIONS = (
        "provider_and_qualifications",
        "The provider and the approved qualifications or apprenticeships it offers",
    )
    CAREERS = "careers_they_lead_to", "The careers they might lead to"
    LEARNING = "learning_experience", "What learning or training there is like"
    QUESTIONS = "questions_answered", "Answers to learners' questions"


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One activity at one institution, as its latest event left it.

    ``learners`` are ordinals where the institution named them, ``counts`` numbers by year group where it
    counted. ``hours`` are those each learner spent at a workplace. ``position`` is where in the log it
    came to stand so.
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
    type: str = ""
    employer: UUID | None = None
    size: EmployerSize | None = None
    sector: Sector | None = None
    provider: UUID | None = None
    provider_kind: ProviderKind | None = None
    approved_technical: bool = False
    content: frozenset[AccessContent] = frozenset()
    in_school_day: CheckAnswer = CheckAnswer.NOT_CHECKED
    hours: float = 0
    adviser_level: int | None = None
    subject: str | None = None
    year_groups: frozenset[YearGroup] = frozenset()

    def is_a(self, kinds: frozenset[ActivityKind]) -> bool:
        """Whether it is of one of these kinds, first of all or as well."""
        return self.kind in kinds or not self.also.isdisjoint(kinds)
