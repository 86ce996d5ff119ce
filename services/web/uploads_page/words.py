"""An upload in words: how far it came, what was found, what recording it would do, what it did.

The rule: rows add up as they are told, and a fault is told with its line, its reason and how to mend it.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from hub_core.rosters.doubt import LEAVERS_CHECKED, YEAR_GROUPS_CHECKED, Doubt
from hub_core.sync.kinds import RowFate, UploadKind, UploadState
from hub_core.sync.problems import RowProblem
from hub_core.sync.report import Report
from hub_core.sync.uploads import Upload
from services.web.words import counted, when

#: Problem rows on one page.
SHOWN = 25

KINDS = {
    UploadKind.ACTIVITIES: "Activities",
    UploadKind.ROSTER: "Roster",
    UploadKind.PROGRAMMES: "Programmes",
}
_GONE = {
    UploadKind.ACTIVITIES: "withdrawn: this file is everything of the year",
    UploadKind.ROSTER: "marked as left: this file is everybody on roll",
    UploadKind.PROGRAMMES: "marked as left: not in the file, or on a programme that is over",
}
_TAGS = {
    UploadState.COMMITTED: ("Recorded", "govuk-tag--green"),
    UploadState.CHECKED: ("To be recorded", "govuk-tag--yellow"),
    UploadState.COMMITTING: ("Partly recorded", "govuk-tag--orange"),
    UploadState.COLUMNS_NEEDED: ("Columns to be named", "govuk-tag--yellow"),
    UploadState.BEGUN: ("No file yet", "govuk-tag--grey"),
    UploadState.DELETED: ("Deleted unrecorded", "govuk-tag--grey"),
}
_FATES = {
    RowFate.REFUSED: ("Not taken", "govuk-tag--red"),
    RowFate.HELD: ("Held", "govuk-tag--yellow"),
    RowFate.NOTICED: ("Taken", "govuk-tag--blue"),
}


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """An upload in the history."""

    address: str
    what: str
    year: str
    when: str
    state: str
    tag: str
    rows: str


class ProblemRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row that is not simply taken."""

    line: int
    where: str
    value: str
    fate: str
    tag: str
    reason: str
    remedy: str


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of fault: how many rows have it, and how to mend them all."""

    rows: str
    reason: str
    remedy: str


def line(upload: Upload, now: datetime) -> Line:
    """An upload in the history of its institution."""
    state, tag = _TAGS[upload.state]
    report = upload.report
    return Line(
        address=f"/institutions/{upload.institution}/uploads/{upload.id}",
        what=f"{KINDS[upload.kind]} from {upload.source}",
        year=upload.academic_year,
        when=when(upload.begun_at, now),
        state=state,
        tag=tag,
        rows="" if report is None else rows_in_a_sentence(report),
    )


def rows_in_a_sentence(report: Report) -> str:
    """What became of the rows; those of no fate are left out."""
    if not report.rows:
        return "no rows"
    parts = [f"{report.taken:,} of {counted(report.rows, 'row')} taken"]
    parts += [f"{report.held:,} held"] if report.held else []
    parts += [f"{report.refused:,} not taken"] if report.refused else []
    return ", ".join(parts)


def headline(upload: Upload, report: Report) -> str:
    """The one sentence that a careers leader needs before pressing the button."""
    if not report.rows:
        return "There are no rows in this file."
    if not would_change(upload.kind, report):
        if report.refused or report.held:
            return "Nothing of this file can be recorded yet. See below how to mend it."
        return "Everything in this file is recorded already. There is nothing to do."
    if report.doubts:
        return "Something about this roster looks wrong. Read what, before you record it."
    if report.refused or report.held:
        return "Some rows need mending. You can record the rest now and send the mended file later."
    return "Every row is fine."


def would_change(kind: UploadKind, report: Report) -> bool:
    """Whether recording it would do anything; rows held are something to keep."""
    changes = report.new + report.changed + report.otherwise + report.withdrawn
    return bool(changes or (kind is UploadKind.ACTIVITIES and report.held_activities))


def effects(upload: Upload, report: Report) -> tuple[tuple[str, str], ...]:
    """What recording would do, in words; what it would do to nothing is left out."""
    one, many = ("learner", "learners") if upload.kind.tells_roll else ("activity", "activities")
    place = (
        "on another programme" if upload.kind is UploadKind.PROGRAMMES else "in another year group"
    )
    told = (
        (
            "New",
            report.new,
            "added to your roster" if one == "learner" else "recorded for the first time",
        ),
        (
            "Changed",
            report.changed,
            f"{place}, or back" if one == "learner" else "corrected as the file says",
        ),
        (
            "Changed otherwise",
            report.otherwise,
            "another group or registration, or a programme that does not run today",
        ),
        ("As before", report.unchanged, "already recorded just like this"),
        (
            "No longer there",
            report.withdrawn,
            _GONE[upload.kind],
        ),
        ("Held", report.held_activities, "kept until your roster knows their learners"),
        ("Left as they stand", report.left_as_they_stand, "some of their rows are faulty"),
    )
    return tuple(
        (label, f"{counted(number, one, many)}: {meaning}")
        for label, number, meaning in told
        if number
    )


#: What is ticked to accept a doubt about a roster.
ACCEPTING = {
    YEAR_GROUPS_CHECKED: "The year groups in this file are right",
    LEAVERS_CHECKED: "These learners have left",
}


def doubts(report: Report) -> tuple[tuple[Doubt, str], ...]:
    """What speaks against recording a roster, each with what is ticked to record it all the same."""
    return tuple((one, ACCEPTING[one.accepted_by]) for one in report.doubts)


def done(upload: Upload, report: Report) -> tuple[tuple[str, str], ...]:
    """What recording did."""
    roster = upload.kind.tells_roll
    one, many = ("learner", "learners") if roster else ("activity", "activities")
    moved = "Moved programme" if upload.kind is UploadKind.PROGRAMMES else "Moved year group"
    told = (
        ("Enrolled" if roster else "Recorded", report.recorded),
        (moved if roster else "Corrected", report.corrected),
        ("Changed otherwise", report.otherwise),
        ("Marked as left" if roster else "Withdrawn", report.taken_back),
        ("Left withdrawn, as you did by hand", report.kept),
    )
    found = tuple((label, counted(number, one, many)) for label, number in told if number)
    return found or (("Changed", "Nothing: all of it was recorded already"),)


def problem_row(one: RowProblem) -> ProblemRow:
    """A faulty row."""
    return ProblemRow(
        line=one.line,
        where=one.column,
        value=one.value,
        fate=_FATES[one.fate][0],
        tag=_FATES[one.fate][1],
        reason=one.reason,
        remedy=one.remedy,
    )


def kinds_of(report: Report, rows: Sequence[RowProblem]) -> tuple[Kind, ...]:
    """The kinds of fault, the commonest first, told by the first row of each that is at hand: column by
    column where every row is."""
    every = len(rows) == report.problems
    alike: dict[tuple[str, str], list[RowProblem]] = {}
    for one in rows:
        alike.setdefault((one.code, one.column if every else ""), []).append(one)
    number = {key: len(found) for key, found in alike.items()}
    if not every:
        number = {(code, ""): amount for code, amount in report.problems_by_code.items()}
    told = sorted(number.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        _kind(code, amount, alike.get((code, column), [])) for (code, column), amount in told
    )


def _kind(code: str, amount: int, rows: Sequence[RowProblem]) -> Kind:
    """So many rows with a fault; where they differ, the first stands as an example."""
    if not rows:
        reason, remedy = f"{code.replace('-', ' ').capitalize()}.", "See the file of problems."
    else:
        differ = amount > len(rows) or len({(one.column, one.reason) for one in rows}) > 1
        column = f"{rows[0].column}{', such as' if differ else ''}: " if rows[0].column else ""
        reason, remedy = f"{column}{rows[0].reason}", rows[0].remedy
    return Kind(rows=counted(amount, "row"), reason=reason, remedy=remedy)
