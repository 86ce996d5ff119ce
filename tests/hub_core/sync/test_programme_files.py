"""A college's programmes as a file: both stages, two campuses, adults, and every fault with its sentence."""

import json
import random
from datetime import date

import pytest

from hub_core.learner_sets import unpack
from hub_core.reference.activities import Pathway
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict
from hub_core.rosters.codes import AgeBand, Programme, ProgrammeLevel
from hub_core.rosters.events import ProgrammeDeclared
from hub_core.sync.commands import BeginUpload
from hub_core.sync.kinds import UploadKind, UploadState
from hub_core.sync.uploads import Upload
from tests.hub_core.sync.conftest import Desk
from tests.hub_core.sync.test_roster_files import agree, committed

HEAD = "Learner reference,Programme,Level,Start date,Planned end,Ages,Pathway,Campus"
DIGITAL = "TL-DIGITAL-1,level_3,01/09/2025,30/06/2027,16_to_18,t_level,MAIN"
EVENING = "60145678,2,08/01/2026,2026-12-18,19 and over,,NORTH-1"


@pytest.fixture
async def college(desk: Desk) -> Desk:
    """The desk of a college without learners so far."""
    desk.move_to(await desk.story.school(phase=ServicePhase.FE_AND_SKILLS))
    return desk


async def checked(desk: Desk, *lines: str, head: str = HEAD, complete: bool = True) -> Upload:
    file = "\n".join((head, *lines)) + "\n"
    return await desk.checked(file, kind=UploadKind.PROGRAMMES, complete=complete)


async def declared(desk: Desk) -> dict[Programme, int]:
    """How many learners each programme has, by the latest that was told of it."""
    told = [one for one in await desk.events() if isinstance(one, ProgrammeDeclared)]
    return {one.programme: len(unpack(one.learners)) for one in told}


async def test_two_campuses_and_adults_come_by_file_and_stand_once(college: Desk) -> None:
    lines = (f"C-1,{DIGITAL}", f"C-2,{DIGITAL}", f"C-3,{EVENING}")
    assert agree(await committed(college, await checked(college, *lines))) == (3, 0, 0)
    assert await declared(college) == {
        Programme(
            code="TL-DIGITAL-1", level=ProgrammeLevel.LEVEL_3, starts_on=date(2025, 9, 1),
            planned_end=date(2027, 6, 30), pathway=Pathway.T_LEVEL, campus="MAIN",
        ): 2,
        Programme(
            code="60145678", level=ProgrammeLevel.LEVEL_2, starts_on=date(2026, 1, 8),
            planned_end=date(2026, 12, 18), ages=AgeBand.ADULTS, campus="NORTH-1",
        ): 1,
    }  # fmt: skip
    head = await college.platform.ledger.head()
    again = await committed(college, await checked(college, *lines))
    assert agree(again) == (0, 0, 0)
    assert await college.platform.ledger.head() == head
    moved = (f"C-1,{EVENING}", f"C-2,{DIGITAL}")
    assert agree(await committed(college, await checked(college, *moved))) == (0, 1, 1)


async def test_the_same_as_one_json_object_a_line_under_the_headings_of_a_learner_record(
    college: Desk,
) -> None:
    told = (
        "LearnRefNumber",
        "LearnAimRef",
        "NotionalNVQLevelv2",
        "LearnStartDate",
        "LearnPlanEndDate",
    )
    adults = ("60145678", "E", "2025-09-01", "2026-07-31", "19_plus")
    rows = [dict(zip((*told, "Age band"), (f"C-{n}", *adults), strict=True)) for n in range(3)]
    upload = await college.checked("\n".join(map(json.dumps, rows)), kind=UploadKind.PROGRAMMES)
    assert agree(await committed(college, upload)) == (3, 0, 0)
    [(programme, learners)] = (await declared(college)).items()
    assert (programme.level, programme.ages, learners) == (
        ProgrammeLevel.ENTRY,
        AgeBand.ADULTS,
        3,
    )


async def test_every_fault_is_told_by_line_and_column_and_the_rest_is_taken(college: Desk) -> None:
    rows = (
        (f"C-1,{DIGITAL}", None),
        (f"C-1,{DIGITAL}", ("Learner reference", "duplicate")),
        (f"C-1,{EVENING}", ("Learner reference", "rows-disagree")),
        (f",{DIGITAL}", ("Learner reference", "missing")),
        (f"=C-4,{DIGITAL}", ("Learner reference", "formula")),
        ("C-5,a code,3,01/09/2025,30/06/2027,16_to_18,,", ("Programme", "not-a-code")),
        ("C-6,ART-1,nine,01/09/2025,30/06/2027,16_to_18,,", ("Level", "not-listed")),
        ("C-7,ART-1,3,09/25/2025,30/06/2027,16_to_18,,", ("Start date", "not-a-date")),
        ("C-8,ART-1,3,01/09/2025,30/06/2025,16_to_18,,", ("Planned end", "does-not-fit")),
        ("C-9,ART-1,3,01/09/2025,30/06/2032,16_to_18,,", ("Planned end", "does-not-fit")),
        ("C-10,ART-1,3,01/09/1925,30/06/1927,16_to_18,,", ("Start date", "does-not-fit")),
        ("C-11,ART-1,3,01/09/2025,,16_to_18,,", ("Planned end", "missing")),
        ("C-12,ART-1,3,01/09/2025,30/06/2027,,,", ("Ages", "missing")),
        ("C-13,ART-1,3,01/09/2025,30/06/2027,17,,", ("Ages", "not-listed")),
        ("C-14,ART-1,3,01/09/2025,30/06/2027,16_to_18,motorway,", ("Pathway", "not-listed")),
        ("C-15,ART-1,3,01/09/2025,30/06/2027,16_to_18,,Main St", ("Campus", "not-a-code")),
        (
            "C-16,ART-1,3,45901,30/06/2027,16_to_18,,main",
            None,
        ),  # Excel's number of 1 September 2025
    )
    upload = await checked(college, *(line for line, _ in rows))
    expected = [(number, *told) for number, (_, told) in enumerate(rows, start=2) if told]
    problems = await college.problems(upload)
    assert [(one.line, one.column, one.code) for one in problems] == expected
    assert all(one.reason and one.remedy for one in problems)
    assert "another programme" in problems[1].reason
    assert agree(await committed(college, upload)) == (2, 0, 0)


async def test_a_programme_still_to_begin_is_something_to_record(college: Desk) -> None:
    later = EVENING.replace("08/01/2026", "01/09/2026")
    upload = await checked(college, f"C-1,{later}")
    assert upload.report is not None
    assert (upload.report.new, upload.report.otherwise, upload.report.unchanged) == (0, 1, 0)
    agree(await committed(college, upload))
    again = (await checked(college, f"C-1,{later}")).report
    assert again is not None
    assert (again.otherwise, again.unchanged) == (0, 1)


@pytest.mark.parametrize("seed", range(2))
async def test_whatever_is_sent_the_check_and_the_commit_agree(college: Desk, seed: int) -> None:
    chance = random.Random(seed)
    ended = DIGITAL.replace("30/06/2027", "30/06/2025").replace("2025,", "2024,", 1)
    for _ in range(4):
        lines = [
            f"C-{number},{chance.choice((DIGITAL, EVENING, ended))}"
            for number in chance.sample(range(20), chance.randrange(1, 20))
        ]
        upload = await checked(college, *lines, complete=chance.random() < 0.7)
        report = upload.report
        assert report is not None
        told = report.new + report.changed + report.otherwise + report.unchanged + report.withdrawn
        assert told >= len(lines)  # and whoever is not in the file leaves, where it is complete
        before = await college.platform.ledger.head()
        agree(await committed(college, upload))
        anything = report.new + report.changed + report.otherwise + report.withdrawn > 0
        assert (await college.platform.ledger.head() > before) is anything


async def test_a_school_with_year_groups_is_told_to_send_a_roster(desk: Desk) -> None:
    begin = BeginUpload(
        institution=desk.school, source="sims", kind=UploadKind.PROGRAMMES, academic_year="2025/26"
    )
    with pytest.raises(Conflict, match=r"has year groups\. Send its learners as a roster") as told:
        await desk.story.do(begin)
    assert told.value.kind == "wrong-phase"


async def test_what_waits_is_sealed_and_a_check_leaves_no_trace(college: Desk) -> None:
    upload = await checked(college, f"C-secret,{DIGITAL}")
    assert upload.state is UploadState.CHECKED
    assert await declared(college) == {}
    sealed = await college.uploads.pool.fetch(
        "select sealed from sync.pieces where upload = $1", upload.id
    )
    assert sealed
    assert not any(b"C-secret" in one["sealed"] for one in sealed)
