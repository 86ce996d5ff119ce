"""Types of progress, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.progress.shared import (
    BenchmarkOfHub,
    CriterionFigure,
    EvidenceStrength,
    MemberStanding,
    ProtectedCount,
)
from careers_hub_client.types.shared import ActivityKind, ActivityType, DeliveryMode, ServicePhase


class ActivityItem(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One line of the live feed. `heading` speaks in bands when it speaks of learners."""

    position: int
    on: date
    heading: str
    recorded_at: str


class Basis(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What a figure rests on: `institutions` that have at least one fact behind it, out of
    `members` that could have, and when the newest such fact was recorded (None: there is none).
    Of `employerOnly` among them nobody but an employer told.
    """

    institutions: int
    members: int
    employer_only: int = 0
    newest: str | None = None


class BenchmarkCoverage(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """One benchmark: criteria achieved of those that can be scored from the log, and the figures."""

    number: int
    name: str
    achieved: int
    scored: int
    figures: tuple[CriterionFigure, ...]


class BesidePanel(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What took place of a kind that is no encounter with an employer (`workplace_experience`,
    `provider_encounter`, `guidance_meeting`), over the whole hub, as institutions recorded it
    themselves.

    Added to nothing else. An activity may be one learner's, as a guidance meeting is, so
    activities are protected like learners. `learners` counts one once for each activity,
    `distinctLearners` once; `counted` are those whom institutions counted without naming them.
    `restsOn` is where any took place.
    """

    key: str
    label: str
    activities: ProtectedCount
    learners: ProtectedCount
    distinct_learners: ProtectedCount
    named_by: int = 0
    counted: CountedLearners | None = None
    rests_on: Basis


class Breakdown(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Encounters split one way (by sector, mode, kind, year group or strength of evidence)."""

    slices: tuple[Slice, ...]
    rests_on: Basis


class ContextCollection(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A published collection with its rows for the areas of the hub, their regions and England."""

    code: str
    title: str
    source: str
    licence: str
    measures: tuple[ContextMeasure, ...]
    rows: tuple[ContextRow, ...]


class ContextFigure(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A figure as it was published: `value`, or the `symbol` printed in its place (z not
    applicable, x unavailable, c suppressed, low rounds to nought).
    """

    measure: str
    value: float | None
    symbol: str | None


class ContextMeasure(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What a figure is. `unit` is % or empty for a number."""

    code: str
    label: str
    unit: str


class ContextRow(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The figures of a place (by its GSS code) and a period. `addedUp` are the districts whose
    published numbers were added up to them; empty where they were published of the place
    itself.
    """

    place: str
    name: str
    period: str
    figures: tuple[ContextFigure, ...]
    added_up: tuple[str, ...]


class CountedLearners(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Learners whom `institutions` counted without naming them: how many different ones is known
    as a range, from the largest single count to the sum of all counts or the roll. Those who
    were also named elsewhere are in both.
    """

    at_least: ProtectedCount
    at_most: ProtectedCount
    institutions: int


class ExplainedStep(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One thing that happened: what it first brought to the figure, or why it does not count."""

    activity: UUID
    position: int
    happened_on: date
    heading: str
    kind: ActivityKind
    type: ActivityType | None
    mode: DeliveryMode | None
    strength: EvidenceStrength
    contribution: int
    not_counted: NotCounted | None
    reason: str


class Explanation(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Why a figure is what it is: contributions add up to its numerator."""

    institution: UUID
    edition: str
    figure: CriterionFigure
    as_at: date
    known_at: date | None
    steps: tuple[ExplainedStep, ...]


class HubContext(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """`hubFigures` are the hub's own, from the log; `statistics` others', of everybody in its
    areas.
    """

    hub: str
    academic_year: str
    hub_figures: PhasePanel
    statistics: tuple[ContextCollection, ...]


class HubDashboard(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One hub in one academic year (``2025/26``): what had happened by `asAt` and was known at log
    `position`, whose event was recorded at `recordedAt`. `asAt` is today, or the last day of a
    year that is over; members are those of that day.

    `phases` holds the five phases side by side, in order, also those without members. `total`
    is the whole hub with the key `all`. `academicYears` are the years with anything to show,
    latest first. `silent` is sorted by phase and name, `activity` newest first.

    Encounters are those with employers, each act once, whether employer, institution or both
    told of it. `evidence` has the codes `school_confirmed` and `counted` (the employer told of
    it, and the institution named or counted who came), `school_only` (the institution's own
    record, of which no employer told) and `employer_reported` (the employer alone). In
    `byYearGroup` an encounter stands with each year group that came to it. `beside` are other
    kinds, never added to encounters.
    """

    hub: HubIdentity
    academic_year: str
    academic_years: tuple[str, ...]
    as_at: date
    position: int
    recorded_at: str | None
    total: PhasePanel
    phases: tuple[PhasePanel, ...]
    encounters_by_month: Months
    by_sector: Breakdown
    by_mode: Breakdown
    by_kind: Breakdown
    by_year_group: Breakdown
    evidence: Breakdown
    beside: tuple[BesidePanel, ...]
    silent: tuple[SilentInstitution, ...]
    activity: tuple[ActivityItem, ...]


class HubIdentity(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Who the hub is: its name, the organisation that leads it, the local authorities it covers."""

    id: UUID
    slug: str
    name: str
    lead_organisation: str | None = None
    areas: tuple[str, ...] = ()


class HubList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A page of hubs by slug; `next` is the cursor of the one after, if any."""

    hubs: tuple[HubTile, ...]
    next: str | None = None


class HubStanding(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The members of a hub as at a day of an academic year, by name.

    `meanAchieved` is the mean number of benchmarks officially achieved, over the `declared`
    members that have a result; None when none has.
    """

    hub: UUID
    academic_year: str
    as_at: date
    edition: str
    edition_label: str
    position: int
    members: int
    declared: int
    supplied: int
    mean_achieved: float | None
    benchmarks: tuple[BenchmarkOfHub, ...]
    institutions: tuple[MemberStanding, ...]


class HubTile(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One hub on the tile map: its place, counted in tiles from 0 at the top left, a name short
    enough for a tile, and the figures of the current academic year.
    """

    slug: str
    name: str
    tile_label: str
    column: int
    row: int
    members: int
    eligible: int
    encounters: int
    institutions_reporting: int
    newest: str | None = None


class MissingLearners(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Whom a criterion does not reach yet, by the institution's own references.

    `erased` are learners among them whose reference was destroyed: nobody knows them. `short`
    says of each learner what they lack, where hours at workplaces are asked for.
    """

    criterion: str
    as_at: date
    among: int
    learners: tuple[str, ...]
    erased: int
    short: tuple[ShortOfHours, ...] = ()


class MonthFigure(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One month of the academic year, named by its first day: encounters delivered and, for dates
    to come, agreed. `begun` is false for a month that had not begun at the dashboard's `asAt`.
    """

    month: date
    encounters: int
    planned: int = 0
    begun: bool = True


class Months(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The twelve months from September to August, in that order."""

    months: tuple[MonthFigure, ...]
    rests_on: Basis


#: Why a fact of the right kind does not count.
NotCounted = Literal[
    "adviser_level",
    "beside",
    "content_missing",
    "counted",
    "employer_unknown",
    "matched",
    "mode",
    "no_hours",
    "no_such_cell",
    "not_approved",
    "not_attended",
    "not_checked",
    "not_in_post",
    "not_meaningful",
    "outside_school_day",
    "outside_window",
    "own_word",
    "unconfirmed",
    "withdrawn",
]


class PhaseCoverage(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One phase: of `learners` so many were reached for certain, by the criterion its `wording`
    gives.

    Numbers are None where no institution of it told any. `silent` of its `institutions` told
    none, and `withheld` year groups are left out, being too few learners to tell.
    """

    phase: ServicePhase
    label: str
    institutions: int
    silent: int
    wording: str
    reached: int | None
    learners: int | None
    percentage: int | None
    withheld: int


class PhasePanel(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The key figures of one phase (`primary`, `secondary`, `special_and_alternative`,
    `fe_and_skills`, `adult`) or of the whole hub (`all`), for one academic year.

    `members` out of `eligible` is the hub's coverage of its declared scope; a member outside it
    counts as eligible, so that coverage is never more than whole. `encounters` counts the
    delivered parts of encounters, one for each institution. `learnerEncounters` counts a
    learner once for each encounter, `distinctLearners` once, both on the institutions' word:
    what employers report stands in `evidence` only. `distinctLearners` are those named, by
    `namedBy` institutions; `counted` (None: nobody only counted) are the others.
    `institutionsReporting` and `institutionsSilent` add up to `members`.

    `restsOn` is whoever there is any fact about, `encountersRestOn` where an encounter took
    place, `learnersRestOn` the institutions that said who or how many came.
    """

    key: str
    label: str
    members: int
    eligible: int
    encounters: int
    learner_encounters: ProtectedCount
    distinct_learners: ProtectedCount
    institutions_reporting: int
    institutions_silent: int
    planned: int = 0
    named_by: int = 0
    counted: CountedLearners | None = None
    rests_on: Basis
    encounters_rest_on: Basis
    learners_rest_on: Basis


class PhasesAcross(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An institution with its present partners as at a month's end, in the order in which learners
    go on.

    `exact` says that the institution's own phase is as it is, and not protected.
    """

    institution: UUID
    edition: str
    academic_year: str
    as_at: date
    partners: int
    exact: bool
    different_learners: str
    phases: tuple[PhaseCoverage, ...]


class Progress(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An institution's coverage under one edition. `editionLabel` says whose rubric it is.

    `asAt` is what had happened by then, `knownAt` what was known by then (None: all that is).
    `setApart` are learners on roll whom the institution keeps out of the relevant cohort; None
    outside the institution where the number is withheld. `trend` is the institution's alone.
    """

    institution: UUID
    edition: str
    edition_label: str
    academic_year: str
    as_at: date
    known_at: date | None
    position: int
    set_apart: int | None
    benchmarks: tuple[BenchmarkCoverage, ...]
    trend: Trend | None = None


class ShortOfHours(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What one learner still lacks of the hours asked for: so many minutes at workplaces, and to
    be there in person so many times more.
    """

    learner: str
    minutes: int
    in_person: int


class SilentInstitution(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A member that has supplied nothing this academic year. That is silence, not failure.

    `encounters` took place there on an employer's word alone.
    """

    id: UUID
    name: str
    urn: str | None
    phase_key: str
    phase_label: str
    member_since: date | None = None
    encounters: int = 0


class Slice(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One row of a breakdown, by its code and the words people read."""

    code: str
    label: str
    encounters: int
    learner_encounters: ProtectedCount


class Trend(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The headline of the year: how many of `learners` the criterion had reached by the end of
    each week from 1 September on. Learners who are only counted are in none.
    """

    criterion: str
    wording: str
    learners: int
    reached_by_week: tuple[int, ...]
