"""A roster as a file: what the check says is what committing does, and what looks wrong is refused before."""

import random
from datetime import date

import msgspec
import pytest

from hub_core.agreements.codes import DataClass
from hub_core.agreements.commands import AmendAgreement
from hub_core.agreements.cover import NotCovered
from hub_core.learner_sets import unpack
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict, Invalid
from hub_core.rosters.codes import ProgrammeLevel
from hub_core.rosters.commands import MOST_LEARNERS
from hub_core.rosters.doubt import Checked
from hub_core.rosters.events import CohortDeclared, SubsidiaryDeclared
from hub_core.rosters.leavers import MostWouldLeave
from hub_core.rosters.programme_commands import ProgrammeLearner, ProgrammeSent, SendProgrammes
from hub_core.rosters.roll_over import YearGroupsMoved
from hub_core.sync.commands import BeginUpload
from hub_core.sync.committing import commit
from hub_core.sync.kinds import UploadKind, UploadState
from hub_core.sync.uploads import Upload
from tests.builders.agreements import EVERYTHING
from tests.hub_core.sync.conftest import Desk

EVERYTHING_CHECKED = Checked(year_groups_checked=True, leavers_checked=True)


def roster(learners: dict[str, int]) -> str:
    """A file of these learners, by reference, in their year groups."""
    lines = (f"{reference},{year_group}" for reference, year_group in learners.items())
    return "\n".join(("Learner reference,Year group", *lines)) + "\n"


async def checked(desk: Desk, learners: dict[str, int], *, complete: bool = True) -> Upload:
    return await desk.checked(roster(learners), kind=UploadKind.ROSTER, complete=complete)


async def committed(desk: Desk, upload: Upload, checked: Checked = EVERYTHING_CHECKED) -> Upload:
    again = await desk.uploads.find(upload.id, desk.school)
    return await commit(desk.uploads, desk.platform, desk.principal, again, checked=checked)


def agree(upload: Upload) -> tuple[int, int, int]:
    """What the check foretold, having made sure that committing did it: new, moved, left."""
    report = upload.report
    assert report is not None
    assert upload.state is UploadState.COMMITTED
    foretold = (report.new, report.changed, report.withdrawn)
    assert foretold == (report.recorded, report.corrected, report.taken_back)
    return foretold


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_sent_the_check_and_the_commit_agree(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(4):
        some = chance.sample(range(1, 45), chance.randrange(1, 44))
        learners = {f"L-{number}": chance.choice((7, 8, 9)) for number in some}
        upload = await checked(desk, learners, complete=chance.random() < 0.7)
        agree(await committed(desk, upload))
    agree(await committed(desk, await checked(desk, learners)))
    assert agree(await committed(desk, await checked(desk, learners))) == (0, 0, 0)


async def test_they_agree_where_the_log_knows_learners_and_the_vault_does_not(desk: Desk) -> None:
    """As after a vault was restored from an older backup: nobody new gets a number the log has in use."""
    school = await desk.story.school()
    desk.move_to(school)
    await desk.roster(*(f"old-{number}" for number in range(20)))
    vault = desk.uploads.vault
    await vault.pool.execute("delete from vault.learners where institution = $1", school)
    await vault.pool.execute("delete from vault.next_ordinals where institution = $1", school)
    done = await committed(desk, await checked(desk, {"new-1": 8, "new-2": 9}))
    assert agree(done) == (2, 0, 20)


async def test_they_agree_at_a_college_with_programmes(desk: Desk) -> None:
    desk.move_to(await desk.story.school(phase=ServicePhase.FE_AND_SKILLS))
    told = [
        ProgrammeSent(
            code=f"6014567{number}",
            level=ProgrammeLevel.LEVEL_3,
            starts_on=date(2024, 9, 1),
            planned_end=ends,
            learners=tuple(ProgrammeLearner(reference=f"C{number}-{n}") for n in range(12)),
        )
        for number, ends in enumerate((date(2026, 6, 30), date(2025, 7, 31)))
    ]
    programmes = SendProgrammes(
        institution=desk.school, programmes=tuple(told), as_of=date(2025, 3, 3)
    )
    await desk.story.do(programmes)
    learners = {"C0-0": 12, "C1-0": 13, "new": 12}
    assert agree(await committed(desk, await checked(desk, learners))) == (2, 1, 11)


async def test_part_of_a_roster_is_foretold_refused_and_accepted(desk: Desk) -> None:
    upload = await checked(desk, {"L-1": 8, "new": 8})
    assert upload.report is not None
    [doubt] = upload.report.doubts
    assert (doubt.kind, doubt.accepted_by) == ("most-would-leave", "leaversChecked")
    assert doubt.reason.startswith("29 of the 30 learners on your roll would leave")
    with pytest.raises(MostWouldLeave):
        await committed(desk, upload, Checked(year_groups_checked=True))
    assert (await desk.uploads.find(upload.id, desk.school)).state is UploadState.CHECKED
    assert agree(await committed(desk, upload, Checked(leavers_checked=True))) == (1, 0, 29)


async def test_year_groups_that_did_not_move_on_are_foretold_refused_and_accepted(
    desk: Desk,
) -> None:
    upload = await checked(desk, {f"L-{number}": 7 for number in range(1, 31)})
    assert upload.report is not None
    [doubt] = upload.report.doubts
    assert (doubt.kind, doubt.accepted_by) == ("year-groups-moved", "yearGroupsChecked")
    with pytest.raises(YearGroupsMoved):
        await committed(desk, upload, Checked(leavers_checked=True))
    assert agree(await committed(desk, upload, Checked(year_groups_checked=True))) == (0, 30, 0)


async def test_a_roster_that_changed_since_the_check_is_looked_at_again(desk: Desk) -> None:
    upload = await checked(desk, {f"L-{number}": 8 for number in range(1, 25)})
    await desk.roster("L-31", "L-32")
    with pytest.raises(
        Conflict, match="The roster has changed since this upload was checked"
    ) as told:
        await committed(desk, upload)
    assert told.value.kind == "checked-before"
    assert agree(await committed(desk, await desk.check(upload))) == (0, 0, 8)


async def test_a_check_leaves_no_trace(desk: Desk) -> None:
    before = len(await desk.events())
    await checked(desk, {"L-1": 9, "new": 8})
    assert len(await desk.events()) == before
    assert any(isinstance(event, CohortDeclared) for event in await desk.events())
    assert (await desk.platform.vault.ordinals(desk.school, ["new"])).unknown == ("new",)


async def test_a_year_that_has_not_begun_has_no_roster_yet(desk: Desk) -> None:
    next_year = BeginUpload(
        institution=desk.school, source="sims", kind=UploadKind.ROSTER, academic_year="2026/27"
    )
    with pytest.raises(Invalid) as told:
        await desk.story.do(next_year)
    [problem] = told.value.problems
    assert problem.field == "academicYear"
    assert problem.reason.startswith("2026/27 begins on 1 September 2026.")
    assert problem.remedy.endswith("or the roster of 2025/26 now.")
    for allowed in ({"academic_year": "2025/26"}, {"kind": UploadKind.ACTIVITIES}):
        await desk.story.do(msgspec.structs.replace(next_year, **allowed))


async def test_who_is_registered_elsewhere_stands_in_a_file_too(desk: Desk) -> None:
    """As words or as the census's letters; only what changed is counted as changed."""
    head = "Learner reference,Year group,Enrolment status"
    words = ("L-1,8,subsidiary", "L-2,8,S", "L-3,8,M", "L-4,8,", "L-5,8,guest")
    upload = await desk.checked("\n".join((head, *words)), kind=UploadKind.ROSTER)
    [problem] = await desk.problems(upload)
    assert (problem.line, problem.column, problem.code) == (6, "Enrolment status", "not-listed")
    await committed(desk, upload)
    [declared] = [one for one in await desk.events() if isinstance(one, SubsidiaryDeclared)]
    known = (await desk.platform.vault.ordinals(desk.school, ["L-1", "L-2"])).known
    assert set(unpack(declared.learners)) == set(known.values())


async def test_groups_that_no_agreement_covers_are_refused_by_the_check_and_not_kept(
    desk: Desk,
) -> None:
    terms = msgspec.structs.replace(
        EVERYTHING,
        covers=(DataClass.ROLLS_AND_COUNTS, DataClass.LEARNER_REFERENCES),
        special_condition=None,
    )
    await desk.story.do(AmendAgreement(institution=desk.school, terms=terms))
    upload = await desk.send(
        "Learner reference,Year group,Groups\nL-1,8,looked_after\n", kind=UploadKind.ROSTER
    )
    with pytest.raises(NotCovered, match="does not cover this"):
        await desk.check(upload)
    again = await desk.uploads.find(upload.id, desk.school)
    assert (again.state, again.content) == (UploadState.BEGUN, None)
    pieces = await desk.uploads.pool.fetchval(
        "select count(*) from sync.pieces where upload = $1", upload.id
    )
    assert pieces == 0


async def test_a_file_that_only_tells_groups_is_something_to_record(desk: Desk) -> None:
    file = "Learner reference,Year group,Groups\nL-1,8,free_school_meals\nL-2,8,\n"
    upload = await desk.checked(file, kind=UploadKind.ROSTER)
    assert upload.report is not None
    assert (upload.report.changed, upload.report.otherwise, upload.report.unchanged) == (0, 1, 1)
    await committed(desk, upload)
    again = (await desk.checked(file, kind=UploadKind.ROSTER)).report
    assert again is not None
    assert (again.otherwise, again.unchanged) == (0, 2)


@pytest.mark.long
async def test_a_file_of_more_learners_than_a_roster_holds_is_refused_by_the_check(
    desk: Desk,
) -> None:
    upload = await desk.send(
        roster({f"L-{number}": 8 for number in range(MOST_LEARNERS + 1)}), kind=UploadKind.ROSTER
    )
    with pytest.raises(Invalid, match=r"The file has 40,001 learners, and a roster holds 40,000"):
        await desk.check(upload)
