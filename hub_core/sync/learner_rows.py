"""From rows that each tell of one learner on roll to what a command about the roster takes.

The rule: a learner stands once in a file; rows that disagree about one are refused from the second on.
What says where a learner is on roll, a year group or a programme, is read by ``RosterRows`` and
``ProgrammeRows``.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import ClassVar, Generic, TypeVar

from hub_core.files.formulas import is_formula
from hub_core.rosters.codes import Registration
from hub_core.rosters.commands import RosterLearner
from hub_core.rosters.dated import Place
from hub_core.rosters.events import LearnerGroup
from hub_core.rosters.programme_commands import ProgrammeLearner
from hub_core.sync import problems
from hub_core.sync.cells import Rules, coded
from hub_core.sync.fields import fields_of, plainly
from hub_core.sync.grouping import Ordinal, not_a_reference
from hub_core.sync.kinds import RowFate, UploadKind
from hub_core.sync.mapping import Mapping as Columns
from hub_core.sync.problems import Fault, RowProblem

#: Enrolment status as the school census writes it: current, current main and current subsidiary.
_CENSUS = {
    "": Registration.MAIN,
    "C": Registration.MAIN,
    "M": Registration.MAIN,
    "S": Registration.SUBSIDIARY,
}

Groups = tuple[LearnerGroup, ...] | None
Learner = TypeVar("Learner", bound=RosterLearner | ProgrammeLearner)


class LearnerRows(ABC, Generic[Learner]):
    """The pass over one file; afterwards ``learners`` by reference, and ``problems`` by line."""

    KIND: ClassVar[UploadKind]
    #: What two rows of one learner may disagree in, as a sentence goes on with it.
    OTHERWISE: ClassVar[str]

    def __init__(
        self, *, columns: tuple[str, ...], mapping: Columns, rules: Rules, ordinal: Ordinal
    ) -> None:
        self.learners: dict[str, Learner] = {}
        #: Of learners the vault knows already.
        self.ordinals: dict[str, int | None] = {}
        self.problems: list[RowProblem] = []
        self.rows = 0
        self._places = {name: columns.index(column) for name, column in mapping.columns.items()}
        self._mapping = mapping
        self._words = {
            field: {plainly(word): meaning for word, meaning in words.items()}
            for field, words in mapping.words.items()
        }
        self._rules = rules
        self._ordinal = ordinal
        self._tells_groups = "groups" in mapping.columns

    @abstractmethod
    def place_of(self, learner: Learner, academic_year: str) -> Place:
        """Where a learner of the file is on roll, the file being of this academic year."""

    @abstractmethod
    def on_roll(
        self, cells: Mapping[str, str], reference: str, groups: Groups, registration: Registration
    ) -> Learner | list[Fault]:
        """The learner of a row, or what is wrong with the cells that say where they are on roll."""

    def take(self, rows: Iterable[tuple[int, list[str]]]) -> None:
        """Take every row in."""
        for line, row in rows:
            self.rows += 1
            cells = self._mapping.always | {
                name: self._meant(name, row[place].strip()) for name, place in self._places.items()
            }
            read = self._read(cells)
            for fault in read if isinstance(read, list) else self._enter(read):
                self._tell(fault, line)

    def _meant(self, field: str, cell: str) -> str:
        words = self._words.get(field)
        return cell if words is None else words.get(plainly(cell), cell)

    def _read(self, cells: Mapping[str, str]) -> Learner | list[Fault]:
        formulas = [
            problems.formula(name, cell) for name, cell in cells.items() if is_formula(cell)
        ]
        if formulas:
            return formulas
        name = cells.get("institution", "")
        if name and name.upper() not in self._rules.names:
            return [problems.another_institution(name)]
        reference = cells.get("learner", "")
        if not reference:
            return [problems.missing("learner", "The learner")]
        if fault := not_a_reference(reference):
            return [fault]
        groups, faults = self._groups(cells.get("groups", ""))
        registration = _registration(cells.get("registration", ""))
        if registration is None:
            faults = [*faults, _no_registration(cells["registration"])]
        learner = self.on_roll(cells, reference, groups, registration or Registration.MAIN)
        if isinstance(learner, list):
            return learner + faults
        return faults or learner

    def _groups(self, text: str) -> tuple[Groups, list[Fault]]:
        if not self._tells_groups:
            return None, []
        words = [one.strip() for one in text.replace(",", ";").split(";") if one.strip()]
        found = {word: coded(LearnerGroup, word) for word in words}
        listed = ", ".join(one.value for one in LearnerGroup)
        faults = [
            Fault(
                "groups",
                word,
                "not-listed",
                f"\u201c{word[:40]}\u201d is no group known here.",
                f"The groups are {listed}.",
            )
            for word, group in found.items()
            if group is None
        ]
        return tuple(dict.fromkeys(group for group in found.values() if group is not None)), faults

    def _enter(self, learner: Learner) -> list[Fault]:
        reference = learner.reference
        before = self.learners.get(reference)
        if before is not None:
            return [self._twice(reference, same=before == learner)]
        ordinal = self._ordinal(reference)
        if ordinal is not None and ordinal < 0:
            return [problems.erased_learner(reference)]
        self.learners[reference], self.ordinals[reference] = learner, ordinal
        return []

    def _twice(self, reference: str, *, same: bool) -> Fault:
        if same:
            return Fault(
                "learner",
                reference,
                "duplicate",
                "This learner stands further up in the file already.",
                "Nothing to do: the learner is taken once.",
                RowFate.NOTICED,
            )
        return Fault(
            "learner",
            reference,
            "rows-disagree",
            f"This learner stands further up in the file with another {self.OTHERWISE}, other groups or "
            "another registration.",
            "Keep the row that is right; the first one is taken.",
        )

    def _tell(self, fault: Fault, line: int) -> None:
        heading = self._mapping.columns.get(fault.field)
        self.problems.append(fault.on(line, heading or fields_of(self.KIND)[fault.field].heading))


def _registration(text: str) -> Registration | None:
    """By its name, its label, or the census's letter; nothing said is in the main."""
    return _CENSUS.get(text.upper()) or coded(Registration, text)


def _no_registration(text: str) -> Fault:
    return Fault(
        "registration",
        text,
        "not-listed",
        f"\u201c{text[:40]}\u201d is no registration known here.",
        "Write main, or subsidiary for a learner registered in the main elsewhere (the census's C or M, and "
        "S); empty is main.",
    )
