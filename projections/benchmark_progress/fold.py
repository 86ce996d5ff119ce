"""The fold of benchmark progress: one institution's events in, its figures of every academic year out.

No I/O. The rule: the figures are those that the same history gives on demand; the fold only knows which of
them an event can have moved.
"""

from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from hub_core.academic_years import last_day
from hub_core.evaluations import events as v
from hub_core.gatsby.edition import edition_files
from hub_core.gatsby.evidence import Evidence
from hub_core.log.event import Event
from hub_core.membership import events as m
from hub_core.values import AcademicYear
from projections.benchmark_progress.changed import Redraw
from projections.benchmark_progress.declared import Declared
from projections.benchmark_progress.events import EVENTS
from projections.benchmark_progress.groups import FUNCTIONS
from projections.benchmark_progress.history import History
from projections.benchmark_progress.month_ends import MonthEnd
from projections.benchmark_progress.register import Entry
from projections.benchmark_progress.words import YearWords
from projections.benchmark_progress.year import YearFigures
from projections.projection import Projection, Rows


class InstitutionFold:
    """One institution's history, and the figures drawn from it so far."""

    def __init__(self, institution: UUID) -> None:
        self._institution = institution
        self._history = History(institution)
        self._entry = Entry(institution)
        self._declared = Declared(institution)
        self._words = YearWords(institution)
        self._month_end = MonthEnd(institution)
        self._years: dict[AcademicYear, YearFigures] = {}
        self._evidence: dict[AcademicYear, Evidence] = {}

    def apply(self, event: Event, position: int, recorded_at: datetime) -> None:
        """Take one event in."""
        self._history.apply(event, position)
        self._entry.apply(event)
        self._declared.apply(event)
        self._words.apply(event, recorded_at)

    def changes(self, rows: Rows) -> None:
        """Append the rows that changed since the last call."""
        if self._entry.changed:
            self._entry.changed = False
            rows["institutions"].append(self._entry.row())
        rows["results"].extend(self._declared.taken_rows())
        if changed := self._history.taken_changes():
            self._words.changes(self._history, changed, rows)
            self._month_end.changes(self._history, changed, rows)
            for year in sorted(self._history.supplied):
                if redraw := changed.in_year(year):
                    figures = self._years.get(year)
                    if figures is None:
                        figures = self._years[year] = YearFigures(self._institution, year)
                    figures.redraw(self._evidence_of(year, redraw), redraw, rows)
            if changed.draws_everything:
                # Most of what was asked for is not asked for again: the next fact gathers what it needs.
                self._evidence.clear()
                self._history.let_go()

    def _evidence_of(self, year: AcademicYear, redraw: Redraw) -> Evidence:
        """The evidence of a year's last day: kept between facts, of which the rest of it is independent."""
        kept, facts = self._evidence.get(year), self._history.known_facts()
        if kept is None or redraw.everything:
            kept = self._history.evidence(last_day(year))
        elif kept.facts is not facts:
            kept = replace(kept, facts=facts)
        self._evidence[year] = kept
        return kept


class SharedFold:
    """Events without an institution move nobody's progress."""

    def apply(self, event: Event, position: int, recorded_at: datetime) -> None:
        """Nothing to take in."""

    def changes(self, rows: Rows) -> None:
        """Nothing changed."""


PROJECTION = Projection(
    name="benchmark_progress",
    package="projections.benchmark_progress",
    institution=InstitutionFold,
    shared=SharedFold,
    events=(
        *EVENTS,
        v.CompassResultRecorded,
        v.CompassResultCorrected,
        v.CompassResultWithdrawn,
        m.MemberAdmitted,
        m.MemberReinstated,
        m.MemberTransferred,
        m.MemberSuspended,
        m.MemberWithdrawn,
    ),
    edition=edition_files(),
    functions=FUNCTIONS,
    sources=(
        "hub_core.disclosure.counts",
        "hub_core.evaluations.standing",
        "hub_core.gatsby.accumulated",
        "hub_core.gatsby.counted",
        "hub_core.gatsby.counting",
        "hub_core.gatsby.evidence",
        "hub_core.gatsby.facts",
        "hub_core.gatsby.figures",
        "hub_core.gatsby.guidance_meetings",
        "hub_core.gatsby.institution_facts",
        "hub_core.gatsby.known_facts",
        "hub_core.gatsby.leadership",
        "hub_core.gatsby.learner_shares",
        "hub_core.gatsby.measures",
        "hub_core.gatsby.meetings_once",
        "hub_core.gatsby.once",
        "hub_core.gatsby.progress",
        "hub_core.gatsby.provider_access",
        "hub_core.gatsby.setting",
        "hub_core.gatsby.weekly",
        "hub_core.gatsby.windows",
        "hub_core.gatsby.variety",
        "hub_core.gatsby.workplace_hours",
        "projections.benchmark_progress.as_facts",
        "projections.benchmark_progress.cells",
        "projections.benchmark_progress.changed",
        "projections.benchmark_progress.criterion",
        "projections.benchmark_progress.declared",
        "projections.benchmark_progress.fold",
        "projections.benchmark_progress.groups",
        "projections.benchmark_progress.history",
        "projections.benchmark_progress.month_ends",
        "projections.benchmark_progress.protected_shares",
        "projections.benchmark_progress.register",
        "projections.benchmark_progress.words",
        "projections.benchmark_progress.year",
    ),
)
