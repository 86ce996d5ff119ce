"""A complete list that would make leavers of most learners on roll: part of an export, sent as a whole.

The rule: whoever is at the end of what the school teaches may go when the year ends (``leaving_years.csv``,
with its sources); of everybody else most never leave at once, unless the list is not the whole one.
"""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec
from pyroaring import BitMap

from hub_core.academic_years import (
    academic_year_of,
    end_year,
    last_day,
    previous_academic_year,
    year_group_of,
)
from hub_core.refusals import Conflict
from hub_core.rosters.codes import Programme
from hub_core.rosters.dated import Place
from hub_core.rosters.doubt import LEAVERS_CHECKED, Doubt

#: How many of the learners who would be expected to stay must be missing, in per cent (more than) and at
#: least. Ours: half is far beyond what comes and goes within a year, and alternative provision, where it may
#: not be, can say so; a small setting is told apart by its few.
MOST_PERCENT = 50
MOST_LEAST = 10
#: From this day programmes that end with the academic year may be gone from a college's list.
_SUMMER = (6, 1)


class MostWouldLeave(Conflict):
    """The list would make leavers of most learners on roll. Nothing was recorded."""

    KIND = "most-would-leave"
    TITLE = "Most learners would leave"


class LeavingYear(msgspec.Struct, frozen=True, kw_only=True):
    """A year group that may leave as a whole from a day of its academic year on (month, day)."""

    year_group: int
    leaves_from: tuple[int, int]
    why: str


@cache
def leaving_years() -> dict[int, LeavingYear]:
    """The year groups with which schools of some kind end."""
    text = (files("hub_core.rosters") / "leaving_years.csv").read_text(encoding="utf-8")
    years = {}
    for row in csv.DictReader(text.splitlines()):
        month, day = row["leaves_from"].split("-")
        year_group = int(row["year_group"])
        years[year_group] = LeavingYear(
            year_group=year_group, leaves_from=(int(month), int(day)), why=row["why"]
        )
    return years


def most_would_leave(
    on_roll: Mapping[Place, BitMap],
    before_summer: Mapping[Place, BitMap],
    sent: BitMap,
    *,
    named: int,
    day: date,
) -> Doubt | None:
    """The doubt about a complete list that names so many learners, of whom ``sent`` are known; None for none.

    ``on_roll`` is who is there on the day, ``before_summer`` who was when the year before ended.
    """
    everybody = BitMap.union(BitMap(), *on_roll.values())
    staying = everybody - _at_the_end(on_roll, before_summer, day)
    missing = len(staying - sent)
    if missing < MOST_LEAST or missing * 100 <= len(staying) * MOST_PERCENT:
        return None
    gone = len(everybody - sent)
    return Doubt(
        kind=MostWouldLeave.KIND,
        reason=f"{gone:,} of the {len(everybody):,} learners on your roll would leave on "
        f"{day:%-d %B %Y}: this list names {named:,}, and is said to name everybody.",
        remedy="If it lists only some of your learners, send it again without saying that it is complete; "
        "if the export was cut short, send the whole roster. If your system now calls learners by other "
        "references, send the list with the former ones.",
        accepted_by=LEAVERS_CHECKED,
    )


def _at_the_end(
    on_roll: Mapping[Place, BitMap], before_summer: Mapping[Place, BitMap], day: date
) -> BitMap:
    """Of those on roll, whoever may have come to the end of what is taught there by this day."""
    found = BitMap()
    for place, learners in on_roll.items():
        if _ends(place, day):
            found |= learners
        elif isinstance(place, int):
            before = previous_academic_year(academic_year_of(day))
            if _is_leaving_year(place, before) and place in before_summer:
                found |= learners & before_summer[place]
    return found


def _ends(place: Place, day: date) -> bool:
    year = academic_year_of(day)
    if isinstance(place, Programme):
        return place.planned_end <= last_day(year) and day >= _in_year(year, _SUMMER)
    year_group = year_group_of(cohort=place, academic_year=year)
    if year_group is None:
        return True  # long past the last year group there is, and never taken off
    leaving = leaving_years().get(year_group)
    return leaving is not None and day >= _in_year(year, leaving.leaves_from)


def _is_leaving_year(cohort: int, academic_year: str) -> bool:
    return year_group_of(cohort=cohort, academic_year=academic_year) in leaving_years()


def _in_year(academic_year: str, month_and_day: tuple[int, int]) -> date:
    """A day between January and August of an academic year."""
    return date(end_year(academic_year), *month_and_day)
