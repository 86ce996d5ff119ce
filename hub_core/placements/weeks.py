"""Placement weeks: each institution's plan, where plans clash, and which weeks would be free instead.

The rule: a clash is a week in which two institutions or more plan placements. The one with most learners
stays, since it is the hardest to move; the others are shown the nearest week of the same term that nobody
has planned.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from uuid import UUID, uuid5

import msgspec

from hub_core.academic_years import academic_year_of, first_day, last_day, term_of
from hub_core.derived_ids import derived
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.placements.weeks_events import PlacementWeek, PlacementWeeksDeclared
from hub_core.refusals import Invalid, Problem

_WEEK = timedelta(days=7)
#: How many weeks away another one is suggested at most.
FARTHEST_WEEKS = 6


class PlacementWeeks(Aggregate):
    """One institution's plan for one academic year (stream: ``weeks_stream``)."""

    def begin(self) -> None:
        self.weeks: tuple[PlacementWeek, ...] = ()

    def evolve(self, event: Event) -> None:
        match event:
            case PlacementWeeksDeclared():
                self.weeks = event.weeks
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to placement weeks")

    def declare(
        self,
        institution: UUID,
        academic_year: str,
        weeks: tuple[PlacementWeek, ...],
        *,
        on: date,
        at: datetime,
    ) -> None:
        """Be planned as a whole; the same again changes nothing, and no weeks take the plan back."""
        _check(weeks, academic_year)
        ordered = tuple(sorted(weeks, key=lambda week: week.monday))
        if ordered != self.weeks:
            self.record(
                PlacementWeeksDeclared(
                    institution=institution,
                    academic_year=academic_year,
                    occurred_on=on,
                    weeks=ordered,
                ),
                at=at,
            )


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """Who could move out of a clash, and where to; None when no week near is free."""

    institution: UUID
    to: date | None


class Clash(msgspec.Struct, frozen=True, kw_only=True):
    """One week in which several institutions plan placements, the one with most learners first."""

    monday: date
    learners: Mapping[UUID, int]
    suggestions: tuple[Suggestion, ...]


def clashes(plans: Mapping[UUID, tuple[PlacementWeek, ...]]) -> list[Clash]:
    """Every clash among these plans, the first week first; a suggested week is suggested once."""
    planned: defaultdict[date, dict[UUID, int]] = defaultdict(dict)
    for institution, weeks in plans.items():
        for week in weeks:
            planned[week.monday][institution] = week.learners
    taken = set(planned)
    return [
        _clash(monday, planned[monday], taken)
        for monday in sorted(planned)
        if len(planned[monday]) > 1
    ]


def _clash(monday: date, learners: Mapping[UUID, int], taken: set[date]) -> Clash:
    """``taken`` takes in what is suggested."""
    order = sorted(learners, key=lambda one: (-learners[one], str(one)))
    suggestions = []
    for institution in order[1:]:
        free = next((week for week in _near(monday) if week not in taken), None)
        if free is not None:
            taken.add(free)
        suggestions.append(Suggestion(institution=institution, to=free))
    return Clash(
        monday=monday,
        learners={one: learners[one] for one in order},
        suggestions=tuple(suggestions),
    )


def _near(monday: date) -> Iterator[date]:
    """Weeks of the same term and year, the nearest first and the later of two first, none of them quiet."""
    for away in range(1, FARTHEST_WEEKS + 1):
        for week in (monday + away * _WEEK, monday - away * _WEEK):
            same_year = academic_year_of(week) == academic_year_of(monday)
            if same_year and term_of(week) is term_of(monday) and not _is_quiet(week):
                yield week


def _is_quiet(monday: date) -> bool:
    day = f"{monday:%m-%d}"
    return any(first <= day <= last for first, last in _quiet())


@cache
def _quiet() -> tuple[tuple[str, str], ...]:
    text = (files("hub_core.placements") / "quiet_weeks.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple((row["from"], row["to"]) for row in csv.DictReader(lines))


@derived
def weeks_stream(institution: UUID, academic_year: str) -> UUID:
    """The stream of an institution's placement weeks in an academic year."""
    return uuid5(institution, f"placement weeks {academic_year}")


def _check(weeks: tuple[PlacementWeek, ...], academic_year: str) -> None:
    problems = list(_problems(weeks, academic_year))
    if problems:
        raise Invalid("Some of these weeks cannot be.", problems=problems)


def _problems(weeks: tuple[PlacementWeek, ...], academic_year: str) -> Iterator[Problem]:
    seen: set[date] = set()
    for place, week in enumerate(weeks):
        monday = week.monday
        if monday.weekday():
            yield Problem(
                field=f"weeks[{place}].monday",
                reason=f"{monday:%-d %B %Y} is a {monday:%A}.",
                remedy="Name a week by its Monday.",
            )
        elif not first_day(academic_year) <= monday <= last_day(academic_year):
            yield Problem(
                field=f"weeks[{place}].monday",
                reason=f"{monday:%-d %B %Y} is not in {academic_year}.",
                remedy="Declare each academic year apart.",
            )
        elif monday in seen:
            yield Problem(
                field=f"weeks[{place}].monday",
                reason=f"The week of {monday:%-d %B %Y} stands twice.",
                remedy="Give it once, with all its learners.",
            )
        seen.add(monday)
