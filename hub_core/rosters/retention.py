"""How long data about learners is kept after they leave, and whose time is over.

The rule: how long is data (``retention.csv``, with its sources); who left when follows from the roster
alone, so that nobody is kept because somebody forgot to say so.
"""

import csv
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import msgspec
from pyroaring import BitMap

from hub_core.agreements.codes import DataClass
from hub_core.rosters.codes import Programme
from hub_core.rosters.roster import Roster
from hub_core.values import LAST_YEAR_GROUP


class RetentionRule(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How long one class of data is kept after a learner left; None is for good."""

    data_class: DataClass
    months_after_leaving: int | None
    what_happens: str
    source: str


@cache
def retention_rules() -> tuple[RetentionRule, ...]:
    """Every rule, from the least that is told about anybody to the most."""
    text = (files("hub_core.rosters") / "retention.csv").read_text(encoding="utf-8")
    return tuple(
        RetentionRule(
            data_class=DataClass(row["class"]),
            months_after_leaving=int(row["months_after_leaving"] or 0) or None,
            what_happens=row["what_happens"],
            source=row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def months_kept() -> int:
    """How many months a learner's reference is kept after leaving."""
    rules = {rule.data_class: rule for rule in retention_rules()}
    months = rules[DataClass.LEARNER_REFERENCES].months_after_leaving
    assert months is not None, "references are never kept for good"
    return months


def left_before(today: date) -> date:
    """Whoever left before this day has been kept as long as the rules allow."""
    month = today.year * 12 + today.month - 1 - months_kept()
    year, month = divmod(month, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(today.day, (following - timedelta(days=1)).day))


def due(roster: Roster, *, today: date) -> BitMap:
    """Everybody who left so long ago that they are to be forgotten."""
    return _ever(roster) - _on_roll_since(roster, left_before(today), today)


def _ever(roster: Roster) -> BitMap:
    days = _days(roster)
    return BitMap.union(BitMap(), *(roster_on(roster, day) for day in days))


def _on_roll_since(roster: Roster, first: date, today: date) -> BitMap:
    """Everybody on roll on the first day or on any day since on which the roll changed."""
    days = {first, today, *(day for day in _days(roster) if day > first)}
    return BitMap.union(BitMap(), *(roster_on(roster, day) for day in days))


def _days(roster: Roster) -> list[date]:
    """Every day on which somebody came, or from which a programme runs."""
    told = {day for dated in roster.sets.values() for day in dated.days()}
    starts = {place.starts_on for place in roster.sets if isinstance(place, Programme)}
    return sorted(told | starts)


def roster_on(roster: Roster, day: date) -> BitMap:
    """Everybody on roll on a day, without cohorts that have long finished their last year group."""
    over = {cohort for cohort in roster.on_roll(day) if day > _last_day(cohort)}
    finished = BitMap.union(BitMap(), *(roster.on_roll(day)[cohort] for cohort in over))
    return roster.everybody(day) - finished


def _last_day(cohort: int) -> date:
    """The last day of the year in which a cohort is in the last year group there is."""
    return date(cohort - 11 + LAST_YEAR_GROUP, 8, 31)
