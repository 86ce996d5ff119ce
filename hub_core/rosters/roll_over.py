"""Wrong roll-over into a new school year, the commonest fault of rosters, noticed when one is sent.

The rule: a cohort keeps its number for life, so whoever is sent in another one repeats or skips a year.
A few do each year; a whole year group never does, unless the list is wrong.
"""

from collections.abc import Mapping
from datetime import date

import msgspec
from pyroaring import BitMap

from hub_core.academic_years import academic_year_of, year_group_of
from hub_core.refusals import Conflict, Problem
from hub_core.rosters.doubt import YEAR_GROUPS_CHECKED, Doubt
from hub_core.values import year_group_label

#: How many of a cohort's known learners must be sent in one other cohort for it to be a fault, in per
#: cent and at least. About one learner in a hundred repeats a year in England; a small class that is
#: put up together for good reason is told apart by its few.
BLOCK_PERCENT = 50
BLOCK_LEAST = 5


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """So many of the ``known`` learners of a cohort were sent in another one."""

    cohort: int
    sent_in: int
    learners: int
    known: int


class YearGroupsMoved(Conflict):
    """Whole year groups were sent in another year than they are in. Nothing was recorded."""

    KIND = "year-groups-moved"
    TITLE = "Whole year groups are not where they were"


def blocks(before: Mapping[int, BitMap], sent: Mapping[int, BitMap]) -> list[Block]:
    """Every cohort most of whose known learners were sent together in another one."""
    everybody = BitMap.union(BitMap(), *sent.values())
    found = []
    for cohort, there in sorted(before.items()):
        known = len(there & everybody)
        for sent_in, learners in sorted(sent.items()):
            moved = len(there & learners)
            if sent_in != cohort and moved >= BLOCK_LEAST and moved * 100 >= known * BLOCK_PERCENT:
                found.append(Block(cohort=cohort, sent_in=sent_in, learners=moved, known=known))
    return found


def year_groups_moved(
    before: Mapping[int, BitMap], sent: Mapping[int, BitMap], *, day: date
) -> Doubt | None:
    """The doubt about a list whose year groups were not moved on, or moved on twice; None for none."""
    if not (found := blocks(before, sent)):
        return None
    year = academic_year_of(day)
    back = sum(block.sent_in > block.cohort for block in found) * 2 >= len(found)
    fault = (
        f"Year groups were not moved on for {year}"
        if back
        else f"Year groups were moved on twice, or before {year} began"
    )
    return Doubt(
        kind=YearGroupsMoved.KIND,
        reason=f"{fault}: {len(found)} of them are sent in another year than your earlier rosters put them "
        "in.",
        remedy="Mend the year groups in your own system and send the roster again; if the list is of another "
        "school year, send it for that year; if your earlier roster was the wrong one, undo it first.",
        accepted_by=YEAR_GROUPS_CHECKED,
        problems=tuple(
            Problem(
                field="learners",
                reason=f"{block.learners} of {block.known} learners who are in "
                f"{_label(block.cohort, year)} in {year} by what you sent before are sent in "
                f"{_label(block.sent_in, year)}.",
                remedy="Check the year group of these learners.",
            )
            for block in found
        ),
    )


def _label(cohort: int, academic_year: str) -> str:
    year_group = year_group_of(cohort=cohort, academic_year=academic_year)
    return f"the cohort of {cohort}" if year_group is None else year_group_label(year_group)
