"""Figures: what one criterion comes to for one cohort or group, and how far it is achieved.

The rule: silence is not failure. Without data, before recording began and where nothing is asked, a
figure says so instead of naught per cent.
"""

from datetime import date

import msgspec

from hub_core.reference.encounters import EvidenceStrength
from hub_core.reference.labelled import Labelled
from hub_core.rosters.events import LearnerGroup
from hub_core.values import YearGroup


class Status(Labelled):
    """How far a criterion is achieved. *In progress* is not *partly achieved*."""

    ACHIEVED = "achieved", "Achieved"
    IN_PROGRESS = "in_progress", "In progress"
    NOT_ACHIEVED = "not_achieved", "Not achieved"
    NOT_SCORED = "not_scored", "Not scored"
    HISTORY_INCOMPLETE = "history_incomplete", "History incomplete"
    NO_DATA = "no_data_supplied", "No data supplied"


class Unit(Labelled):
    """What a figure counts. Only numbers of learners, and of their guidance meetings, are about people."""

    LEARNERS = "learners", "learner"
    ENCOUNTERS = "encounters", "encounter"
    SUBJECTS = "subjects", "subject"
    KINDS = "kinds", "kind of employer"
    ACTIVITIES = "activities", "activity"
    STAGES = "stages", "key stage"
    LEADERS = "leaders", "trained careers leader"
    MEETINGS = "meetings", "guidance meeting"

    @property
    def many(self) -> str:
        """Several of it."""
        return _MANY.get(self, f"{self.label}s")


_MANY = {Unit.KINDS: "kinds of employer", Unit.ACTIVITIES: "activities"}


#: Units whose numbers tell of learners, so that they are protected outside the institution: a guidance
#: meeting is one learner's.
ABOUT_LEARNERS = frozenset({Unit.LEARNERS, Unit.MEETINGS})


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion, for a year group and a group where it is about learners.

    ``numerator`` is what is certain, ``at_most`` what is possible: they differ where attendance was only
    counted. ``denominator`` is None where nobody said how many there are. ``unmet`` is how many are
    not reached yet for certain, ``to_threshold`` how many more achieve the criterion. ``open_until`` is
    the last day on which what is owed can still be done, where there is one.
    """

    criterion: str
    year_group: YearGroup | None = None
    group: LearnerGroup | None = None
    cohort: int | None = None
    numerator: int
    at_most: int
    denominator: int | None
    threshold: int | None
    status: Status
    strength: EvidenceStrength | None = None
    part: str = ""
    unit: Unit = Unit.LEARNERS
    open_until: date | None = None

    @property
    def unmet(self) -> int | None:
        """Learners not reached for certain."""
        return None if self.denominator is None else self.denominator - self.numerator

    @property
    def to_threshold(self) -> int | None:
        """How many more it takes; 0 when achieved."""
        if self.denominator is None or self.threshold is None:
            return None
        needed = -(-self.threshold * self.denominator // 100)
        return max(needed - self.numerator, 0)

    @property
    def percentage(self) -> tuple[float, float] | None:
        """From what is certain to what is possible; equal where it is exact."""
        if not self.denominator:
            return None
        return 100 * self.numerator / self.denominator, 100 * self.at_most / self.denominator


def at(figure: Figure, day: date) -> Figure:
    """The figure as this day sees it: what can still be done is in progress, not missed."""
    if figure.status is Status.NOT_ACHIEVED and figure.open_until and day <= figure.open_until:
        return msgspec.structs.replace(figure, status=Status.IN_PROGRESS)
    return figure


def status_of(
    *,
    numerator: int,
    at_most: int,
    denominator: int | None,
    threshold: int | None,
    supplied: bool,
    history_incomplete: bool,
) -> Status:
    """How far a share of learners achieves its threshold, in whole numbers so that edges are exact."""
    if not supplied or denominator is None:
        return Status.NO_DATA
    if threshold is None or denominator == 0:
        return Status.NOT_SCORED
    if 100 * numerator >= threshold * denominator:
        return Status.ACHIEVED
    if history_incomplete:
        return Status.HISTORY_INCOMPLETE
    return Status.IN_PROGRESS if at_most else Status.NOT_ACHIEVED
