"""From rows of a roster to what the roster command takes.

The rule: a learner stands once in a file; rows that disagree about one are refused from the second on.
"""

from collections.abc import Iterable, Mapping

from hub_core.files.formulas import is_formula
from hub_core.rosters.codes import Registration
from hub_core.rosters.commands import RosterLearner
from hub_core.rosters.events import LearnerGroup
from hub_core.sync import problems
from hub_core.sync.cells import Rules, coded
from hub_core.sync.fields import fields_of, plainly
from hub_core.sync.grouping import Ordinal, not_a_reference
from hub_core.sync.kinds import RowFate, UploadKind
from hub_core.sync.mapping import Mapping as Columns
from hub_core.sync.problems import Fault, RowProblem
from hub_core.values import parse_year_group

#: Enrolment status as the school census writes it: current, current main and current subsidiary.
_CENSUS = {
    "": Registration.MAIN,
    "C": Registration.MAIN,
    "M": Registration.MAIN,
    "S": Registration.SUBSIDIARY,
}


class RosterRows:
    """The pass over one roster; afterwards ``learners`` by reference, and ``problems`` by line."""

    def __init__(
        self, *, columns: tuple[str, ...], mapping: Columns, rules: Rules, ordinal: Ordinal
    ) -> None:
        self.learners: dict[str, RosterLearner] = {}
        #: Of learners the vault knows already.
        self.ordinals: dict[str, int | None] = {}
        self.problems: list[RowProblem] = []
        self.rows = 0
        self._places = {name: columns.index(column) for name, column in mapping.columns.items()}
        self._mapping = mapping
        self._rules = rules
        self._ordinal = ordinal
        self._tells_groups = "groups" in mapping.columns

    def take(self, rows: Iterable[tuple[int, list[str]]]) -> None:
        """Take every row in."""
        for line, row in rows:
            self.rows += 1
            cells = self._mapping.always | {
                name: self._meant(name, row[place].strip()) for name, place in self._places.items()
            }
            faults, learner = self._read(cells)
            if not faults and learner is not None:
                faults = self._place(learner)
            for fault in faults:
                self._tell(fault, line)

    def _meant(self, field: str, cell: str) -> str:
        words = self._mapping.words.get(field, {})
        meant = {plainly(word): meaning for word, meaning in words.items()}
        return meant.get(plainly(cell), cell)

    def _read(self, cells: Mapping[str, str]) -> tuple[list[Fault], RosterLearner | None]:
        faults = [problems.formula(name, cell) for name, cell in cells.items() if is_formula(cell)]
        if faults:
            return faults, None
        name = cells.get("institution", "")
        if name and name.upper() not in self._rules.names:
            return [problems.another_institution(name)], None
        reference = cells.get("learner", "")
        if not reference:
            return [problems.missing("learner", "The learner")], None
        if fault := not_a_reference(reference):
            return [fault], None
        year_group, faults = self._year_group(cells.get("year_group", ""))
        groups, more = self._groups(cells.get("groups", ""))
        registration = _registration(cells.get("registration", ""))
        if registration is None:
            more = [*more, _no_registration(cells["registration"])]
        if year_group is None or registration is None or faults or more:
            return faults + more, None
        return [], RosterLearner(
            reference=reference, year_group=year_group, groups=groups, registration=registration
        )

    def _year_group(self, text: str) -> tuple[int | None, list[Fault]]:
        try:
            return parse_year_group(text), []
        except ValueError as wrong:
            reason, _, remedy = str(wrong).partition(". ")
            return None, [Fault("year_group", text, "not-a-year-group", f"{reason}.", remedy)]

    def _groups(self, text: str) -> tuple[tuple[LearnerGroup, ...] | None, list[Fault]]:
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

    def _place(self, learner: RosterLearner) -> list[Fault]:
        reference = learner.reference
        before = self.learners.get(reference)
        if before is not None:
            same = before == learner
            return [_twice(reference, same=same)]
        ordinal = self._ordinal(reference)
        if ordinal is not None and ordinal < 0:
            return [problems.erased_learner(reference)]
        self.learners[reference], self.ordinals[reference] = learner, ordinal
        return []

    def _tell(self, fault: Fault, line: int) -> None:
        heading = self._mapping.columns.get(fault.field)
        self.problems.append(
            fault.on(line, heading or fields_of(UploadKind.ROSTER)[fault.field].heading)
        )


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


def _twice(reference: str, *, same: bool) -> Fault:
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
        "This learner stands further up in the file with another year group, other groups or "
        "another registration.",
        "Keep the row that is right; the first one is taken.",
    )
