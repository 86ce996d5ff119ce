"""What a school's system says is checked, then committed; said again it changes nothing."""

from hub_core.activities.events import (
    ActivityCorrected,
    ActivityCorrection,
    ActivityRecorded,
    ActivityWithdrawn,
)
from hub_core.learner_sets import unpack
from hub_core.reference.encounters import CheckAnswer, MeaningfulCheck
from hub_core.sync.events import SourceSynced
from hub_core.sync.kinds import UploadState
from hub_core.sync.mapping import Mapping
from tests.hub_core.sync.conftest import HEAD, Desk, rows, talk


async def test_a_file_is_checked_before_anything_is_recorded(desk: Desk) -> None:
    head = await desk.platform.ledger.head()
    upload = await desk.checked(rows(talk("A1", "L-1", "L-2"), talk("A2", "L-2", "L-3")))
    assert await desk.platform.ledger.head() == head
    report = upload.report
    assert report is not None
    assert (report.rows, report.taken, report.new, report.problems) == (4, 4, 2, 0)
    assert upload.state is UploadState.CHECKED


async def test_committing_records_each_activity_with_its_learners(desk: Desk) -> None:
    upload = await desk.synced(rows(talk("A1", "L-1", "L-2"), talk("A2", "L-2", "L-3", "L-4")))
    assert upload.state is UploadState.COMMITTED
    recorded = [one for one in await desk.events() if isinstance(one, ActivityRecorded)]
    assert [len(unpack(one.attendance.learners)) for one in recorded if one.attendance] == [2, 3]
    assert [str(one.occurred_on) for one in recorded] == ["2026-02-04"] * 2


async def test_the_same_file_again_appends_nothing(desk: Desk) -> None:
    file = rows(talk("A1", "L-1", "L-2"), talk("A2", "L-2", "L-3"))
    await desk.synced(file, complete=True)
    head = await desk.platform.ledger.head()
    again = await desk.synced(file, complete=True)
    assert await desk.platform.ledger.head() == head
    assert again.report is not None
    assert (again.report.unchanged, again.report.new, again.report.chunks) == (2, 0, 0)


async def test_a_changed_row_is_a_correction(desk: Desk) -> None:
    await desk.synced(rows(talk("A1", "L-1", "L-2")))
    upload = await desk.synced(rows(talk("A1", "L-1", "L-2", "L-9", date="05/02/2026")))
    assert upload.report is not None
    assert (upload.report.changed, upload.report.corrected) == (1, 1)
    (corrected,) = [one for one in await desk.events() if isinstance(one, ActivityCorrected)]
    assert corrected.reason is ActivityCorrection.CHANGED_AT_SOURCE
    assert str(corrected.occurred_on) == "2026-02-05"
    assert corrected.attendance is not None
    assert corrected.attendance.total == 3


async def test_what_a_complete_file_no_longer_lists_is_withdrawn_and_a_delta_leaves_it(
    desk: Desk,
) -> None:
    await desk.synced(rows(talk("A1", "L-1"), talk("A2", "L-2")))
    delta = await desk.synced(rows(talk("A3", "L-3")))
    assert delta.report is not None
    assert delta.report.taken_back == 0
    full = await desk.synced(rows(talk("A1", "L-1"), talk("A3", "L-3")), complete=True)
    assert full.report is not None
    assert (full.report.withdrawn, full.report.taken_back, full.report.unchanged) == (1, 1, 2)
    withdrawn = [one for one in await desk.events() if isinstance(one, ActivityWithdrawn)]
    assert [one.reason for one in withdrawn] == [ActivityCorrection.GONE_FROM_SOURCE]


async def test_what_comes_back_after_it_was_gone_is_recorded_anew(desk: Desk) -> None:
    both = rows(talk("A1", "L-1"), talk("A2", "L-2"))
    await desk.synced(both)
    await desk.synced(rows(talk("A1", "L-1")), complete=True)
    again = await desk.synced(both, complete=True)
    assert again.report is not None
    assert again.report.recorded == 1


async def test_sources_and_years_do_not_touch_each_other(desk: Desk) -> None:
    await desk.synced(rows(talk("A1", "L-1")), source="sims")
    other = await desk.synced(rows(talk("A1", "L-1")), source="arbor", complete=True)
    last = await desk.synced(
        rows(talk("A1", "L-1", date="04/02/2025")), academic_year="2024/25", complete=True
    )
    for upload in (other, last):
        assert upload.report is not None
        assert (upload.report.recorded, upload.report.taken_back) == (1, 0)


async def test_the_log_names_no_learner_and_no_id_of_the_source(desk: Desk) -> None:
    await desk.synced(rows(talk("TALK-BY-MR-JONES", "L-1", "L-2")))
    ledger = desk.platform.ledger
    stored = b" ".join(
        row["data"] + row["envelope"] for row in await ledger.read(after=0, institution=desk.school)
    )
    assert b"JONES" not in stored
    assert b"L-1" not in stored
    assert any(isinstance(one, SourceSynced) for one in await desk.events())


async def test_what_is_staged_cannot_be_read_in_the_database(desk: Desk) -> None:
    upload = await desk.checked(rows(talk("TALK-BY-MR-JONES", "L-1", "L-777")))
    pieces = await desk.uploads.pool.fetch(
        "select part, sealed from sync.pieces where upload = $1", upload.id
    )
    assert {row["part"] for row in pieces} >= {"file", "chunks", "problems", "held"}
    for row in pieces:
        assert b"JONES" not in row["sealed"]
        assert b"L-777" not in row["sealed"]


async def test_a_check_that_another_upload_overtook_must_be_done_again(desk: Desk) -> None:
    import pytest

    from hub_core.refusals import Conflict

    first = await desk.checked(rows(talk("A1", "L-1", "L-2")))
    second = await desk.checked(rows(talk("A1", "L-1", "L-3")))
    await desk.commit(second)
    with pytest.raises(Conflict) as refused:
        await desk.commit(first)
    assert refused.value.kind == "checked-before"
    again = await desk.check(first)
    assert again.report is not None
    assert (again.report.new, again.report.changed) == (0, 1)
    done = await desk.commit(again)
    assert done.state is UploadState.COMMITTED


async def test_one_withdrawn_here_by_hand_is_not_brought_back(desk: Desk) -> None:
    from hub_core.activities.commands import WithdrawActivity

    await desk.synced(rows(talk("A1", "L-1")))
    (recorded,) = [one for one in await desk.events() if isinstance(one, ActivityRecorded)]
    await desk.story.do(
        WithdrawActivity(
            institution=desk.school,
            activity=recorded.activity,
            reason=ActivityCorrection.DID_NOT_TAKE_PLACE,
        )
    )
    upload = await desk.synced(rows(talk("A1", "L-1", "L-2")))
    assert upload.report is not None
    assert (upload.report.corrected, upload.report.kept) == (0, 1)
    assert not [one for one in await desk.events() if isinstance(one, ActivityCorrected)]


YES, NO = CheckAnswer.YES, CheckAnswer.NO
PURPOSE, REFLECT = MeaningfulCheck.CLEAR_PURPOSE, MeaningfulCheck.TIME_TO_REFLECT


async def test_points_of_the_check_list_that_a_file_answers_are_recorded_and_no_others(
    desk: Desk,
) -> None:
    head = f"{HEAD},Clear purpose,Time to reflect"
    await desk.synced(rows(f"{talk('A1', 'L-1')},yes,no", f"{talk('A2', 'L-2')},Yes,", head=head))
    recorded = [one for one in await desk.events() if isinstance(one, ActivityRecorded)]
    assert sorted((dict(one.checks) for one in recorded), key=len) == [
        {PURPOSE: YES},
        {PURPOSE: YES, REFLECT: NO},
    ]


async def test_a_mapping_may_answer_for_every_row_and_is_remembered(desk: Desk) -> None:
    mapping = Mapping(
        columns={
            "activity": "Activity ID",
            "learner": "Learner reference",
            "date": "Date",
            "type": "Type",
            "mode": "Mode",
        },
        always={point.value: "yes" for point in MeaningfulCheck},
    )
    sent = await desk.send(rows(talk("A1", "L-1")))
    await desk.commit(await desk.check(sent, mapping))
    (recorded,) = [one for one in await desk.events() if isinstance(one, ActivityRecorded)]
    assert recorded.checks == dict.fromkeys(MeaningfulCheck, YES)


async def test_what_was_answered_here_stands_where_the_file_is_silent(desk: Desk) -> None:
    await desk.synced(rows(f"{talk('A1', 'L-1')},yes", head=f"{HEAD},Time to reflect"))
    await desk.synced(
        rows(
            f"{talk('A1', 'L-1', 'L-2').replace(chr(10), ',no' + chr(10))},no",
            head=f"{HEAD},Clear purpose",
        )
    )
    (corrected,) = [one for one in await desk.events() if isinstance(one, ActivityCorrected)]
    assert corrected.checks == {REFLECT: YES, PURPOSE: NO}


async def test_rows_of_one_activity_that_answer_a_point_differently_are_told(desk: Desk) -> None:
    upload = await desk.checked(
        rows(
            f"{talk('A1', 'L-1')},yes",
            f"{talk('A1', 'L-2')},no",
            f"{talk('A2', 'L-2')},perhaps",
            head=f"{HEAD},Clear purpose",
        )
    )
    told = {(one.line, one.column, one.code) for one in await desk.problems(upload)}
    assert told == {(3, "Clear purpose", "rows-disagree"), (4, "Clear purpose", "not-yes-or-no")}
