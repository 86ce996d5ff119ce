"""What an institution tells of its learners.

The rule: each event gives one whole set (or roll) as it stands from ``occurred_on`` on, until the next
one of the same cohort or group. Sets hold ordinals; nobody is named.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.learner_sets import PackedLearners
from hub_core.log.event import Event
from hub_core.reference.labelled import Labelled
from hub_core.rosters.codes import ApartReason, Programme, SendingKind
from hub_core.values import Cohort, YearGroup

Roll = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class LearnerGroup(Labelled):
    """Groups an institution may tell of, each optional, under an agreement that covers them."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    FREE_SCHOOL_MEALS = "free_school_meals", "Eligible for free school meals"
    DISADVANTAGED = "disadvantaged", "Disadvantaged"
    SEN_SUPPORT = "sen_support", "SEN support"
    EHCP = "ehcp", "Education, health and care plan"
    LOOKED_AFTER = "looked_after", "Looked after"
    YOUNG_CARER = "young_carer", "Young carer"
    EAL = "eal", "English as an additional language"


#: Groups that tell of health, care or family. None is accepted unless an institution's agreement covers it.
#: Source: UK GDPR article 9 with Data Protection Act 2018 schedule 1 part 2, and what hand-overs between
#: schools, authorities and adult services treat as "special or sensitive" (domain document, 4.8).
SENSITIVE_GROUPS = frozenset(
    {
        LearnerGroup.SEN_SUPPORT,
        LearnerGroup.EHCP,
        LearnerGroup.LOOKED_AFTER,
        LearnerGroup.YOUNG_CARER,
    }
)


class CohortDeclared(Event, frozen=True, kw_only=True):
    """All learners on roll in one cohort (the calendar year in which they finish Year 11)."""

    TOPIC = "rosters.CohortDeclared.v1"
    institution: UUID
    occurred_on: date
    cohort: Cohort
    learners: PackedLearners

    def heading(self) -> str:
        return f"An institution sent the learners who finish Year 11 in {self.cohort}"


class GroupDeclared(Event, frozen=True, kw_only=True):
    """All learners known to be in one group, also those who have left since.

    Who of them is on roll on a day is the intersection with that day's cohorts.
    """

    TOPIC = "rosters.GroupDeclared.v1"
    institution: UUID
    occurred_on: date
    group: LearnerGroup
    learners: PackedLearners

    def heading(self) -> str:
        return "An institution sent a group of its learners"


class RollDeclared(Event, frozen=True, kw_only=True):
    """Numbers on roll by year group, from an institution that shares no learners.

    Year groups are those of the academic year of ``occurred_on``; the roll holds for that year.
    """

    TOPIC = "rosters.RollDeclared.v1"
    institution: UUID
    occurred_on: date
    roll: dict[YearGroup, Roll]

    def heading(self) -> str:
        return "An institution sent its numbers on roll"


class LearnerErased(Event, frozen=True, kw_only=True):
    """A learner's reference was destroyed on request. Which ordinal it had is not said."""

    TOPIC = "rosters.LearnerErased.v1"
    institution: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A learner was erased on request"


class LearnersErased(Event, frozen=True, kw_only=True):
    """References of learners were destroyed because their time was over: they left before ``left_before``.

    ``who`` are all numbers that lead to nobody any more for this reason; ``learners`` counts the new ones.
    """

    TOPIC = "rosters.LearnersErased.v1"
    institution: UUID
    occurred_on: date
    left_before: date
    learners: Roll
    who: PackedLearners

    def heading(self) -> str:
        return "Learners who left were forgotten, as the rules of retention ask"


class ProgrammeDeclared(Event, frozen=True, kw_only=True):
    """All learners of one programme at a college or training provider."""

    TOPIC = "rosters.ProgrammeDeclared.v1"
    institution: UUID
    occurred_on: date
    programme: Programme
    learners: PackedLearners

    def heading(self) -> str:
        begins = f"{self.programme.starts_on:%B %Y}"
        return f"An institution sent the learners of a programme that begins in {begins}"


class SubsidiaryDeclared(Event, frozen=True, kw_only=True):
    """All learners here who are registered in the main at another institution."""

    TOPIC = "rosters.SubsidiaryDeclared.v1"
    institution: UUID
    occurred_on: date
    learners: PackedLearners

    def heading(self) -> str:
        return "An institution said which of its learners are registered in the main elsewhere"


class LearnersSetApart(Event, frozen=True, kw_only=True):
    """All learners outside the relevant cohort for one reason, at a special or alternative setting."""

    TOPIC = "rosters.LearnersSetApart.v1"
    institution: UUID
    occurred_on: date
    reason: ApartReason
    learners: PackedLearners

    def heading(self) -> str:
        return f"An institution said who is outside the relevant cohort: {self.reason.label}"


class RosterSent(Event, frozen=True, kw_only=True):
    """A sending is complete. ``changes`` of the events right before it in the stream are its own.

    ``occurred_on`` is the day from which it holds.
    """

    TOPIC = "rosters.RosterSent.v1"
    institution: UUID
    occurred_on: date
    sending: UUID
    kind: SendingKind
    changes: Roll
    enrolled: Roll
    moved: Roll
    left: Roll

    def heading(self) -> str:
        return f"An institution sent its roster: {self.kind.label}"


class RosterRestored(Event, frozen=True, kw_only=True):
    """A sending was undone: the roster stands as it did before it. ``changes`` as in ``RosterSent``."""

    TOPIC = "rosters.RosterRestored.v1"
    institution: UUID
    occurred_on: date
    sending: UUID
    changes: Roll

    def heading(self) -> str:
        return "An institution undid a roster it had sent"
