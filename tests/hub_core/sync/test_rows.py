"""Each row that is not simply taken gets its sentence; the others are taken whatever stands beside them."""

import pytest

from hub_core.activities.events import ActivityRecorded
from hub_core.learner_sets import unpack
from hub_core.sync.kinds import RowFate
from tests.hub_core.sync.conftest import HEAD, Desk, rows, talk

GOOD = talk("GOOD", "L-1", "L-2")


#: A row, the column it is told by, the code, the fate, the whole reason, and how the remedy begins.
FAULTS = [
    ("A1,,04/02/2026,employer_talk,in_person", "Learner reference", "missing", "refused",
     "The learner is missing.", "Fill the cell"),
    ("A1,=1+1,04/02/2026,employer_talk,in_person", "Learner reference", "formula", "refused",
     "The cell holds a formula, or begins like one. What it would show is not known here.",
     "Put the value itself"),
    ("=A1,L-1,04/02/2026,employer_talk,in_person", "Activity ID", "formula", "refused",
     "The cell holds a formula, or begins like one. What it would show is not known here.",
     "Put the value itself"),
    (",L-1,04/02/2026,employer_talk,in_person", "Activity ID", "missing", "refused",
     "The activity's id is missing.", "Fill the cell"),
    ("A1,L-1,,employer_talk,in_person", "Date", "missing", "refused",
     "Date is missing.", "Fill the cell"),
    ("A1,L-1,02/14/2026,employer_talk,in_person", "Date", "not-a-date", "refused",
     "This is no date.", "Write day, month and year"),
    ("A1,L-1,04/02/2025,employer_talk,in_person", "Date", "outside-year", "refused",
     "4 February 2025 is not in the academic year 2025/26.", "Mend the date"),
    ("A1,L-1,04/03/2026,employer_talk,in_person", "Date", "not-yet", "refused",
     "4 March 2026 has not come yet.", "Send the row again once"),
    ("A1,L-1,04/02/2026,zoo trip,in_person", "Type", "not-listed", "refused",
     "\u201czoo trip\u201d is not in the list.", "Write one of employer_talk"),
    ("A1,L-1,04/02/2026,,in_person", "Type", "missing", "refused",
     "Type is missing.", "Fill the cell"),
    ("A1,L-1,04/02/2026,employer_talk,", "Mode", "does-not-fit", "refused",
     "How it took place is missing.", "Give one of in_person"),
    ("A1,L-99,04/02/2026,employer_talk,in_person", "Learner reference", "unknown-learner", "held",
     "This learner is not on your roster.", "Send the roster with this learner"),
    (f"A1,{'x' * 65},04/02/2026,employer_talk,in_person", "Learner reference",
     "not-a-reference", "refused",
     "This is no learner's reference: it is longer than 64 characters, or has control characters.",
     "Give the reference as it stands"),
    ("GOOD,L-1,04/02/2026,employer_talk,in_person", "Learner reference", "duplicate", "noticed",
     "This learner stands at this activity already, further up in the file.", "Nothing to do"),
    ("A1,L-1,04/02/2026", "", "unreadable-row", "refused",
     "The row has 3 cells, and there are 5 columns.", "A comma, quotation mark or line break"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "column", "code", "fate", "reason", "remedy"), FAULTS)
async def test_a_row_with_a_fault(
    desk: Desk, row: str, column: str, code: str, fate: str, reason: str, remedy: str
) -> None:
    upload = await desk.synced(rows(GOOD, row))
    (problem,) = await desk.problems(upload)
    assert (problem.line, problem.column, problem.code) == (4, column, code)
    assert problem.fate is RowFate(fate)
    assert problem.reason == reason
    assert problem.remedy.startswith(remedy)
    assert problem.remedy.endswith(".")
    recorded = [one for one in await desk.events() if isinstance(one, ActivityRecorded)]
    assert len(recorded) == 1
    assert recorded[0].attendance is not None
    assert recorded[0].attendance.total == 2
    report = upload.report
    assert report is not None
    assert report.rows == report.taken + report.held + report.refused == 3


async def test_of_a_file_with_every_fault_nothing_is_lost_and_mended_it_is_whole(
    desk: Desk,
) -> None:
    """Every line is taken or told of, no activity stands by half, and the mended file says the rest."""
    sound = [f"S{number},L-{number},04/02/2026,employer_talk,in_person" for number in range(2, 12)]
    faulty = [row.replace("A1,", f"A{number},", 1) for number, (row, *_) in enumerate(FAULTS)]
    file = [line for pair in zip(sound, faulty[:10], strict=True) for line in pair] + faulty[10:]
    upload = await desk.synced(rows(GOOD, *file))
    report, told = upload.report, await desk.problems(upload)
    assert report is not None
    assert report.rows == report.taken + report.held + report.refused == 2 + len(file)
    assert {one.line for one in told} == {4 + at for at, row in enumerate(file) if row in faulty}
    assert await _told_by_the_log(desk) == {("L-1", "L-2"), *((f"L-{n}",) for n in range(2, 12))}

    await desk.roster("L-99")
    whole = [talk(f"A{number}", "L-99") for number in range(len(faulty))]
    done = (await desk.synced(rows(GOOD, *sound, *whole), complete=True)).report
    assert done is not None
    assert (done.recorded, done.unchanged, done.taken_back) == (len(faulty), 11, 0)
    assert (done.refused, done.held, done.problems) == (0, 0, 0)


async def _told_by_the_log(desk: Desk) -> set[tuple[str, ...]]:
    """Who took part in each activity that was recorded, by reference."""
    references = [f"L-{number}" for number in range(1, 31)]
    known = (await desk.uploads.vault.ordinals(desk.school, references)).known
    names = {ordinal: reference for reference, ordinal in known.items()}
    return {
        tuple(names[one] for one in unpack(event.attendance.learners))
        for event in await desk.events()
        if isinstance(event, ActivityRecorded)
        and event.attendance is not None
        and event.attendance.learners is not None
    }


async def test_a_row_of_another_institution(desk: Desk) -> None:
    own = desk.story.urn(10)
    file = rows(
        f"A1,L-1,04/02/2026,employer_talk,in_person,{own}",
        "A2,L-1,04/02/2026,employer_talk,in_person,999999",
        head=f"{HEAD},URN",
    )
    upload = await desk.checked(file)
    (problem,) = await desk.problems(upload)
    assert (problem.line, problem.column, problem.code) == (3, "URN", "another-institution")
    assert upload.report is not None
    assert upload.report.new == 1


async def test_rows_that_disagree_leave_their_activity_as_it_stands(desk: Desk) -> None:
    await desk.synced(rows(talk("A1", "L-1")))
    upload = await desk.synced(
        rows(talk("A1", "L-1", "L-2"), talk("A1", "L-3", date="05/02/2026"), talk("A2", "L-4")),
        complete=True,
    )
    (problem,) = await desk.problems(upload)
    assert (problem.line, problem.column, problem.code) == (4, "Date", "rows-disagree")
    assert "Line 2" in problem.reason
    assert upload.report is not None
    assert (upload.report.left_as_they_stand, upload.report.changed) == (1, 0)
    assert (upload.report.recorded, upload.report.taken_back) == (1, 0)


async def test_a_learner_who_was_erased_stays_out(desk: Desk) -> None:
    from hub_core.rosters.commands import EraseLearner

    file = rows(talk("A1", "L-1", "L-2"))
    await desk.synced(file)
    await desk.story.do(EraseLearner(institution=desk.school, reference="L-2"))
    upload = await desk.synced(file, complete=True)
    (problem,) = await desk.problems(upload)
    assert (problem.line, problem.code) == (3, "erased-learner")
    assert upload.report is not None
    assert upload.report.corrected == 1


async def test_learners_are_who_the_roster_says_whatever_is_around_them(desk: Desk) -> None:
    await desk.synced(rows("A1, L-1 ,04/02/2026,Employer talk,In person"))
    (recorded,) = [one for one in await desk.events() if isinstance(one, ActivityRecorded)]
    known = await desk.uploads.vault.ordinals(desk.school, ["L-1"])
    assert recorded.attendance is not None
    assert recorded.attendance.learners is not None
    assert set(unpack(recorded.attendance.learners)) == {known.known["L-1"]}


@pytest.mark.parametrize(
    ("day", "delimiter", "encoding"),
    [
        ("46057", ",", "utf-8-sig"),
        ("2026-02-04", ";", "utf-16"),
        ("4 Feb 2026", "\t", "cp1252"),
    ],
)
async def test_what_spreadsheets_do_to_a_file_is_undone(
    desk: Desk, day: str, delimiter: str, encoding: str
) -> None:
    text = rows(f"Café 1,L-1,{day},employer_talk,in_person").replace(",", delimiter)
    upload = await desk.synced(text.encode(encoding))
    assert upload.report is not None
    assert (upload.report.recorded, upload.report.problems) == (1, 0)
    (recorded,) = [one for one in await desk.events() if isinstance(one, ActivityRecorded)]
    assert str(recorded.occurred_on) == "2026-02-04"


async def test_json_lines_say_the_same_as_a_table(desk: Desk) -> None:
    await desk.synced(rows(talk("A1", "L-1", "L-2")))
    line = (
        '{{"Activity ID":"A1","Learner reference":"{}","Date":"2026-02-04",'
        '"Type":"employer_talk","Mode":"in_person"}}'
    )
    upload = await desk.synced(line.format("L-1") + "\n" + line.format("L-2") + "\n")
    assert upload.report is not None
    assert (upload.report.unchanged, upload.report.new) == (1, 0)
