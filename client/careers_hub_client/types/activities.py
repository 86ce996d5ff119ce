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
    Organisation,
    Pathway,
    Sector,
)

#: What each provider encounter must include (provider access legislation, 1 January 2023).
AccessContent = Literal[
    "careers_they_lead_to",
    "learning_experience",
    "provider_and_qualifications",
    "questions_answered",
]


class AccessView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Access to guidance in one academic year. Numbers of learners are None where they are
    withheld.
    """

    academic_year: str
    advisers: int
    qualified: int
    on_register: int
    matrix: int
    remote: int
    meetings: int | None
    meetings_qualified: int | None
    learners: int | None
    counted: int | None


#: Who said they would do it.
ActionOwner = Literal["adviser", "careers_leader", "learner", "other"]


class ActionSent(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One agreed action, as the institution sends it."""

    text: str
    owner: ActionOwner
    due_on: date | None = None


#: What became of an agreed action.
ActionStatus = Literal["completed", "dropped", "open"]


class ActionView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One agreed action; `text` is None when it was erased with the learner."""

    number: int
    text: str | None
    owner: ActionOwner
    due_on: date | None
    status: ActionStatus
    ended_on: date | None


#: Why an activity is corrected or withdrawn.
ActivityCorrection = Literal[
    "changed_at_source",
    "did_not_take_place",
    "duplicate",
    "gone_from_source",
    "other",
    "wrong_date",
    "wrong_details",
    "wrong_learners",
]


class ActivityStands(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The activity, its version, and how many learners took part; None when nobody was named or
    counted.
    """

    id: UUID
    version: int
    learners: int | None
    position: int


class AdviserList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Every adviser of an institution, those who left last."""

    advisers: tuple[AdviserView, ...]


#: Where an adviser sees learners.
AdviserPresence = Literal["both", "on_site", "remote"]


class AdviserView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One adviser; `name` is None when it was erased. `version` is what If-Match refers to."""

    id: UUID
    version: int
    name: str | None
    presence: AdviserPresence
    level: int | None
    on_register: bool
    matrix: bool
    since: date
    until: date | None
    left_on: date | None


#: Whether learners of a programme are those the benchmarks are about. Source: the benchmarks
#: for colleges are about learners aged 16 to 18, and to 24 with a plan.
AgeBand = Literal["16_to_18", "19_plus"]


#: How an agreement stands on a day.
AgreementState = Literal["current", "ended", "expired", "never_signed", "not_started"]


class AgreementStateView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Whether an institution has an agreement, what it covers today and how long; no documents."""

    institution: UUID
    state: AgreementState
    covers: tuple[DataClass, ...]
    expires_on: date | None


class AgreementView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The agreement that stands, or stood last; `version` is what If-Match refers to.

    `terms` is null and `version` 0 where none was ever signed.
    """

    institution: UUID
    version: int
    state: AgreementState
    signed_on: date | None
    ended_on: date | None
    terms: Terms | None


class AimsView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What one taught year group is to learn; `missing` says that nobody has said."""

    year_group: int
    aims: tuple[LearningAim, ...]
    outcomes: tuple[LearningOutcome, ...]
    missing: bool


class AmendAgreement(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Give the whole terms of the agreement anew."""

    terms: Terms


#: Why a learner is outside the cohort for whom an experience is relevant, at a special
#: setting. Source: domain 1.1 (Compass for specialist settings asks about the relevant
#: cohort).
ApartReason = Literal["complex_needs", "health", "provided_elsewhere", "safeguarding", "short_stay"]


#: What a provider may come to tell of.
ApprovedRoute = Literal["apprenticeship", "htq", "supported_internship", "t_level", "traineeship"]


class AskForAnotherDate(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Ask a provider for another date."""

    possible: tuple[date, ...] = ()


#: Who can understand the published programme (criterion 1.3).
Audience = Literal["employers", "learners", "parents", "staff"]


class BackProgramme(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record that governors or the head backed the careers programme."""

    academic_year: str
    by: Backer
    backed_on: date | None = None


#: Who backs the programme.
Backer = Literal["governors", "head"]


class BackingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Who backed the programme, and when last."""

    by: Backer
    backed_on: date


class BeginUpload(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Begin to send a file of an information system."""

    source: str
    kind: UploadKind
    academic_year: str
    complete: bool = False


class BundleChecked(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What sending the bundle would do, by the roster of this `version`.

    `unknown` learners are new to the platform; `erased` ones stay out. `leaving` are those on
    roll who would no longer be. `complete` says whether whoever is not in the bundle leaves.
    """

    id: UUID
    version: int
    learners: int
    by_year_group: tuple[LearnersInYearGroup, ...]
    unknown: int
    erased: int
    leaving: int
    complete: bool
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


class ChangeAdviserDetails(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Describe a careers adviser anew, as a whole."""

    name: str
    presence: AdviserPresence
    level: int | None = None
    on_register: bool = False
    matrix: bool = False
    until: date | None = None


class CheckOneRoster(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say what a OneRoster bundle would change, and change nothing."""

    bundle: str
    school: str | None = None
    reference: ReferenceColumn = "sourcedId"
    as_of: date | None = None


class ClassesOfYear(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The classes of one year group, and how many of them met somebody from the world of work."""

    classes: int
    met: int


class CohortOnRoll(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How many learners of a cohort are on roll; `cohort` is the year in which they finish Year
    11.
    """

    cohort: int
    learners: int


class CompleteAction(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that an agreed action was done."""

    action: int
    completed_on: date | None = None


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


class CorrectMeeting(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say anew how a meeting was held."""

    adviser: UUID
    held_on: date
    mode: DeliveryMode
    minutes: int
    follow_up_on: date | None = None
    reason: MeetingCorrection


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


class CriterionAnswerView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A criterion only the institution can answer, as its programme answers it."""

    criterion: str
    wording: str
    met: bool


class CurriculumCell(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One subject in one year group: how many activities link it to careers."""

    year_group: int
    subject: Subject
    activities: int


class CurriculumView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Careers in subjects by year group; `empty` are the cells without any."""

    institution: UUID
    academic_year: str
    filled: int
    cells: tuple[CurriculumCell, ...]
    empty: tuple[CurriculumCell, ...]


#: What an institution may send, from the least that is told about anybody to the most.
DataClass = Literal["groups", "learner_references", "rolls_and_counts", "sensitive_groups"]


class DeclareRoll(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Give numbers on roll by year group, without learners."""

    roll: dict[str, int]
    as_of: date | None = None


class DropAction(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that an agreed action is no longer wanted."""

    action: int


class EndAdviser(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that a careers adviser has left."""

    left_on: date | None = None


class EndAgreement(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """End the agreement before its day."""

    reason: EndingReason


#: Why an agreement ends before its day.
EndingReason = Literal["left_the_hub", "no_longer_needed", "objection", "replaced"]


class EraseLearner(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Destroy who a learner is, for good; the reference is refused from then on."""

    reference: str


class EraseLeavers(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Forget every learner who left longer ago than the rules of retention allow."""


class GrantAccess(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Agree that a provider comes on a date."""

    agreed_for: date


class Happening(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One event in a history that names the learner. `namesLearner` says whether this one does."""

    position: int
    happened_on: date
    what: str
    topic: str
    names_learner: bool


class HeldList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What waits for a roster, by source and year."""

    held: tuple[HeldSource, ...]


class HeldSource(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How many rows of how many activities of one source's year are held, and since when."""

    source: str
    academic_year: str
    activities: int
    rows: int
    held_since: str
    deleted_on: str


class HubAccess(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A hub's members together, and each; `withMeetings` of them held any this year."""

    academic_year: str
    advisers: int
    qualified: int
    on_register: int
    matrix: int
    remote: int
    meetings: int | None
    meetings_qualified: int | None
    learners: int | None
    counted: int | None
    members: int
    with_meetings: int
    institutions: tuple[MemberAccess, ...]


#: Why it may be processed at all. Source: UK GDPR article 6(1), points (a) to (f).
LawfulBasis = Literal[
    "consent",
    "contract",
    "legal_obligation",
    "legitimate_interests",
    "public_task",
    "vital_interests",
]


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


#: The area of career learning an aim belongs to.
LearningAim = Literal[
    "balance_life_and_work",
    "create_opportunities",
    "explore_possibilities",
    "grow_throughout_life",
    "manage_career",
    "see_the_big_picture",
]


#: What learners can do afterwards.
LearningOutcome = Literal[
    "applies",
    "asks_for_help",
    "challenges_stereotypes",
    "knows_jobs",
    "knows_pathways",
    "knows_rights",
    "knows_strengths",
    "knows_workplaces",
    "makes_choices",
    "plans",
    "shows_initiative",
    "uses_labour_market",
]


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


class LinkEncounter(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say which recorded activity a granted request led to."""

    activity: UUID


class MakeStatement(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say what only the institution can say of itself."""

    academic_year: str
    statement: Statement
    holds: bool


class Mapping(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """`columns`: a field's column. `words`: what a field's words in the file mean. `always`: what
    holds for every row of a file that has no column for it.
    """

    columns: dict[str, str]
    words: dict[str, dict[str, str]] = {}
    always: dict[str, str] = {}


class MatchEncounter(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that an employer's encounter and an activity are the same."""

    encounter: UUID
    activity: UUID


class MatchList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Every pair that was decided, the latest first."""

    matches: tuple[MatchView, ...]


#: Where a pair of records stands.
MatchStatus = Literal["matched", "rejected", "split", "undecided"]


class MatchView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What was decided about an encounter and an activity; `version` is what If-Match refers to."""

    id: UUID
    encounter: UUID
    activity: UUID
    version: int
    status: MatchStatus
    decided_on: date


class MeetingCopy(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Everything of one meeting, as the learner is given it."""

    id: UUID
    version: int
    held_on: date
    learner: str | None
    adviser: str | None
    adviser_level: int | None
    mode: DeliveryMode
    minutes: int
    follow_up_on: date | None
    withdrawn: bool
    actions: tuple[ActionView, ...]


#: Why the record of a meeting is corrected or withdrawn.
MeetingCorrection = Literal[
    "did_not_take_place",
    "duplicate",
    "other",
    "wrong_adviser",
    "wrong_date",
    "wrong_details",
    "wrong_learner",
]


class MeetingLine(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A meeting in a list: without what was agreed. `learner` is None when erased."""

    id: UUID
    version: int
    held_on: date
    learner: str | None
    adviser: UUID
    mode: DeliveryMode
    minutes: int
    follow_up_on: date | None
    open_actions: int
    overdue_actions: int


class MeetingList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A page of meetings, the latest first; `next` is the cursor of the one after, if any."""

    meetings: tuple[MeetingLine, ...]
    next: str | None = None


class MemberAccess(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The same of one member of a hub."""

    academic_year: str
    advisers: int
    qualified: int
    on_register: int
    matrix: int
    remote: int
    meetings: int | None
    meetings_qualified: int | None
    learners: int | None
    counted: int | None
    institution: UUID


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


class OfferDates(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Offer a school other dates."""

    provider: Organisation
    dates: tuple[date, ...]


class OwnStatementView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """What the institution says of itself."""

    statement: Statement
    holds: bool


class Period(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Something true of a learner from a day on, until the day before `until`; None is to this
    day.

    `kind` is cohort, programme, group, registration or set_apart; `value` its code.
    """

    kind: str
    value: str
    since: date
    until: date | None


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


class Problem(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One thing wrong with one field. `field` is a JSON path such as ``attendance.learners[3]``."""

    field: str
    reason: str
    remedy: str = ""


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


class ProgrammeView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A careers programme as it stands; version 0: nothing has been said yet.

    `mustNotBeEmpty` are the year groups without which it cannot be published.
    """

    institution: UUID
    academic_year: str
    version: int
    year_groups: tuple[AimsView, ...]
    must_not_be_empty: tuple[int, ...]
    address: str | None
    audiences: tuple[Audience, ...]
    backing: tuple[BackingView, ...]
    statements: tuple[OwnStatementView, ...]
    answers: tuple[CriterionAnswerView, ...]


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


#: How it stands with a school's statement.
Publication = Literal["missing", "not_asked", "overdue", "published", "review_due"]


class PublishProgramme(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say where the careers programme is published, and who can understand it."""

    academic_year: str
    address: str
    audiences: tuple[Audience, ...]


class PublishStatement(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say where the school's provider access statement is published."""

    address: str
    reviewed_on: date | None = None


#: What the data is used for; nothing else.
Purpose = Literal["benchmark_progress", "careers_activities", "hub_totals", "targeted_support"]


class Queue(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Who should be seen next, of so many learners on roll; `unmet` have had no meeting yet."""

    on_roll: int
    unmet: int
    learners: tuple[QueuePlace, ...]


class QueuePlace(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One learner to be seen, with the reasons in words, the heaviest first."""

    learner: str
    year_group: int
    meetings: int
    last_met: date | None
    follow_up_on: date | None
    weight: int
    reasons: tuple[str, ...]


class ReadingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How the file was read: its columns, which of them nobody reads, and the mapping used or
    suggested.
    """

    columns: tuple[str, ...]
    unread: tuple[str, ...]
    reading: str
    mapping: Mapping


#: One thing that two records have in common.
Reason = Literal[
    "as_many_learners",
    "days_apart",
    "same_day",
    "same_employer",
    "same_learners",
    "same_mode",
    "same_sector",
    "same_size_and_sector",
    "same_type",
]


class ReasonView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One thing that the two have in common, in words."""

    code: Reason
    label: str


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


class RecordMeeting(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record that a learner met a careers adviser."""

    adviser: UUID
    held_on: date
    mode: DeliveryMode
    minutes: int
    follow_up_on: date | None = None
    learner: str
    actions: tuple[ActionSent, ...] = ()


class RecordRequest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record a request that reached a school otherwise, from a provider that is not here."""

    provider_kind: ProviderKind
    provider_name: str
    year_groups: tuple[int, ...]
    routes: tuple[ApprovedRoute, ...]
    dates: tuple[date, ...]
    received_on: date | None = None


class RecordView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One telling of an encounter: the employer's, or the school's own."""

    id: UUID
    on: date
    type: ActivityType
    mode: DeliveryMode | None
    employer: UUID | None


#: Which column of users.csv is the reference that the school's other files use for a learner.
ReferenceColumn = Literal["identifier", "sourcedId"]


#: Why a school says no.
RefusalReason = Literal[
    "another_provider",
    "checks_missing",
    "enough_arranged",
    "no_suitable_date",
    "not_approved",
    "not_our_year_groups",
    "other",
]


class RefuseAccess(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say no to a provider, and why."""

    reason: RefusalReason


class RegisterAdviser(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Register a careers adviser."""

    name: str
    presence: AdviserPresence
    level: int | None = None
    on_register: bool = False
    matrix: bool = False
    until: date | None = None
    since: date | None = None


#: Where a learner on two institutions' rolls counts in totals over institutions. Source: the
#: school census's enrolment status (current or main, and subsidiary).
Registration = Literal["main", "subsidiary"]


class RejectMatch(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that an employer's encounter and an activity are not the same."""

    encounter: UUID
    activity: UUID


class RemoveLearners(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that learners have left."""

    learners: tuple[str, ...]
    left_on: date | None = None


class RequestAccess(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Ask a school to let a provider meet its learners."""

    provider: Organisation
    school: UUID
    provider_kind: ProviderKind
    year_groups: tuple[int, ...]
    routes: tuple[ApprovedRoute, ...]
    dates: tuple[date, ...]


class RequestList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Requests, the latest first; `waiting` of them wait for an answer of the school."""

    waiting: int
    requests: tuple[RequestView, ...]


#: Where a request stands.
RequestStatus = Literal["another_date", "granted", "refused", "took_place", "waiting", "withdrawn"]


class RequestView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A request as both sides see it. `daysWaiting` counts to the school's first answer, or to
    today; `possible` are dates the school proposed itself.
    """

    id: UUID
    version: int
    school: UUID
    provider: UUID | None
    employer: UUID | None
    provider_kind: ProviderKind
    provider_name: str | None
    year_groups: tuple[int, ...]
    routes: tuple[ApprovedRoute, ...]
    dates: tuple[date, ...]
    asked_on: date
    status: RequestStatus
    days_waiting: int | None
    answered_on: date | None
    agreed_for: date | None
    possible: tuple[date, ...]
    refusal: RefusalReason | None
    activity: UUID | None


class RetentionRule(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """How long one class of data is kept after a learner left; None is for good."""

    data_class: DataClass
    months_after_leaving: int | None
    what_happens: str
    source: str


#: Why a return is corrected.
ReturnCorrection = Literal["incomplete", "other", "wrong_numbers", "wrong_period"]


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


#: What becomes of a row that is not simply taken.
RowFate = Literal["held", "noticed", "refused"]


class RowProblemList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A page of them, in the order of the file; `nextPage` is null on the last."""

    problems: tuple[RowProblemView, ...]
    next_page: int | None


class RowProblemView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One row that is not simply taken: where, what stands there, why, and what to do."""

    line: int
    column: str
    value: str
    code: str
    fate: RowFate
    reason: str
    remedy: str


class SendMonthlyCounts(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Send an adult service's counts of a month that is over."""

    month: str
    counts: MonthOfAdults


class SendOneRoster(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Take a OneRoster bundle as the roster."""

    bundle: str
    school: str | None = None
    reference: ReferenceColumn = "sourcedId"
    as_of: date | None = None


class SendPrimaryReturn(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Send a primary school's return of an academic year."""

    academic_year: str
    counts: PrimaryYear


class SendProgrammes(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say who is on which programme. With `complete`, whoever is not in it has left."""

    programmes: tuple[ProgrammeSent, ...]
    complete: bool = False
    as_of: date | None = None


class SendRoster(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say who is on roll. With `complete`, whoever is not in it has left.

    `yearGroupsChecked` says that whole year groups are meant to be in another year than before.
    """

    learners: tuple[RosterLearner, ...]
    complete: bool = False
    as_of: date | None = None
    year_groups_checked: bool = False


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


class SetAims(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say what year groups are to learn of careers."""

    academic_year: str
    year_groups: tuple[int, ...]
    aims: tuple[LearningAim, ...]
    outcomes: tuple[LearningOutcome, ...]


class SetApart(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say who is outside the relevant cohort for one reason: all of them, or nobody any more."""

    reason: ApartReason
    learners: tuple[str, ...]
    since: date | None = None


class SignAgreement(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Sign a data-sharing agreement."""

    terms: Terms


#: Why special categories may be processed. Source: UK GDPR article 9(2), as far as it can
#: apply.
SpecialCondition = Literal[
    "explicit_consent", "health_or_social_care", "social_protection", "substantial_public_interest"
]


class SplitMatch(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Take a match back."""

    encounter: UUID
    activity: UUID
    reason: SplitReason


#: Why a match is split.
SplitReason = Literal["another_activity", "by_mistake", "other", "two_encounters"]


#: What only the institution can say of itself.
Statement = Literal[
    "guidance_told",
    "in_development_plan",
    "lmi_for_parents",
    "lmi_for_staff",
    "records_open",
    "tailored",
]


class StatementList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The statements of the schools within reach that must have one; those to remind lead."""

    schools: int
    published: int
    statements: tuple[StatementView, ...]


class StatementView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A school's provider access statement and what the checker finds; version 0: it never had
    one.

    `remind` says that somebody has something to do: publish it, or review it.
    """

    institution: UUID
    name: str
    version: int
    publication: Publication
    address: str | None
    reviewed_on: date | None
    review_due_on: date | None
    remind: bool


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


class SuggestionList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Pairs worth deciding, the likeliest first; `undecided` is how many there are in all."""

    suggestions: tuple[SuggestionView, ...]
    undecided: int


class SuggestionView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Two records that may be one encounter; `score` is of 100."""

    encounter: RecordView
    activity: RecordView
    score: int
    reasons: tuple[ReasonView, ...]


class Terms(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What was agreed. `expiresOn` is the last day on which data may be sent under it.

    `specialCondition` goes with sensitive groups; `impactAssessment` with anything about single
    learners; `document` is the signed agreement itself, where the institution files it.
    """

    covers: tuple[DataClass, ...]
    purposes: tuple[Purpose, ...]
    lawful_basis: LawfulBasis
    starts_on: date
    expires_on: date
    special_condition: SpecialCondition | None = None
    impact_assessment: str | None = None
    document: str | None = None


class UndoSending(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Let the roster be as it was before a sending."""

    sending: UUID


class UploadBegunView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """The upload, whose content is sent next."""

    id: UUID
    position: int


class UploadCheckView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """What a check found. Rows are taken, held or refused; `noticed` are taken with a remark.

    `new` to `withdrawn` are what committing would do to activities, or to learners of a roster;
    `leftAsTheyStand` are activities with faulty rows. `problems` can be asked for, row by row.
    """

    rows: int
    taken: int
    held: int
    refused: int
    noticed: int
    problems: int
    problems_by_code: dict[str, int]
    new: int
    changed: int
    unchanged: int
    withdrawn: int
    held_activities: int
    left_as_they_stand: int


class UploadDetail(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One upload, how its file was read, and what must still be said before it can be."""

    id: UUID
    source: str
    kind: UploadKind
    academic_year: str
    complete: bool
    state: UploadState
    state_label: str
    begun_at: str
    expires_at: str
    bytes: int
    check: UploadCheckView | None
    done: UploadDoneView | None
    reading: ReadingView | None
    columns_needed: tuple[Problem, ...] = ()


class UploadDoneView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What committing did; `kept` are activities that were withdrawn here by hand and stay so."""

    recorded: int
    corrected: int
    withdrawn: int
    kept: int


#: What the rows of a file are.
UploadKind = Literal["activities", "roster"]


class UploadList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An institution's uploads, newest first."""

    uploads: tuple[UploadView, ...]


#: How far an upload has come.
UploadState = Literal["begun", "checked", "columns_needed", "committed", "committing", "deleted"]


class UploadView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An upload as it stands. `expiresAt` is when all it holds is deleted."""

    id: UUID
    source: str
    kind: UploadKind
    academic_year: str
    complete: bool
    state: UploadState
    state_label: str
    begun_at: str
    expires_at: str
    bytes: int
    check: UploadCheckView | None
    done: UploadDoneView | None


class WithdrawActivity(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take an activity back."""

    reason: ActivityCorrection


class WithdrawMeeting(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take a meeting back."""

    reason: MeetingCorrection


class WithdrawRequest(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take a request back."""

    provider: Organisation
    reason: WithdrawnReason


class WithdrawStatement(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say that the statement is no longer published."""


#: Why a request is taken back.
WithdrawnReason = Literal["made_in_error", "no_answer", "not_able", "other"]
