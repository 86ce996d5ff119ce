"""What a hub dashboard shows, as plain values: the contract between the fold, the queries and the
page.

The one rule: a figure never travels alone. Each comes with the number of institutions it rests on
and the time the newest fact behind it was recorded, and "no data supplied" is a status, never a
nought. Counts of learners are protected counts; counts of encounters and institutions are plain.
"""

from datetime import date, datetime
from uuid import UUID

import msgspec

from hub_core.disclosure import ProtectedCount


class Basis(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a figure rests on: ``institutions`` that have at least one fact behind it, out of
    ``members`` that could have, and when the newest such fact was recorded (None: there is
    none). Of ``employer_only`` among them nobody but an employer told."""

    institutions: int
    members: int
    employer_only: int = 0
    newest: datetime | None = None


class HubIdentity(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Who the hub is: its name, the organisation that leads it, the local authorities it covers."""

    id: UUID
    slug: str
    name: str
    lead_organisation: str | None = None
    areas: tuple[str, ...] = ()


class CountedLearners(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Learners whom ``institutions`` counted without naming them: how many different ones is known
    as a range, from the largest single count to the sum of all counts or the roll. Those who were
    also named elsewhere are in both."""

    at_least: ProtectedCount
    at_most: ProtectedCount
    institutions: int


class PhasePanel(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True, rename="camel"):
    """The key figures of one phase (``primary``, ``secondary``, ``special_and_alternative``,
    ``fe_and_skills``, ``adult``) or of the whole hub (``all``), for one academic year.

    ``members`` out of ``eligible`` is the hub's coverage of its declared scope; a member outside
    it counts as eligible, so that coverage is never more than whole. ``encounters``
    counts the delivered parts of encounters, one for each institution. ``learner_encounters``
    counts a learner once for each encounter, ``distinct_learners`` once, both on the
    institutions' word: what employers report stands in ``evidence`` only. ``distinct_learners``
    are those named, by ``named_by`` institutions; ``counted`` (None: nobody only counted) are the
    others. ``institutions_reporting`` and ``institutions_silent`` add up to ``members``.

    ``rests_on`` is whoever there is any fact about, ``encounters_rest_on`` where an encounter took
    place, ``learners_rest_on`` the institutions that said who or how many came.
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
    #: Encounters agreed for a date to come.
    planned: int = 0
    named_by: int = 0
    counted: CountedLearners | None = None
    rests_on: Basis
    encounters_rest_on: Basis
    learners_rest_on: Basis


class MonthFigure(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One month of the academic year, named by its first day: encounters delivered and, for dates
    to come, agreed. ``begun`` is false for a month that had not begun at the dashboard's
    ``as_at``."""

    month: date
    encounters: int
    planned: int = 0
    begun: bool = True


class Months(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True, rename="camel"):
    """The twelve months from September to August, in that order."""

    months: tuple[MonthFigure, ...]
    rests_on: Basis


class Slice(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One row of a breakdown, by its code and the words people read."""

    code: str
    label: str
    encounters: int
    learner_encounters: ProtectedCount


class Breakdown(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True, rename="camel"):
    """Encounters split one way (by sector, mode, kind, year group or strength of evidence)."""

    slices: tuple[Slice, ...]
    rests_on: Basis


class BesidePanel(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True, rename="camel"):
    """What took place of a kind that is no encounter with an employer (``workplace_experience``,
    ``provider_encounter``, ``guidance_meeting``), over the whole hub, as institutions recorded it themselves.

    Added to nothing else. An activity may be one learner's, as a guidance meeting is, so activities are
    protected like learners. ``learners`` counts one once for each activity, ``distinct_learners`` once;
    ``counted`` are those whom institutions counted without naming them. ``rests_on`` is where any took place.
    """

    key: str
    label: str
    activities: ProtectedCount
    learners: ProtectedCount
    distinct_learners: ProtectedCount
    named_by: int = 0
    counted: CountedLearners | None = None
    rests_on: Basis


class SilentInstitution(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True, rename="camel"):
    """A member that has supplied nothing this academic year. That is silence, not failure.

    ``encounters`` took place there on an employer's word alone."""

    id: UUID
    name: str
    urn: str | None
    phase_key: str
    phase_label: str
    member_since: date | None = None
    encounters: int = 0


class ActivityItem(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One line of the live feed. ``heading`` speaks in bands when it speaks of learners."""

    position: int
    on: date
    heading: str
    recorded_at: datetime


class HubDashboard(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One hub in one academic year (``2025/26``): what had happened by ``as_at`` and was known at
    log ``position``, whose event was recorded at ``recorded_at``. ``as_at`` is today, or the last
    day of a year that is over; members are those of that day.

    ``phases`` holds the five phases side by side, in order, also those without members. ``total``
    is the whole hub with the key ``all``. ``academic_years`` are the years with anything to show,
    latest first. ``silent`` is sorted by phase and name, ``activity`` newest first.

    Encounters are those with employers, each act once, whether employer, institution or both told of it.
    ``evidence`` has the codes ``school_confirmed`` and ``counted`` (the employer told of it, and the
    institution named or counted who came), ``school_only`` (the institution's own record, of which no
    employer told) and ``employer_reported`` (the employer alone). In ``by_year_group`` an encounter
    stands with each year group that came to it. ``beside`` are other kinds, never added to encounters.
    """

    hub: HubIdentity
    academic_year: str
    academic_years: tuple[str, ...]
    as_at: date
    position: int
    recorded_at: datetime | None
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


class InScope(msgspec.Struct, frozen=True, kw_only=True):
    """An institution a hub could have or has, as the public register knows it."""

    institution: UUID
    name: str
    urn: str | None
    phase: str | None
    local_authority: str | None


class MemberTold(msgspec.Struct, frozen=True, kw_only=True):
    """What a member told: whether anything this year, of which day the last time, and how many employers'
    offers for days to come it has not answered, the soonest of which is ``next_unanswered``."""

    institution: UUID
    name: str
    phase: str | None
    told_this_year: bool
    last_told: date | None
    unanswered: int
    next_unanswered: date | None


class HubReported(msgspec.Struct, frozen=True, kw_only=True):
    """A hub today as it is reported, all of one state of the read model: figures as in ``HubDashboard``, how
    many members it had on an earlier day, who is ``in_scope``, and what each of its ``members`` told."""

    academic_year: str
    total: PhasePanel
    phases: tuple[PhasePanel, ...]
    encounters_by_month: Months
    by_sector: Breakdown
    members_before: int
    in_scope: tuple[InScope, ...]
    members: tuple[MemberTold, ...]


class HubTile(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One hub on the tile map: its place, counted in tiles from 0 at the top left, a name short
    enough for a tile, and the figures of the current academic year."""

    slug: str
    name: str
    tile_label: str
    column: int
    row: int
    members: int
    eligible: int
    encounters: int
    institutions_reporting: int
    newest: datetime | None = None
