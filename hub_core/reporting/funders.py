"""What each funder asks, read from one file and checked as a whole.

The rule: periods, indicators and targets are data. Whoever adds a funder writes a part of the file and
touches no code.
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

import msgspec

from hub_core.academic_years import end_year, start_year
from hub_core.evaluations.codes import BenchmarkNumber
from hub_core.reference.service_phases import ServicePhase
from hub_core.reporting.codes import FigureName, FunderCode, IndicatorCode, PeriodCode
from hub_core.values import AcademicYear

Month = Annotated[int, msgspec.Meta(ge=1, le=12)]

#: Figures that can be of one phase alone.
_BY_PHASE = frozenset(
    {
        FigureName.COVERAGE,
        FigureName.ENCOUNTERS,
        FigureName.LEARNER_ENCOUNTERS,
        FigureName.MEMBERS_WITH_ENCOUNTERS,
    }
)


class FunderPeriod(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the academic year: whole months, in its order from September."""

    code: PeriodCode
    label: str
    months: Annotated[tuple[Month, ...], msgspec.Meta(min_length=1)]

    def first_day(self, academic_year: AcademicYear) -> date:
        """The day it begins in an academic year."""
        return _first_of(self.months[0], academic_year)

    def last_day(self, academic_year: AcademicYear) -> date:
        """The day it ends in an academic year."""
        last = _first_of(self.months[-1], academic_year)
        following = date(last.year + last.month // 12, last.month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)


class Indicator(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the return: the figure it is worked out from, and what is aimed at. ``group`` is the
    heading it stands under.

    ``target`` is one for every period, or one for some; None: nothing is aimed at.
    """

    code: IndicatorCode
    group: str
    label: str
    figure: FigureName
    definition: str
    source: str
    benchmark: BenchmarkNumber | None = None
    phase: ServicePhase | None = None
    target: float | dict[PeriodCode, float] | None = None
    better: Literal["higher", "lower"] = "higher"

    def target_in(self, period: PeriodCode) -> float | None:
        """What is aimed at in a period."""
        return self.target.get(period) if isinstance(self.target, dict) else self.target

    def met(self, value: float | None, target: float | None) -> bool | None:
        """Whether a figure meets the target; None where there is no figure or no target."""
        if value is None or target is None:
            return None
        return value >= target if self.better == "higher" else value <= target


class Unknown(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a funder asks and no figure stands for, and why."""

    code: IndicatorCode
    label: str
    why: str


class Funder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One funder and what it asks."""

    code: FunderCode
    name: str
    note: str
    source: str
    period: tuple[FunderPeriod, ...]
    indicator: tuple[Indicator, ...]
    unknown: tuple[Unknown, ...] = ()

    def period_of(self, code: str) -> FunderPeriod | None:
        """The period of this code."""
        return next((one for one in self.period if one.code == code), None)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every line a comment can be about, in order."""
        return (*(one.code for one in self.indicator), *(one.code for one in self.unknown))

    def period_on(self, day: date) -> FunderPeriod:
        """The period a day falls in."""
        return next(one for one in self.period if day.month in one.months)


class WrongFunders(ValueError):
    """The file of funders contradicts itself; the sentence says where."""


@cache
def funders() -> Mapping[str, Funder]:
    """Every funder of the file, in its order."""
    path = files("hub_core.reporting") / "funders.toml"
    return funders_of(path.read_text(encoding="utf-8"))


def funders_of(text: str) -> Mapping[str, Funder]:
    """The funders of a file's text; raises ``WrongFunders`` with what to mend."""
    try:
        found: tuple[Funder, ...] = msgspec.convert(
            tomllib.loads(text).get("funder", []), tuple[Funder, ...]
        )
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as problem:
        raise WrongFunders(f"The file of funders cannot be read: {problem}") from problem
    _require_different([funder.code for funder in found], "funder")
    for funder in found:
        _check(funder)
    return {one.code: one for one in found}


def _check(funder: Funder) -> None:
    _require_different([one.code for one in funder.period], f"period of {funder.code}")
    _require_different(funder.codes, f"indicator of {funder.code}")
    months = [month for one in funder.period for month in one.months]
    if months != [*range(9, 13), *range(1, 9)]:
        raise WrongFunders(
            f"The periods of {funder.code} do not hold every month from September to August once, in "
            "that order."
        )
    for one in funder.indicator:
        if (one.benchmark is not None) != (one.figure is FigureName.BENCHMARK_ACHIEVED):
            raise WrongFunders(
                f"{one.code}: a benchmark goes with benchmark_achieved and no other."
            )
        if one.phase is not None and one.figure not in _BY_PHASE:
            raise WrongFunders(f"{one.code}: {one.figure} is not known by phase.")
        named = one.target if isinstance(one.target, dict) else {}
        if unknown := [code for code in named if funder.period_of(code) is None]:
            raise WrongFunders(f"{one.code}: there is no period {unknown[0]!r} to have a target.")


def _require_different(codes: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise WrongFunders(f"The {what} {code!r} is there twice.")
        seen.add(code)


def _first_of(month: int, academic_year: AcademicYear) -> date:
    return date(start_year(academic_year) if month >= 9 else end_year(academic_year), month, 1)
