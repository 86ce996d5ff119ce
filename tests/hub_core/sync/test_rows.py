"""Each row that is not simply taken gets its sentence; the others are taken whatever stands beside them."""

import pytest

from hub_core.activities.events import ActivityRecorded
from hub_core.learner_sets import unpack
from hub_core.sync.kinds import RowFate
from tests.hub_core.sync.conftest import HEAD, Desk, rows, talk

GOOD = talk("GOOD", "L-1", "L-2")


@pytest.mark.parametrize(
    ("row", "column", "code", "fate"),
    [
        ("A1,,04/02/2026,employer_talk,in_person", "Learner reference", "missing", "refused"),
        ("A1,=1+1,04/02/2026,employer_talk,in_person", "Learner reference", "formula", "refused"),
        ("=A1,L-1,04/02/2026,employer_talk,in_person", "Activity ID", "formula", "refused"),
        (",L-1,04/02/2026,employer_talk,in_person", "Activity ID", "missing", "refused"),
        ("A1,L-1,,employer_talk,in_person", "Date", "missing", "refused"),
        ("A1,L-1,02/14/2026,employer_talk,in_person", "Date", "not-a-date", "refused"),
        ("A1,L-1,04/02/2025,employer_talk,in_person", "Date", "outside-year", "refused"),
        ("A1,L-1,04/03/2026,employer_talk,in_person", "Date", "not-yet", "refused"),
        ("A1,L-1,04/02/2026,zoo trip,in_person", "Type", "not-listed", "refused"),
        ("A1,L-1,04/02/2026,,in_person", "Type", "missing", "refused"),
        ("A1,L-1,04/02/2026,employer_talk,", "Mode", "does-not-fit", "refused"),
        ("A1,L-99,04/02/2026,employer_talk,in_person", "Learner reference", "unknown-learner", "held"),
        (f"A1,{'x' * 65},04/02/2026,employer_talk,in_person", "Learner reference",
         "not-a-reference", "refused"),
        ("GOOD,L-1,04/02/2026,employer_talk,in_person", "Learner reference", "duplicate", "noticed"),
    ],
)  # fmt: skip
async def test_a_row_with_a_fault(desk: Desk, row: str, column: str, code: str, fate: str) -> None:
    upload = await desk.synced(rows(GOOD, row))
    (problem,) = await desk.problems(upload)
    assert (problem.line, problem.column, problem.code) == (4, column, code)
    assert problem.fate is RowFate(fate)
    assert problem.reason.endswith(".")
    assert problem.remedy.endswith(".")
    recorded = [one for one in await desk.events() if isinstance(one, ActivityRecorded)]
    assert len(recorded) == 1
    assert recorded[0].attendance is not None
    assert recorded[0].attendance.total == 2
    report = upload.report
    assert report is not None
    assert report.rows == report.taken + report.held + report.refused == 3


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
