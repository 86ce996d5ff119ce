"""A hub's file of results, row by row: cells become a row to be taken, or are told with column and remedy.

The rule: a person's name or address is never quoted back, for what is answered is kept.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from hub_core.evaluations.codes import BENCHMARKS, BenchmarkStatus, EvaluationType
from hub_core.evaluations.events import Reported
from hub_core.evaluations.members_results import MOST_BYTES, MOST_ROWS, MemberResult, RowProblem
from hub_core.files.dates import read_date
from hub_core.files.reading import FileLimits, Table, read_table
from hub_core.gatsby.edition import editions
from hub_core.identity.people.commands import EmailAddress, PersonName
from hub_core.refusals import Invalid, Problem
from hub_core.values import parse_ukprn, parse_urn
from hub_core.workforce.people import PersonSent

#: How columns may be named, whatever their capitals, spaces and dashes.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "urn": ("urn",),
    "ukprn": ("ukprn",),
    "completed_on": ("completed_on", "completed", "date_completed", "date"),
    "edition": ("edition", "framework"),
    "evaluation_type": ("evaluation_type",),
    **{
        f"benchmark_{n}": (f"benchmark_{n}", f"bm{n}", f"gb{n}", f"gatsby_benchmark_{n}")
        for n in BENCHMARKS
    },
    "careers_leader_name": ("careers_leader_name", "careers_leader"),
    "careers_leader_email": ("careers_leader_email", "careers_leader_e_mail"),
    "appointed_on": ("appointed_on",),
}
#: A file without one of these says too little.
REQUIRED = ("completed_on", "edition", *(f"benchmark_{n}" for n in BENCHMARKS))
_LIMITS = FileLimits(most_bytes=MOST_BYTES, rows=MOST_ROWS, columns=60, cell=400, faults=MOST_ROWS)
_STATUSES = {
    **{status.value.replace("_", " "): status for status in BenchmarkStatus},
    "not scored": BenchmarkStatus.NOT_SCORED,
    "not started": BenchmarkStatus.NOT_ACHIEVED,
}
_PERCENTAGE = re.compile(r"(\d{1,3})(?:\.0+)? ?%?", re.ASCII)


class FileRead(msgspec.Struct, frozen=True, kw_only=True):
    """The rows that could be read, what is wrong with the others, and what was left out."""

    rows: tuple[MemberResult, ...]
    problems: tuple[RowProblem, ...]
    ignored: tuple[str, ...]
    sentence: str


class Cell(Exception):
    """A cell that cannot be taken."""

    def __init__(self, column: str, value: str, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.told = (column, value, reason, remedy)


def read_rows(content: bytes) -> FileRead:
    """Every row of a file. Raises ``UnreadableFile`` for what is no table, ``Invalid`` without columns."""
    table = read_table(io.BytesIO(content), limits=_LIMITS)
    places = places_of(table, COLUMNS, REQUIRED)
    rows: list[MemberResult] = []
    problems: list[RowProblem] = []
    for line, cells in table.rows():
        told = {name: cells[place].strip() for name, place in places.items()}
        faults = list(_faults(told))
        problems += [problem_of(line, *fault) for fault in faults]
        if not faults:
            rows.append(_row(line, told))
    problems += [problem_of(one.line, "", "", one.reason, one.remedy) for one in table.faults]
    known = set(places.values())
    return FileRead(
        rows=tuple(rows),
        problems=tuple(sorted(problems, key=lambda one: one.line)),
        ignored=tuple(name for place, name in enumerate(table.columns) if place not in known),
        sentence=table.findings.sentence(),
    )


def places_of(
    table: Table, known: Mapping[str, tuple[str, ...]], required: Sequence[str]
) -> dict[str, int]:
    """Where each column stands; raises ``Invalid`` where one is missing."""
    spelt = [re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") for name in table.columns]
    places = {
        column: spelt.index(found)
        for column, names in known.items()
        if (found := next((name for name in names if name in spelt), None)) is not None
    }
    missing = [name for name in required if name not in places]
    if "urn" not in places and "ukprn" not in places:
        missing.insert(0, "urn")
    if missing:
        raise Invalid(
            f"The file has no column {', '.join(missing)}. Name its columns in the first row: "
            f"{', '.join(known)}.",
            problems=[
                Problem(field=f"file.{name}", reason="This column is missing.") for name in missing
            ],
        )
    return places


def _faults(told: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Everything wrong with a row, so that it is mended once."""
    readers: Sequence[tuple[Any, tuple[Any, ...]]] = (
        (institution_of, ()),
        (day_in, ("completed_on",)),
        (_edition, ()),
        (_evaluation, ()),
        *((_reported, (f"benchmark_{n}",)) for n in BENCHMARKS),
        (_leader, ()),
        (_appointed, ()),
    )
    for read, arguments in readers:
        try:
            read(told, *arguments)
        except Cell as wrong:
            yield wrong.told


def _row(line: int, told: Mapping[str, str]) -> MemberResult:
    urn, ukprn = institution_of(told)
    return MemberResult(
        line=line,
        urn=urn,
        ukprn=ukprn,
        completed_on=day_in(told, "completed_on"),
        edition=_edition(told),
        evaluation_type=_evaluation(told),
        benchmarks={n: _reported(told, f"benchmark_{n}") for n in BENCHMARKS},
        careers_leader=_leader(told),
        appointed_on=_appointed(told),
    )


def institution_of(told: Mapping[str, str]) -> tuple[str | None, str | None]:
    for column, parse in (("urn", parse_urn), ("ukprn", parse_ukprn)):
        if value := told.get(column, ""):
            try:
                number = parse(value)
            except ValueError as wrong:
                reason, _, remedy = str(wrong).partition(". ")
                raise Cell(column, value, f"{reason}.", remedy) from None
            return (number, None) if column == "urn" else (None, number)
    raise Cell("urn", "", "The row names no institution.", "Give its URN, or its UKPRN.")


def day_in(told: Mapping[str, str], column: str) -> date:
    value = told.get(column, "")
    day = read_date(value)
    if day is None:
        raise Cell(
            column,
            value,
            "This is no date." if value else "The date is missing.",
            "Write day, month and year, such as 12/12/2025 or 2025-12-12.",
        )
    return day


def _edition(told: Mapping[str, str]) -> str:
    value = told.get("edition", "")
    found = [code for code in editions() if value and code.endswith(value.upper())]
    if len(found) != 1:
        raise Cell("edition", value, "This is no edition.", f"Give one of {', '.join(editions())}.")
    return found[0]


def _evaluation(told: Mapping[str, str]) -> EvaluationType | None:
    value = told.get("evaluation_type", "")
    if not value:
        return None
    try:
        return EvaluationType(re.sub(r"[^a-z]+", "_", value.lower()))
    except ValueError:
        remedy = f"Give one of {', '.join(EvaluationType)}, or leave it empty."
        raise Cell("evaluation_type", value, "There is no such evaluation.", remedy) from None


def _reported(told: Mapping[str, str], column: str) -> Reported:
    value = told.get(column, "")
    remedy = (
        "Write whole per cent from 0 to 100, or achieved, in progress, not achieved, not scored."
    )
    if not value:
        raise Cell(column, value, "The benchmark is missing.", remedy)
    if (number := _PERCENTAGE.fullmatch(value)) and int(number[1]) <= 100:
        return Reported(percentage=int(number[1]))
    status = _STATUSES.get(re.sub(r"[\s_-]+", " ", value.lower()))
    if status is None:
        raise Cell(column, value, "This is neither a percentage nor a status.", remedy)
    return Reported(status=status)


def _leader(told: Mapping[str, str]) -> PersonSent | None:
    name, email = told.get("careers_leader_name", ""), told.get("careers_leader_email", "")
    if not name and not email:
        return None
    if not name:
        raise Cell(
            "careers_leader_name",
            "",
            "There is an address without a name.",
            "Give the careers leader's name, or leave both empty.",
        )
    personal(name, PersonName, "careers_leader_name", "Write it on one line, without tabs.")
    if email:
        personal(email, EmailAddress, "careers_leader_email", "Check it for spaces and commas.")
    return PersonSent(name=name, email=email or None)


def _appointed(told: Mapping[str, str]) -> date | None:
    return day_in(told, "appointed_on") if told.get("appointed_on") else None


def personal(value: str, kind: Any, column: str, remedy: str) -> None:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        raise Cell(column, "", "This cannot be right.", remedy) from None


def problem_of(line: int, column: str, value: str, reason: str, remedy: str) -> RowProblem:
    return RowProblem(line=line, column=column, value=value[:60], reason=reason, remedy=remedy)
