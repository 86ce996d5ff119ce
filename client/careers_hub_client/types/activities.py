"""Types of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.shared import (
    ActivityKind,
    ActivityType,
    AttendanceSent,
    CheckAnswer,
    DeliveryMode,
    EmployerSize,
    LearnerGroup,
    Sector,
)

#: What each provider encounter must include (provider access legislation, 1 January 2023).
AccessContent = Literal[
    "careers_they_lead_to",
    "learning_experience",
    "provider_and_qualifications",
    "questions_answered",
]


#: Why an activity is corrected or withdrawn.
ActivityCorrection = Literal[
    "did_not_take_place", "duplicate", "other", "wrong_date", "wrong_details", "wrong_learners"
]


class ActivityStands(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The activity, its version, and how many learners took part; None when nobody was named or
    counted.
    """

    id: UUID
    version: int
    learners: int | None
    position: int


class ClassesOfYear(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The classes of one year group, and how many of them met somebody from the world of work."""

    classes: int
    met: int


class CorrectActivity(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Give an activity anew, as a whole."""

    type: ActivityType
    held_on: date
    mode: DeliveryMode | None = None
    attendance: AttendanceSent | None = None
    checks: dict[str, CheckAnswer] = {}
    also: tuple[ActivityKind, ...] = ()
    employer_met: UUID | None = None
    size: EmployerSize | None = None
    sector: Sector | None = None
    provider: ProviderSent | None = None
    minutes: int | None = None
    adviser_level: int | None = None
    subjects: tuple[Subject, ...] = ()
    year_groups: tuple[int, ...] = ()
    pathways: tuple[Pathway, ...] = ()
    stem: bool = False
    reason: ActivityCorrection


class CorrectMonthlyCounts(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Give an adult service's whole month anew."""

    month: str
    counts: MonthOfAdults
    reason: ReturnCorrection


class CorrectPrimaryReturn(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Give a primary school's whole return anew."""

    academic_year: str
    counts: PrimaryYear
    reason: ReturnCorrection


class DeclareRoll(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Give numbers on roll by year group, without learners."""

    roll: dict[str, int]
    as_of: date | None = None


class EraseLearner(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Destroy who a learner is, for good; the reference is refused from then on."""

    reference: str


class MonthOfAdults(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An adult service's month: people it was in contact with, referred to it, referred on, and
    what they reached. A person counts once in each number.
    """

    contacts: int
    referrals_in: int
    referrals_out: int
    outcomes: dict[str, int] = {}


class MonthlyCountsList(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Every month an adult service has sent, the latest first."""

    months: tuple[MonthlyCountsView, ...]


class MonthlyCountsView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """An adult service's month as it stands; `version` is what If-Match refers to."""

    month: str
    version: int
    sent_on: date
    corrected_on: date | None
    counts: MonthOfAdults


#: The ways on that an activity shows.
Pathway = Literal[
    "a_level",
    "applied_general",
    "apprenticeship",
    "degree",
    "degree_apprenticeship",
    "employment",
    "htq",
    "supported_internship",
    "t_level",
    "volunteering",
]


class PrimaryReturnList(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Every return a primary school has sent, the latest year first."""

    returns: tuple[PrimaryReturnView, ...]


class PrimaryReturnView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A primary school's year as it stands; `version` is what If-Match refers to."""

    academic_year: str
    version: int
    sent_on: date
    corrected_on: date | None
    counts: PrimaryYear


class PrimaryYear(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A primary school's year: classes by year group, visits, pupils reached, and what is in
    place.

    `pupils` counts a child once, `encounters` each visit once. Source of what is asked: the
    primary programme's own measures (domain 3.5).
    """

    classes: dict[str, ClassesOfYear]
    encounters: int
    pupils: int
    strategy: bool
    in_curriculum: bool
    lead_teacher: bool


#: Who offers the next stage of learning.
ProviderKind = Literal[
    "employer_apprenticeship",
    "fe_college",
    "itp",
    "school_sixth_form",
    "sixth_form_college",
    "specialist",
    "university",
    "utc",
]


class ProviderSent(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Who offered further learning, as the institution sends it."""

    kind: ProviderKind
    institution: UUID | None = None
    approved_technical: bool = False
    in_school_day: CheckAnswer = "not_checked"
    content: tuple[AccessContent, ...] = ()


class RecordActivity(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record an activity that took place."""

    type: ActivityType
    held_on: date
    mode: DeliveryMode | None = None
    attendance: AttendanceSent | None = None
    checks: dict[str, CheckAnswer] = {}
    also: tuple[ActivityKind, ...] = ()
    employer_met: UUID | None = None
    size: EmployerSize | None = None
    sector: Sector | None = None
    provider: ProviderSent | None = None
    minutes: int | None = None
    adviser_level: int | None = None
    subjects: tuple[Subject, ...] = ()
    year_groups: tuple[int, ...] = ()
    pathways: tuple[Pathway, ...] = ()
    stem: bool = False


class RemoveLearners(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that learners have left."""

    learners: tuple[str, ...]
    left_on: date | None = None


#: Why a return is corrected.
ReturnCorrection = Literal["incomplete", "other", "wrong_numbers", "wrong_period"]


class RosterLearner(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One learner as the institution sends it; `groups` is None when it tells of none."""

    reference: str
    year_group: int
    groups: tuple[LearnerGroup, ...] | None = None


class RosterReceived(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What became of a roster: learners that came, moved and left.

    `refused` are the places in the list of learners that were erased and stay so.
    """

    id: UUID
    version: int
    on_roll: int
    enrolled: int
    moved: int
    left: int
    refused: tuple[int, ...] = ()
    position: int


class RosterView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How many learners are on the roster; `version` is what If-Match refers to."""

    institution: UUID
    version: int
    on_roll: int


class SendMonthlyCounts(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Send an adult service's counts of a month that is over."""

    month: str
    counts: MonthOfAdults


class SendPrimaryReturn(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Send a primary school's return of an academic year."""

    academic_year: str
    counts: PrimaryYear


class SendRoster(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say who is on roll. With `complete`, whoever is not in it has left."""

    learners: tuple[RosterLearner, ...]
    complete: bool = False
    as_of: date | None = None


#: Subjects of the national curriculum, and the ones schools teach beside them.
Subject = Literal[
    "art_and_design",
    "business",
    "citizenship",
    "computing",
    "design_and_technology",
    "drama",
    "english",
    "geography",
    "history",
    "languages",
    "mathematics",
    "music",
    "other",
    "physical_education",
    "pshe",
    "religious_education",
    "science",
]


class WithdrawActivity(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take an activity back."""

    reason: ActivityCorrection
