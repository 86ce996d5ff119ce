"""Where an institution stands at the last month's end, criterion by criterion, as others may know it. No I/O.

The rule: a criterion is told by the least of its protected percentages, which decides under whatever
threshold whether it is achieved. Those of the last month's end before the latest fact alone are kept: at any
later one figures are the year's.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from hub_core.academic_years import academic_year_of, first_day, last_day
from hub_core.gatsby.edition import editions
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.figures import ABOUT_LEARNERS, Figure, Status
from hub_core.gatsby.tried import to_be_tried
from projections.benchmark_progress.cells import as_kept
from projections.benchmark_progress.changed import EVERYTHING, Changed, Redraw
from projections.benchmark_progress.criterion import CriterionFigures
from projections.benchmark_progress.history import History
from projections.benchmark_progress.protected_shares import protected_shares
from projections.projection import Rows

#: By criterion the least percentage; None where one is withheld. What cannot be scored is not there.
Least = Mapping[str, int | None]


class MonthEnd:
    """The rows of ``month_ends`` of one institution, an edition each."""

    def __init__(self, institution: UUID) -> None:
        self._institution = institution
        self._day: date | None = None
        self._evidence: Evidence | None = None
        self._editions = {code: _OfEdition(code) for code in editions()}

    def changes(self, history: History, changed: Changed, rows: Rows) -> None:
        """Append the rows that changed."""
        if not history.supplied:
            return
        latest = max((fact.on for fact in history.facts.values()), default=None)
        day = _month_end_before(latest or first_day(max(history.supplied)))
        redraw = changed.in_year(academic_year_of(day))
        if changed.draws_everything or day != self._day:
            self._evidence = None
        if day != self._day:
            redraw, self._day = EVERYTHING, day
        elif not redraw.everything:
            redraw = Redraw(moved=[one for one in redraw.moved if one.fact.on <= day])
        if not redraw and not changed.draws_everything:
            return
        evidence, rolls = self._evidence_of(history, day), history.changes_after(day)
        for code, one in self._editions.items():
            before = one.row
            one.row = (day, rolls, *one.redrawn(evidence, redraw))
            if one.row != before:
                rows["month_ends"].append((self._institution, code, *one.row))
        if changed.draws_everything:
            self._evidence = None  # as the fold lets go of its own

    def _evidence_of(self, history: History, day: date) -> Evidence:
        """The evidence of the day: kept between facts, of which the rest of it is independent."""
        kept, facts = self._evidence, history.known_facts()
        if kept is None:
            kept = history.evidence(day)
        elif kept.facts is not facts:
            kept = replace(kept, facts=facts)
        self._evidence = kept
        return kept


class _OfEdition:
    """The criteria of an edition whose threshold can be tried."""

    def __init__(self, code: str) -> None:
        self.row: tuple[Any, ...] = ()
        self._criteria = {
            criterion.code: CriterionFigures(
                criterion, criterion.measure, is_headline=False, of_groups=False
            )
            for criterion in to_be_tried(editions()[code])
            if criterion.measure is not None
        }
        self._least: dict[str, int | None] = {}

    def redrawn(self, evidence: Evidence, redraw: Redraw) -> tuple[list[str], list[int | None]]:
        """Their codes and least percentages, with what this may have changed drawn anew."""
        kinds = redraw.kinds
        for code, one in self._criteria.items():
            if not one.kinds.isdisjoint(kinds) and one.redraw(evidence, redraw):
                self._least.pop(code, None)
                self._least.update(least_of(one.everybody))
        told = sorted(self._least.items())
        return [code for code, _ in told], [least for _, least in told]


def _month_end_before(day: date) -> date:
    """The last month's end before a day: at every later one what happened on the day is told."""
    return day.replace(day=1) - timedelta(days=1)


def least_of(figures: Iterable[Figure]) -> dict[str, int | None]:
    """The least percentage of each criterion among these figures about everybody, as others may know them."""
    found: dict[str, list[int | None]] = {}
    for figure in figures:
        if figure.status is not Status.NO_DATA and figure.denominator:
            found.setdefault(figure.criterion, []).append(_percentage(figure))
    return {
        code: None if None in told else min(one for one in told if one is not None)
        for code, told in found.items()
    }


def _percentage(figure: Figure) -> int | None:
    whole = figure.denominator or 0
    if figure.unit in ABOUT_LEARNERS:
        return _protected(figure.numerator, figure.at_most, whole)
    return 100 * figure.numerator // whole


@lru_cache(maxsize=65_536)
def _protected(numerator: int, at_most: int, whole: int) -> int | None:
    return protected_shares(numerator, at_most, whole).percentage


def kept_at(row: Any, day: date) -> Least | None:
    """Where the institution of a row of ``OF_HUB`` stood at a month's end; None where that is not kept.

    At a later one figures are those of the year's end, unless the roll is known to change until then.
    """
    if row["day"] is None:
        return {}  # it never told anything
    if row["day"] == day:
        return dict(zip(row["criteria"], row["least"], strict=True))
    end = last_day(academic_year_of(day))
    if row["day"] > day or any(day < one <= end for one in row["rolls"]):
        return None
    if row["cells"] is None:
        return {}
    offered = _offered(row["edition"])
    return least_of(one for one in as_kept(row["cells"]) if one.criterion in offered)


@cache
def _offered(edition: str) -> frozenset[str]:
    return frozenset(one.code for one in to_be_tried(editions()[edition]))


def achieved_by(
    least: Least, thresholds: Mapping[str, int | None], codes: Sequence[str]
) -> dict[str, bool | None]:
    """Which of these criteria are achieved with these thresholds; None where it cannot be told."""
    found: dict[str, bool | None] = {}
    for code in codes:
        threshold = thresholds[code]
        if code in least and threshold is not None:
            percentage = least[code]
            found[code] = None if percentage is None else percentage >= threshold
    return found


#: Members of a hub by what is kept of them under an edition, with the figures of an academic year.
OF_HUB = """
select i.institution, $2::text as edition, m.day, m.rolls, m.criteria, m.least, p.cells
from benchmark_progress.institutions i
left join benchmark_progress.month_ends m on m.institution = i.institution and m.edition = $2
left join benchmark_progress.progress p
    on p.institution = i.institution and p.edition = $2 and p.academic_year = $3 and m.day < $4
where i.hub = $1
order by i.institution
"""
