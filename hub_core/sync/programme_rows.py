"""From rows of a college's or training provider's file to what the programme command takes.

The rule: a learner is in one programme, and its days, codes and levels are those of that command, in the
same words; what everybody's programme has alike is read once.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from hub_core.files.dates import read_date
from hub_core.reference.activities import Pathway
from hub_core.reference.labelled import Labelled
from hub_core.rosters.codes import (
    AgeBand,
    CampusCode,
    Programme,
    ProgrammeCode,
    ProgrammeLevel,
    Registration,
)
from hub_core.rosters.dated import Place
from hub_core.rosters.programme_commands import ProgrammeLearner, ProgrammeSent, day_problems
from hub_core.sync import problems
from hub_core.sync.cells import coded
from hub_core.sync.fields import fields_of
from hub_core.sync.kinds import UploadKind
from hub_core.sync.learner_rows import Groups, LearnerRows
from hub_core.sync.problems import Fault

Value = TypeVar("Value")

#: What says which programme a row is of.
_TOLD = ("programme", "level", "starts_on", "planned_end", "ages", "pathway", "campus")
#: Notional NVQ levels as learning aims and individualised learner records write them. Source: ILR
#: specification, LARS field NotionalNVQLevelv2.
_ILR_LEVELS = {
    "E": ProgrammeLevel.ENTRY,
    "1": ProgrammeLevel.LEVEL_1,
    "2": ProgrammeLevel.LEVEL_2,
    "3": ProgrammeLevel.LEVEL_3,
    "4": ProgrammeLevel.LEVEL_4_OR_5,
    "5": ProgrammeLevel.LEVEL_4_OR_5,
    "6": ProgrammeLevel.LEVEL_6_OR_ABOVE,
    "7": ProgrammeLevel.LEVEL_6_OR_ABOVE,
    "8": ProgrammeLevel.LEVEL_6_OR_ABOVE,
    "M": ProgrammeLevel.MIXED,
}


class OnProgramme(ProgrammeLearner, frozen=True, kw_only=True):
    """One learner and the programme they are on."""

    programme: Programme


class ProgrammeRows(LearnerRows[OnProgramme]):
    """The pass over a file of learners on programmes."""

    KIND = UploadKind.PROGRAMMES
    OTHERWISE = "programme"

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        #: What the cells about a programme amount to, by the cells themselves.
        self._known: dict[tuple[str, ...], Programme | list[Fault]] = {}

    def place_of(self, learner: OnProgramme, academic_year: str) -> Place:
        """The programme itself, whatever the year."""
        return learner.programme

    def on_roll(
        self, cells: Mapping[str, str], reference: str, groups: Groups, registration: Registration
    ) -> OnProgramme | list[Fault]:
        """The learner on a programme."""
        key = tuple(cells.get(name, "") for name in _TOLD)
        programme = self._known.get(key)
        if programme is None:
            programme = self._known[key] = _Reading(cells).programme()
        if isinstance(programme, list):
            return programme
        return OnProgramme(
            reference=reference, groups=groups, registration=registration, programme=programme
        )


def as_sent(learners: Iterable[OnProgramme]) -> tuple[ProgrammeSent, ...]:
    """Every programme with its learners together, in the order of the file."""
    together: dict[Programme, list[ProgrammeLearner]] = {}
    for one in learners:
        learner = ProgrammeLearner(
            reference=one.reference, groups=one.groups, registration=one.registration
        )
        together.setdefault(one.programme, []).append(learner)
    return tuple(
        ProgrammeSent(learners=tuple(there), **msgspec.structs.asdict(programme))
        for programme, there in together.items()
    )


class _Reading:
    """One programme being read; collects what is wrong."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self._faults: list[Fault] = []

    def programme(self) -> Programme | list[Fault]:
        """The programme, or everything that is wrong with it."""
        code = self._needed("programme", _shaped(ProgrammeCode), _NO_CODE)
        level = self._needed("level", _level, _not_listed(ProgrammeLevel))
        starts_on = self._needed("starts_on", read_date, _NO_DATE)
        planned_end = self._needed("planned_end", read_date, _NO_DATE)
        ages = self._needed("ages", lambda text: coded(AgeBand, text), _not_listed(AgeBand))
        pathway = self._told("pathway", lambda text: coded(Pathway, text), _not_listed(Pathway))
        campus = self._told("campus", _shaped(CampusCode), _NO_CAMPUS)
        if (
            code is None
            or level is None
            or starts_on is None
            or planned_end is None
            or ages is None
        ):
            return self._faults
        programme = Programme(
            code=code, level=level, starts_on=starts_on, planned_end=planned_end, ages=ages,
            pathway=pathway, campus=campus,
        )  # fmt: skip
        for problem in day_problems(programme):
            field = {"startsOn": "starts_on", "plannedEnd": "planned_end"}[problem.field]
            self._wrong(field, ("does-not-fit", problem.reason, problem.remedy))
        return self._faults or programme

    def _needed(
        self, field: str, read: Callable[[str], Value | None], wrong: tuple[str, str, str]
    ) -> Value | None:
        """What a cell says that has to say something."""
        if not self._cells.get(field):
            heading = fields_of(UploadKind.PROGRAMMES)[field].heading
            self._faults.append(problems.missing(field, heading))
        return self._told(field, read, wrong)

    def _told(
        self, field: str, read: Callable[[str], Value | None], wrong: tuple[str, str, str]
    ) -> Value | None:
        """What a cell says, if it says anything."""
        text = self._cells.get(field, "")
        value = read(text) if text else None
        if text and value is None:
            self._wrong(field, wrong)
        return value

    def _wrong(self, field: str, wrong: tuple[str, str, str]) -> None:
        self._faults.append(Fault(field, self._cells.get(field, ""), *wrong))


_NO_CODE = (
    "not-a-code",
    "This is no code of a programme.",
    "Use 20 characters at most: letters, digits, full stops, strokes and hyphens.",
)
_NO_CAMPUS = (
    "not-a-code",
    "This is no code of a campus.",
    "Use 12 characters at most: letters, digits and hyphens.",
)
_NO_DATE = (
    "not-a-date",
    "This is no date.",
    "Write day, month and year: 04/03/2026, or 2026-03-04.",
)


def _not_listed(kind: type[Labelled]) -> tuple[str, str, str]:
    listed = ", ".join(one.value for one in kind)
    return (
        "not-listed",
        "This is not in the list.",
        f"Write one of {listed}, or say in the mapping what it means.",
    )


def _shaped(kind: Any) -> Callable[[str], str | None]:
    """Reads a code of this form, in capitals as codes are kept."""

    def read(text: str) -> str | None:
        try:
            return msgspec.convert(text.upper(), kind)  # type: ignore[no-any-return]
        except msgspec.ValidationError:
            return None

    return read


def _level(text: str) -> ProgrammeLevel | None:
    return _ILR_LEVELS.get(text.upper()) or coded(ProgrammeLevel, text)
