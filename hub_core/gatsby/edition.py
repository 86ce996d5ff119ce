"""Editions of the benchmarks, read from their files and checked as a whole.

The rule: an edition is one readable file. Whoever adds a third writes a file and touches no code.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated

import msgspec

from hub_core.academic_years import last_day
from hub_core.gatsby.figures import Unit
from hub_core.gatsby.measures import Measure
from hub_core.gatsby.setting import Setting, SettingKind
from hub_core.reference.labelled import Labelled
from hub_core.values import AcademicYear, YearGroup

_FILES = files("hub_core.gatsby") / "editions"
_Percentage = Annotated[int, msgspec.Meta(ge=-1, le=100)]


class Scoring(Labelled):
    """How an edition turns answers into a benchmark's percentage."""

    POINTS = "points", "Points earned out of those possible"
    COVERAGE = "coverage", "Criteria met out of those that apply"


class AnswerKind(Labelled):
    """How an institution answers a criterion about itself."""

    YES_NO = "yes_no", "Yes or no"
    BAND = "band", "A proportion of learners"
    AGREEMENT = "agreement", "How far it agrees, from 1 to 5"


class Band(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A proportion of learners as one answers it: more than ``above`` per cent, and what it is worth."""

    code: str
    label: str
    above: _Percentage
    points: Annotated[int, msgspec.Meta(ge=0)]


class Criterion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing a benchmark asks for.

    It applies in ``settings`` (all, when none are named), where one of the year groups ``taught`` is
    taught (whichever, when none are named), and in the academic years ``asked_in`` (any, when none).
    ``measure`` says how the log evidences it; None when only the institution can say, and ``declared`` why.
    ``threshold`` is the percentage at which it is achieved; None when it is reported only. ``unmet`` says of
    many of a unit what they lack: "have met no employer this year".
    """

    code: str
    wording: str
    answer: AnswerKind
    settings: frozenset[SettingKind] = frozenset()
    taught: frozenset[YearGroup] = frozenset()
    asked_in: frozenset[AcademicYear] = frozenset()
    threshold: Annotated[int, msgspec.Meta(ge=1, le=100)] | None = None
    measure: Measure | None = None
    unmet: Mapping[Unit, str] = msgspec.field(default_factory=dict)
    source: str = ""
    declared: str = ""

    def applies(self, setting: Setting, academic_year: AcademicYear) -> bool:
        """Whether an institution of this setting is asked this in this year."""
        return (
            (not self.settings or setting.kind in self.settings)
            and (not self.taught or not self.taught.isdisjoint(setting.year_groups))
            and (not self.asked_in or academic_year in self.asked_in)
        )


class Benchmark(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the eight benchmarks."""

    number: Annotated[int, msgspec.Meta(ge=1, le=8)]
    name: str
    criteria: tuple[Criterion, ...]
    summary: str = ""


class Edition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One edition of the rules. ``label`` says whose rubric it is, and is shown with every figure.

    ``headline`` names the criteria whose learners, week by week, are an institution's headline trend,
    ``across`` those by which the phases of a partnership are put side by side.
    """

    code: str
    name: str
    label: str
    in_use_from: date
    in_use_until: date | None = None
    scoring: Scoring
    source: str
    headline: tuple[str, ...] = ()
    across: tuple[str, ...] = ()
    bands: tuple[Band, ...]
    benchmarks: tuple[Benchmark, ...]

    def criteria(self) -> Iterator[tuple[Benchmark, Criterion]]:
        """Every criterion with its benchmark, in the edition's order."""
        for benchmark in self.benchmarks:
            for criterion in benchmark.criteria:
                yield benchmark, criterion

    def band_of(self, part: int, whole: int) -> Band:
        """The band a proportion of learners falls in, from exact numbers: 76 of 100 is more than 75."""
        if not 0 <= part <= whole or whole == 0:
            raise ValueError(f"{part} of {whole} is no proportion of learners")
        return next(band for band in reversed(self.bands) if 100 * part > band.above * whole)


class EditionUnusable(Exception):
    """An edition's file contradicts itself; the sentence says where."""


@cache
def editions() -> dict[str, Edition]:
    """Every edition by its code, oldest first."""
    read = [
        read_edition(file.read_bytes(), name=file.name)
        for file in _FILES.iterdir()
        if file.name.endswith(".toml")
    ]
    return {edition.code: edition for edition in sorted(read, key=lambda one: one.in_use_from)}


def edition_files() -> bytes:
    """Every edition's file, as it stands: what figures rest on beside code."""
    return b"\x00".join(
        file.read_bytes()
        for file in sorted(_FILES.iterdir(), key=lambda one: one.name)
        if file.name.endswith(".toml")
    )


def edition_in_use(day: date) -> Edition:
    """The edition that schools are asked by on this day: the newest that was in use by then, and of days
    before any was, the oldest there is."""
    oldest, *_ = editions().values()
    return [oldest, *(one for one in editions().values() if one.in_use_from <= day)][-1]


def edition_in_use_in(academic_year: AcademicYear, today: date) -> Edition:
    """The edition that schools are asked by in a year: that of its last day, and of today where the year is
    not over."""
    return edition_in_use(min(last_day(academic_year), today))


def read_edition(text: bytes, *, name: str) -> Edition:
    """The edition in this file. Raises ``EditionUnusable`` with what to mend."""
    try:
        edition = msgspec.toml.decode(text, type=Edition)
    except msgspec.DecodeError as problem:
        raise EditionUnusable(f"{name}: {problem}") from problem
    codes = [criterion.code for _, criterion in edition.criteria()]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise EditionUnusable(f"{name}: {', '.join(twice)} stands there twice")
    for place, named in (("headline", edition.headline), ("across", edition.across)):
        if unknown := sorted(set(named) - set(codes)):
            raise EditionUnusable(
                f"{name}: {place} names {', '.join(unknown)}, which is no criterion"
            )
    if [benchmark.number for benchmark in edition.benchmarks] != list(range(1, 9)):
        raise EditionUnusable(f"{name}: the benchmarks must be 1 to 8, in order")
    if both := sorted(one.code for _, one in edition.criteria() if one.measure and one.declared):
        raise EditionUnusable(
            f"{name}: {', '.join(both)} is measured, and said to be the institution's to answer"
        )
    rising = [band.above for band in edition.bands]
    if rising != sorted(set(rising)) or not rising or rising[0] != -1:
        raise EditionUnusable(f"{name}: bands must rise from above = -1")
    return edition
