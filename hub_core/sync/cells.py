"""From the cells of a row to an activity: each field read, each fault told at once.

The rule: nothing is guessed. A word is a code, its label, or what the mapping says it means; anything else
is a fault that lists what could stand there.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

import msgspec

from hub_core.academic_years import first_day, last_day
from hub_core.activities.events import MOST_HOURS, Details, Provider
from hub_core.activities.guards import check_details
from hub_core.files.dates import read_date
from hub_core.files.formulas import is_formula
from hub_core.reference.activities import (
    ActivityType,
    Pathway,
    ProviderKind,
    Subject,
    WorkplaceContent,
)
from hub_core.reference.campaigns import Campaign
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import CheckAnswer, DeliveryMode, MeaningfulCheck
from hub_core.reference.labelled import Labelled
from hub_core.refusals import Invalid
from hub_core.sync.fields import fields_of, plainly
from hub_core.sync.kinds import UploadKind
from hub_core.sync.problems import Fault, another_institution, formula, missing
from hub_core.values import parse_year_group

Code = TypeVar("Code", bound=Labelled)

_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0", ""})
#: The longest id of an activity that a source may give.
LONGEST_ID = 200
#: Guards of details name fields as the API spells them.
_FIELD_OF = {
    "adviserLevel": "adviser_level",
    "minutes": "minutes",
    "provider": "provider",
    "mode": "mode",
    "workplace": "workplace",
}


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the rows of one activity say of it, learners apart. ``checks`` are the points of the check-list
    that the file, or its mapping for every row, answers; the others stay to be answered here."""

    held_on: date
    details: Details
    checks: dict[MeaningfulCheck, CheckAnswer] = {}


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What rows are measured by. ``names`` are those of the institution that sends: URN, UKPRN, its id."""

    academic_year: str
    today: date
    names: frozenset[str]


class CellReader:
    """Reads the cells of one activity, given by field; ``words`` are the mapping's."""

    def __init__(self, rules: Rules, words: Mapping[str, Mapping[str, str]]) -> None:
        self._rules = rules
        self._words = {
            field: {plainly(word): meant for word, meant in meanings.items()}
            for field, meanings in words.items()
        }
        self._days: dict[tuple[str, ...], tuple[Any, list[Fault]]] = {}
        self._details: dict[tuple[str, ...], tuple[Any, list[Fault]]] = {}

    def read(self, cells: Mapping[str, str]) -> Told | list[Fault]:
        """The activity, or everything that is wrong with it."""
        day, faults_of_day = self._once(self._days, {"date": cells.get("date", "")}, _One.day)
        rest = {name: cell for name, cell in cells.items() if name != "date"}
        said, faults = self._once(self._details, rest, _One.said)
        if faults_of_day or faults:
            return [*faults_of_day, *faults]
        details, checks = said
        return Told(held_on=day, details=details, checks=checks)

    def _once(
        self,
        known: dict[tuple[str, ...], tuple[Any, list[Fault]]],
        cells: Mapping[str, str],
        read: Callable[["_One"], Any],
    ) -> tuple[Any, list[Fault]]:
        """What these cells say, read the first time they come: a day or a kind of talk comes often."""
        key = tuple(cells.values())
        if key not in known:
            faults = [formula(field, cell) for field, cell in cells.items() if is_formula(cell)]
            one = _One({name: self._meant(name, cell) for name, cell in cells.items()}, self._rules)
            known[key] = (None, faults) if faults else (read(one), one.faults)
        return known[key]

    def _meant(self, field: str, cell: str) -> str:
        plain = cell.strip()
        words = self._words.get(field)
        return plain if words is None else words.get(plainly(plain), plain)


class _One:
    """One activity being read; collects what is wrong."""

    def __init__(self, cells: Mapping[str, str], rules: Rules) -> None:
        self._cells = cells
        self._rules = rules
        self.faults: list[Fault] = []

    def said(self) -> tuple[Details, dict[MeaningfulCheck, CheckAnswer]]:
        """What it is and which points of the check-list are answered."""
        return self._details(), self._checks()

    def _checks(self) -> dict[MeaningfulCheck, CheckAnswer]:
        answered = [point for point in MeaningfulCheck if self._cells.get(point.value)]
        return {
            point: CheckAnswer.YES if self._truth(point.value) else CheckAnswer.NO
            for point in answered
        }

    def _details(self) -> Details:
        """What it is, worth something only while there are no faults."""
        self._of_whom()
        kind = self._code("type", ActivityType)
        details = Details(
            type=kind or ActivityType.CPD,
            mode=self._code("mode", DeliveryMode),
            size=self._code("size", EmployerSize),
            sector=self._code("sector", Sector),
            provider=self._provider(),
            minutes=self._number("minutes", 1, 60 * MOST_HOURS),
            adviser_level=self._number("adviser_level", 1, 8),
            subjects=self._several("subjects", lambda word: coded(Subject, word)),
            year_groups=tuple(sorted(self._several("year_groups", _year_group))),
            pathways=self._several("pathways", lambda word: coded(Pathway, word)),
            stem=self._truth("stem"),
            workplace=self._several("workplace", lambda word: coded(WorkplaceContent, word)),
            campaigns=self._several("campaigns", lambda word: coded(Campaign, word)),
        )
        if not self._cells.get("type"):
            self._missing("type")
        if not self.faults:
            self.faults += _misfits(details)
        return details

    def _of_whom(self) -> None:
        name = self._cells.get("institution")
        if name and name.upper() not in self._rules.names:
            self.faults.append(another_institution(name))

    def day(self) -> date | None:
        """When it took place."""
        text = self._cells.get("date", "")
        if not text:
            self._missing("date")
            return None
        year, day = self._rules.academic_year, read_date(text)
        if day is None:
            self._wrong(
                "date", text, "not-a-date", "This is no date.",
                "Write day, month and year: 04/03/2026, or 2026-03-04.",
            )  # fmt: skip
        elif not first_day(year) <= day <= last_day(year):
            self._wrong(
                "date", text, "outside-year", f"{day:%-d %B %Y} is not in the academic year {year}.",
                "Mend the date, or send the row with the file of its own year.",
            )  # fmt: skip
        elif day > self._rules.today:
            self._wrong(
                "date", text, "not-yet", f"{day:%-d %B %Y} has not come yet.",
                "Send the row again once it has taken place.",
            )  # fmt: skip
        return day

    def _code(self, field: str, kind: type[Code]) -> Code | None:
        text = self._cells.get(field, "")
        if not text:
            return None
        if (code := coded(kind, text)) is None:
            self._not_listed(field, text, kind)
        return code

    def _provider(self) -> Provider | None:
        kind = self._code("provider", ProviderKind)
        technical = self._truth("technical")
        return None if kind is None else Provider(kind=kind, approved_technical=technical)

    def _number(self, field: str, least: int, most: int) -> int | None:
        text = self._cells.get(field, "")
        if not text:
            return None
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else -1
        if not least <= number <= most:
            self._wrong(
                field, text, "not-a-number", f"This is no whole number from {least} to {most:,}.",
                "Give the number alone.",
            )  # fmt: skip
            return None
        return number

    def _truth(self, field: str) -> bool:
        text = self._cells.get(field, "").casefold()
        if text not in _YES | _NO:
            self._wrong(
                field, text, "not-yes-or-no", "This is neither yes nor no.", "Write yes or no."
            )
        return text in _YES

    def _several(self, field: str, read: Callable[[str], Any]) -> tuple[Any, ...]:
        words = [one.strip() for one in self._cells.get(field, "").replace(",", ";").split(";")]
        found = {word: read(word) for word in words if word}
        for word, value in found.items():
            if value is None:
                self._wrong(
                    field, word, "not-listed", f"\u201c{word[:40]}\u201d is not in the list.",
                    f"{fields_of(UploadKind.ACTIVITIES)[field].meaning}.",
                )  # fmt: skip
        return tuple(dict.fromkeys(value for value in found.values() if value is not None))

    def _not_listed(self, field: str, text: str, kind: type[Labelled]) -> None:
        self._wrong(
            field, text, "not-listed", f"\u201c{text[:40]}\u201d is not in the list.",
            f"Write one of {', '.join(one.value for one in kind)}, or say in the mapping what it means.",
        )  # fmt: skip

    def _missing(self, field: str) -> None:
        self.faults.append(missing(field, fields_of(UploadKind.ACTIVITIES)[field].heading))

    def _wrong(self, field: str, value: str, code: str, reason: str, remedy: str) -> None:
        self.faults.append(Fault(field, value, code, reason, remedy))


def _misfits(details: Details) -> Iterator[Fault]:
    """What does not fit the kind of activity, in the words of whoever records one by hand."""
    try:
        check_details(details)
    except Invalid as refused:
        for problem in refused.problems:
            field = _FIELD_OF.get(problem.field, problem.field)
            yield Fault(field, "", "does-not-fit", problem.reason, problem.remedy)


def coded(kind: type[Code], text: str) -> Code | None:
    """A code by itself or by its label, whatever the capitals."""
    try:
        return kind(text)
    except ValueError:
        return _by_label(kind).get(plainly(text))


_LABELS: dict[type[Labelled], dict[str, Any]] = {}


def _by_label(kind: type[Code]) -> dict[str, Code]:
    if kind not in _LABELS:
        _LABELS[kind] = {plainly(one.value): one for one in kind} | {
            plainly(one.label): one for one in kind
        }
    return _LABELS[kind]


def _year_group(text: str) -> int | None:
    try:
        return parse_year_group(text)
    except ValueError:
        return None
