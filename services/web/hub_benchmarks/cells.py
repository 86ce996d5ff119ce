"""One cell of the table: what an institution declared beside what records show, in words and as a shade.

The rule: every cell has its words. "No result", "no data supplied", "not scored" and "history incomplete"
are four different things, and none of them is nought.
"""

import msgspec

from hub_core.gatsby.figures import Status
from projections.benchmark_progress.standing import (
    DeclaredResult,
    EvidencedBenchmark,
    MemberStanding,
)

#: Bands of what was declared, in per cent: the least of each. 76 is where the benchmarks of 2014 began to
#: count a group of learners as nearly all (domain 1.3), 100 what Compass calls achieved.
DECLARED_BANDS = (
    (100, 4, "Achieved: 100%"),
    (76, 3, "76% to 99%"),
    (50, 2, "50% to 75%"),
    (0, 1, "Under 50%"),
)
#: Bands of coverage, as shares of the criteria that can be scored.
COVERAGE_BANDS = (
    (1.0, 4, "Every criterion"),
    (0.5, 3, "Half or more"),
    (0.01, 2, "Fewer than half"),
    (0.0, 1, "None yet"),
)
NO_RESULT = "No result"
NOT_ASKED = "Not asked"


class HeatCell(msgspec.Struct, frozen=True, kw_only=True):
    """One institution and one benchmark. ``shade`` is 1 to 4, or none; ``value`` is what rows sort by."""

    declared: str
    coverage: str
    note: str
    shade: str
    value: float | None


def cell(member: MemberStanding, number: int, shade_by: str) -> HeatCell:
    """The cell of a member for a benchmark."""
    place = number - 1
    told = None if member.evidenced is None else member.evidenced[place]
    of_declared, of_coverage = _declared_value(member.declared, place), _coverage_value(told)
    value = of_declared if shade_by == "declared" else of_coverage
    bands = DECLARED_BANDS if shade_by == "declared" else COVERAGE_BANDS
    return HeatCell(
        declared=declared_words(member, place),
        coverage=coverage_words(told),
        note=Status.HISTORY_INCOMPLETE.label if told and told.history_incomplete else "",
        shade="none" if value is None else str(_band(value, bands)),
        value=value,
    )


def declared_words(member: MemberStanding, place: int) -> str:
    """What was reported: a percentage, or the word alone where Compass gave no percentage."""
    result = member.declared
    if result is None:
        return NO_RESULT if member.is_evaluated else NOT_ASKED
    percentage = result.percentages[place]
    if percentage is not None:
        return f"{percentage}%"
    return "Achieved" if result.achieved[place] else "Not achieved"


def coverage_words(told: EvidencedBenchmark | None) -> str:
    """Criteria achieved of those that can be scored, or why there is no such number."""
    if told is None or (not told.scored and told.silent):
        return Status.NO_DATA.label
    if not told.scored:
        return Status.NOT_SCORED.label
    return f"{told.achieved} of {told.scored}"


def _declared_value(result: DeclaredResult | None, place: int) -> float | None:
    if result is None:
        return None
    percentage = result.percentages[place]
    # A status without a percentage: achieved stands with 100 per cent, anything else below.
    return float(percentage) if percentage is not None else 100.0 * result.achieved[place]


def _coverage_value(told: EvidencedBenchmark | None) -> float | None:
    return told.achieved / told.scored if told is not None and told.scored else None


def _band(value: float, bands: tuple[tuple[float, int, str], ...]) -> int:
    return next(shade for least, shade, _ in bands if value >= least)
