"""Types of rosters, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.activities.shared import DataClass, Doubt
from careers_hub_client.types.shared import LearnerGroup, Pathway

#: Whether learners of a programme are those the benchmarks are about. Source: the benchmarks
#: for colleges are about learners aged 16 to 18, and to 24 with a plan.
AgeBand = Literal["16_to_18", "19_plus"]


#: Why a learner is outside the cohort for whom an experience is relevant, at a special
#: setting. Source: domain 1.1 (Compass for specialist settings asks about the relevant
#: cohort).
ApartReason = Literal["complex_needs", "health", "provided_elsewhere", "safeguarding", "short_stay"]


class BundleChecked(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What sending the bundle would do, by the roster of this `version`.

    `unknown` learners are new to the platform; `erased` ones stay out. `leaving` are those on
    roll who would no longer be. `complete` says whether whoever is not in the bundle leaves.
    For its `doubts` sending it would be refused, unless what accepts each is sent with it.
    """

    id: UUID
    version: int
    learners: int
    by_year_group: tuple[LearnersInYearGroup, ...]
    unknown: int
    erased: int
    leaving: int
    complete: bool
    doubts: tuple[Doubt, ...]
    problem_rows: int
    problems: tuple[BundleProblem, ...]
    position: int


class BundleProblem(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A row that is not taken, by its file, line and column; its value is not repeated."""

    file: str
    line: int
    column: str
    reason: str
    remedy: str


class BundleReceived(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What became of the bundle: learners that came, moved and left; `erased` ones were not taken."""

    id: UUID
    version: int
    on_roll: int
    enrolled: int
    moved: int
    left: int
    erased: int
    complete: bool
    problem_rows: int
    problems: tuple[BundleProblem, ...]
    position: int


class CheckOneRoster(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say what a OneRoster bundle would change, and change nothing."""

    year_groups_checked: bool = False
    leavers_checked: bool = False
    bundle: str
    school: str | None = None
    reference: ReferenceColumn = "sourcedId"
    as_of: date | None = None


class CohortOnRoll(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How many learners of a cohort are on roll; `cohort` is the year in which they finish Year
    11.
    """

    cohort: int
    learners: int


class DeclareRoll(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Give numbers on roll by year group, without learners."""

    roll: dict[str, int]
    as_of: date | None = None


class EraseLearner(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Destroy who a learner is, for good; the reference is refused from then on."""

    reference: str


class EraseLeavers(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Forget every learner who left longer ago than the rules of retention allow."""


class Happening(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One event in a history that names the learner. `namesLearner` says whether this one does."""

    position: int
    happened_on: date
    what: str
    topic: str
    names_learner: bool


class LearnerRecord(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Everything held of one learner: what the roster says, every history that names them, every
    text.

    `erased` says that the reference was destroyed: nothing can be found by it any more.
    """

    institution: UUID
    reference: str
    known: bool
    erased: bool
    periods: tuple[Period, ...] = ()
    histories: tuple[tuple[Happening, ...], ...] = ()
    texts: tuple[str, ...] = ()


class LearnersInYearGroup(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """How many learners of one year group a bundle holds."""

    year_group: int
    learners: int


class LeaversDue(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How many learners left before `leftBefore`, so that they are to be forgotten now."""

    institution: UUID
    left_before: date
    learners: int
    rules: tuple[RetentionRule, ...]


class LeaversErased(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How many learners were forgotten now."""

    id: UUID
    version: int
    learners: int
    position: int


class Period(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Something true of a learner from a day on, until the day before `until`; None is to this
    day.

    `kind` is cohort, programme, group, registration or set_apart; `value` its code.
    """

    kind: str
    value: str
    since: date
    until: date | None


class Programme(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One programme at one campus with one start. Its learners are on roll from `startsOn` to
    `plannedEnd`, both included, unless the institution says otherwise.
    """

    code: str
    level: ProgrammeLevel
    starts_on: date
    planned_end: date
    ages: AgeBand = "16_to_18"
    pathway: Pathway | None = None
    campus: str | None = None


class ProgrammeLearner(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """One learner of a programme; `groups` is None when the institution tells of none."""

    reference: str
    groups: tuple[LearnerGroup, ...] | None = None
    registration: Registration = "main"


#: The level of a programme. Source: what qualification levels mean (GOV.UK), entry level to 8.
ProgrammeLevel = Literal[
    "entry", "level_1", "level_2", "level_3", "level_4_or_5", "level_6_or_above", "mixed"
]


class ProgrammeOnRoll(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """How many learners a programme has."""

    programme: Programme
    learners: int


class ProgrammeSent(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One programme at one campus with one start, and everybody in it."""

    code: str
    level: ProgrammeLevel
    starts_on: date
    planned_end: date
    ages: AgeBand = "16_to_18"
    pathway: Pathway | None = None
    campus: str | None = None
    learners: tuple[ProgrammeLearner, ...] = ()


#: Which column of users.csv is the reference that the school's other files use for a learner.
ReferenceColumn = Literal["identifier", "sourcedId"]


#: Where a learner on two institutions' rolls counts in totals over institutions. Source: the
#: school census's enrolment status (current or main, and subsidiary).
Registration = Literal["main", "subsidiary"]


class RemoveLearners(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that learners have left."""

    learners: tuple[str, ...]
    left_on: date | None = None


class RetentionRule(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How long one class of data is kept after a learner left; None is for good."""

    data_class: DataClass
    months_after_leaving: int | None
    what_happens: str
    source: str


class RosterLearner(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One learner as the institution sends it; `groups` is None when it tells of none."""

    reference: str
    year_group: int
    groups: tuple[LearnerGroup, ...] | None = None
    registration: Registration = "main"


class RosterReceived(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What became of a roster: learners that came, moved and left.

    `sending` is the latest that changed anything, by which it can be undone. `repeating` of
    those who moved take a year again. `refused` are the places in the list of learners that
    were erased and stay so.
    """

    id: UUID
    version: int
    sending: UUID | None
    on_roll: int
    enrolled: int
    moved: int
    repeating: int
    left: int
    refused: tuple[int, ...] = ()
    position: int


class RosterView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How many learners are on the roster; `version` is what If-Match refers to.

    `subsidiary` of those on roll are registered in the main elsewhere. `setApart` are outside
    the relevant cohort, by reason. `sendings` are the latest that stand, the latest first.
    """

    institution: UUID
    version: int
    on_roll: int
    subsidiary: int
    cohorts: tuple[CohortOnRoll, ...]
    programmes: tuple[ProgrammeOnRoll, ...]
    set_apart: dict[str, int]
    sendings: tuple[SendingView, ...]


class SendOneRoster(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Take a OneRoster bundle as the roster."""

    year_groups_checked: bool = False
    leavers_checked: bool = False
    bundle: str
    school: str | None = None
    reference: ReferenceColumn = "sourcedId"
    as_of: date | None = None


class SendProgrammes(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say who is on which programme. With `complete`, whoever is not in it has left.

    `leaversChecked` says that most learners on roll are meant to have left, `yearGroupsChecked`
    nothing here: programmes have no year groups.
    """

    year_groups_checked: bool = False
    leavers_checked: bool = False
    programmes: tuple[ProgrammeSent, ...]
    complete: bool = False
    as_of: date | None = None


class SendRoster(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say who is on roll. With `complete`, whoever is not in it has left.

    `yearGroupsChecked` says that whole year groups are meant to be in another year than before,
    `leaversChecked` that most learners on roll are meant to have left.
    """

    year_groups_checked: bool = False
    leavers_checked: bool = False
    learners: tuple[RosterLearner, ...]
    complete: bool = False
    as_of: date | None = None


#: What a sending said of whoever is not in it.
SendingKind = Literal["complete", "leavers", "partial"]


class SendingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A sending that stands, and what it changed. The latest can be undone by its id."""

    id: UUID
    as_of: date
    kind: SendingKind
    enrolled: int
    moved: int
    left: int


class SetApart(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say who is outside the relevant cohort for one reason: all of them, or nobody any more."""

    reason: ApartReason
    learners: tuple[str, ...]
    since: date | None = None


class UndoSending(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Let the roster be as it was before a sending."""

    sending: UUID
