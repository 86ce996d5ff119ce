"""What is answered about an institution's progress: figures with what they rest on, and explanations.

The rule: a figure never travels without its edition, its date and its status, and one without data has
no percentage.
"""

from datetime import date
from uuid import UUID

import msgspec

from hub_core.disclosure import AS_SHIPPED, Policy, protect, snap_to_month_end
from hub_core.gatsby.counting import NotCounted
from hub_core.gatsby.edition import Edition
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.figures import ABOUT_LEARNERS, Figure, Status, Unit
from hub_core.gatsby.missing import what_is_missing
from hub_core.reference.activities import ActivityKind, ActivityType
from hub_core.reference.encounters import DeliveryMode, EvidenceStrength
from hub_core.rosters.events import LearnerGroup
from hub_core.values import AcademicYear, YearGroup
from projections.benchmark_progress.addresses import address
from projections.benchmark_progress.protected_shares import protected_shares


class CriterionFigure(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One figure. ``criterion`` is the address an explanation is asked by: ``5.1.y8``, ``7.P.y8.owed``.

    ``numerator`` and ``at_most`` are learners reached for certain and at most, ``to_threshold`` how many
    more achieve it; percentages are whole, truncated. Numbers are None where nobody said them, and outside
    the institution where they are withheld (``withheld``). ``unit`` says what is counted, ``missing`` in a
    sentence who or what is not reached yet, for the institution alone.
    """

    criterion: str
    wording: str
    year_group: YearGroup | None
    group: LearnerGroup | None
    part: str
    numerator: int | None
    at_most: int | None
    denominator: int | None
    percentage: int | None
    percentage_at_most: int | None
    threshold: int | None
    to_threshold: int | None
    status: Status
    strength: EvidenceStrength | None
    unit: Unit
    can_be_explained: bool
    missing: str = ""
    withheld: bool = False


class BenchmarkCoverage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One benchmark: criteria achieved of those that can be scored from the log, and the figures."""

    number: int
    name: str
    achieved: int
    scored: int
    figures: tuple[CriterionFigure, ...]


class Trend(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The headline of the year: how many of ``learners`` the criterion had reached by the end of each week
    from 1 September on. Learners who are only counted are in none."""

    criterion: str
    wording: str
    learners: int
    reached_by_week: tuple[int, ...]


class Progress(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An institution's coverage under one edition. ``edition_label`` says whose rubric it is.

    ``as_at`` is what had happened by then, ``known_at`` what was known by then (None: all that is).
    ``set_apart`` are learners on roll whom the institution keeps out of the relevant cohort; None outside
    the institution where the number is withheld. ``trend`` is the institution's alone.
    """

    institution: UUID
    edition: str
    edition_label: str
    academic_year: AcademicYear
    as_at: date
    known_at: date | None
    position: int
    set_apart: int | None
    benchmarks: tuple[BenchmarkCoverage, ...]
    trend: Trend | None = None

    @property
    def silent(self) -> bool:
        """Whether nobody has supplied anything that a figure could rest on."""
        return all(
            figure.status in (Status.NO_DATA, Status.NOT_SCORED)
            for one in self.benchmarks
            for figure in one.figures
        )


class ExplainedStep(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
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


class Explanation(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Why a figure is what it is: contributions add up to its numerator."""

    institution: UUID
    edition: str
    figure: CriterionFigure
    as_at: date
    known_at: date | None
    steps: tuple[ExplainedStep, ...]


def shown(edition: Edition, figure: Figure, evidence: Evidence) -> CriterionFigure:
    """A figure over this evidence, with its wording and whole percentages; without data it has none."""
    criterion = next(one for _, one in edition.criteria() if one.code == figure.criterion)
    whole = None if figure.status is Status.NO_DATA else figure.denominator
    return CriterionFigure(
        criterion=address(figure),
        wording=criterion.wording,
        year_group=figure.year_group,
        group=figure.group,
        part=figure.part,
        numerator=figure.numerator,
        at_most=figure.at_most,
        denominator=figure.denominator,
        percentage=100 * figure.numerator // whole if whole else None,
        percentage_at_most=100 * figure.at_most // whole if whole else None,
        threshold=figure.threshold,
        to_threshold=figure.to_threshold,
        status=figure.status,
        strength=figure.strength,
        unit=figure.unit,
        can_be_explained=figure.group is None,
        missing=what_is_missing(criterion, figure, evidence),
    )


def outside(progress: Progress, policy: Policy = AS_SHIPPED) -> Progress:
    """The same as others than the institution may see it: no groups, and small numbers protected.

    The date must be a month's end, or days could be subtracted from each other.
    """
    if progress.as_at != snap_to_month_end(progress.as_at):
        raise ValueError(f"{progress.as_at} is no month's end")
    return msgspec.structs.replace(
        progress,
        set_apart=_few(progress.set_apart, policy),
        trend=None,
        benchmarks=tuple(
            msgspec.structs.replace(
                benchmark,
                figures=tuple(
                    _protected(figure, policy)
                    for figure in benchmark.figures
                    if figure.group is None
                ),
            )
            for benchmark in progress.benchmarks
        ),
    )


def _few(learners: int | None, policy: Policy) -> int | None:
    """A number of learners as others may see it; None when it is withheld."""
    if not learners:
        return learners
    return protect(learners, policy).shown


def _protected(figure: CriterionFigure, policy: Policy) -> CriterionFigure:
    """Counts of learners protected; those of encounters or subjects are about no person."""
    whole = figure.denominator
    if figure.unit not in ABOUT_LEARNERS or whole is None:
        return msgspec.structs.replace(figure, can_be_explained=False)
    shares = protected_shares(figure.numerator or 0, figure.at_most or 0, whole, policy)
    certain, possible, withheld = shares
    without_data = figure.status is Status.NO_DATA
    return msgspec.structs.replace(
        figure,
        numerator=None if withheld else certain.part.shown,
        at_most=None if withheld else possible.part.shown,
        denominator=certain.whole.shown,
        percentage=None if without_data else shares.percentage,
        percentage_at_most=None if withheld or without_data else possible.percent,
        to_threshold=None,
        can_be_explained=False,
        missing="",
        withheld=withheld,
    )
