"""What is said of rows that are not simply taken.

The rule: every one is named by line and column, with its value, why, and what to do; and the same fault
gets the same sentence wherever it stands.
"""

import msgspec

from hub_core.sync.kinds import RowFate

#: Characters of a value that are shown again.
SHOWN = 80


class RowProblem(msgspec.Struct, frozen=True, kw_only=True, array_like=True, rename="camel"):
    """One row that is not simply taken. ``code`` is stable, the sentences may be reworded."""

    line: int
    column: str
    value: str
    code: str
    fate: RowFate
    reason: str
    remedy: str


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with one cell, wherever it stands."""

    field: str
    value: str
    code: str
    reason: str
    remedy: str
    fate: RowFate = RowFate.REFUSED

    def on(self, line: int, column: str) -> RowProblem:
        """The same, of the row on this line."""
        return RowProblem(
            line=line,
            column=column,
            value=shown(self.value),
            code=self.code,
            fate=self.fate,
            reason=self.reason,
            remedy=self.remedy,
        )


def shown(value: str) -> str:
    """A value as it is quoted: in one line, and no longer than a line."""
    plain = " ".join(value.split())
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "\u2026"


def missing(field: str, what: str) -> Fault:
    """A cell that has to hold something holds nothing."""
    return Fault(
        field,
        "",
        "missing",
        f"{what} is missing.",
        "Fill the cell in your system and export again.",
    )


def formula(field: str, value: str) -> Fault:
    """A cell that a spreadsheet would calculate."""
    return Fault(
        field,
        value,
        "formula",
        "The cell holds a formula, or begins like one. What it would show is not known here.",
        "Put the value itself into the cell.",
    )


def duplicate(value: str) -> Fault:
    """The same learner at the same activity once more."""
    return Fault(
        "learner",
        value,
        "duplicate",
        "This learner stands at this activity already, further up in the file.",
        "Nothing to do: the learner is counted once.",
        RowFate.NOTICED,
    )


def unknown_learner(value: str) -> Fault:
    """Not on the roster, so far."""
    return Fault(
        "learner",
        value,
        "unknown-learner",
        "This learner is not on your roster.",
        "Send the roster with this learner: the row is held and taken then. If the reference is wrong, "
        "mend it and send the file again.",
        RowFate.HELD,
    )


def erased_learner(value: str) -> Fault:
    """Erased, and refused for good."""
    return Fault(
        "learner",
        value,
        "erased-learner",
        "This learner was erased on request, and stays so.",
        "Leave the learner out of the export.",
    )


def not_a_reference(value: str) -> Fault:
    """What no learner's reference can be."""
    return Fault(
        "learner",
        value,
        "not-a-reference",
        "This is no learner's reference: it is longer than 64 characters, or has control characters.",
        "Give the reference as it stands on the roster.",
    )


def another_institution(value: str) -> Fault:
    """A row of somebody else."""
    return Fault(
        "institution",
        value,
        "another-institution",
        "This row is of another institution.",
        "Send it from that institution; here only its own rows are taken.",
    )


def says_otherwise(field: str, value: str, *, first: str, line: int) -> Fault:
    """Two rows of one activity that disagree."""
    return Fault(
        field,
        value,
        "rows-disagree",
        f"Line {line} says \u201c{shown(first)}\u201d of the same activity.",
        "Give all rows of an activity the same, or another id. The activity is left as it stands.",
    )
