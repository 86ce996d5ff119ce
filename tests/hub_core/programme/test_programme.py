"""The careers programme: aims for every taught year group, backing that ages, answers to the criteria."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from hub_core.activities.activity import Activity
from hub_core.activities.events import ActivityRecorded, Details
from hub_core.gatsby.edition import AnswerKind, editions
from hub_core.gatsby.setting import Setting, SettingKind
from hub_core.programme.answers import AIMS, CRITERION_OF, GOVERNORS, HEAD, PUBLISHED, answers
from hub_core.programme.codes import Audience, Backer, LearningAim, LearningOutcome, Statement
from hub_core.programme.commands import (
    BackProgramme,
    MakeStatement,
    PublishProgramme,
    SetAims,
)
from hub_core.programme.curriculum import gaps, matrix
from hub_core.programme.events import ProgrammeBacked, YearGroupAimsSet
from hub_core.programme.programme import CareersProgramme
from hub_core.reference.activities import ActivityKind, ActivityType, Subject
from hub_core.refusals import Conflict, Invalid

YEAR = "2025/26"
ADDRESS = "https://www.ashbrook.example/careers"
TODAY = date(2026, 2, 11)
SETTING = Setting(kind=SettingKind.SCHOOL, year_groups=frozenset(range(7, 12)))


def _aims(school: UUID, *year_groups: int, **changed: Any) -> SetAims:
    return SetAims(
        **{
            "institution": school,
            "academic_year": YEAR,
            "year_groups": year_groups,
            "aims": (LearningAim.EXPLORE, LearningAim.GROW),
            "outcomes": (LearningOutcome.KNOWS_JOBS,),
        }
        | changed
    )


def _publish(school: UUID, *audiences: Audience) -> PublishProgramme:
    return PublishProgramme(
        institution=school,
        academic_year=YEAR,
        address=ADDRESS,
        audiences=audiences or tuple(Audience),
    )


async def test_aims_are_one_event_a_year_group_and_unchanged_say_nothing(story: Any) -> None:
    school = await story.school(low_age=11, high_age=16)
    events = await story.new_events(_aims(school, 8, 7))
    assert all(isinstance(one, YearGroupAimsSet) for one in events)
    assert [one.year_group for one in events] == [7, 8]
    assert events[0].aims == (LearningAim.GROW, LearningAim.EXPLORE)
    again = _aims(school, 7, 8, aims=(LearningAim.GROW, LearningAim.EXPLORE))
    assert await story.new_events(again) == []


async def test_years_7_and_8_are_never_silently_empty(story: Any) -> None:
    school = await story.school(low_age=11, high_age=16)
    await story.do(_aims(school, 7, 9, 10, 11))
    with pytest.raises(Conflict, match="Year 8 would have no aims") as refused:
        await story.do(_publish(school))
    assert [one.field for one in refused.value.problems] == ["yearGroups.8"]
    await story.do(_aims(school, 8))
    assert len(await story.new_events(_publish(school))) == 1
    assert await story.new_events(_publish(school)) == []
    sixth_form = await story.school(low_age=16, high_age=18)
    await story.do(_publish(sixth_form))


async def test_only_taught_year_groups_and_open_years(story: Any) -> None:
    school = await story.school(low_age=11, high_age=16)
    with pytest.raises(Invalid, match="does not teach Year 12"):
        await story.do(_aims(school, 11, 12))
    for year in ("2023/24", "2027/28"):
        with pytest.raises(Invalid, match="2024/25, 2025/26, 2026/27"):
            await story.do(_aims(school, 7, academic_year=year))


async def test_the_latest_backing_stands(story: Any) -> None:
    school = await story.school()
    told = {"institution": school, "academic_year": YEAR, "by": Backer.GOVERNORS}
    first = BackProgramme(**told, backed_on=date(2025, 10, 14))
    assert len(await story.new_events(first)) == 1
    assert await story.new_events(first) == []
    assert await story.new_events(BackProgramme(**told, backed_on=date(2025, 9, 30))) == []
    assert len(await story.new_events(BackProgramme(**told))) == 1
    stated = MakeStatement(
        institution=school, academic_year=YEAR, statement=Statement.TAILORED, holds=False
    )
    assert len(await story.new_events(stated)) == 1
    assert await story.new_events(stated) == []


def test_every_answer_is_to_a_criterion_that_asks_yes_or_no_and_has_no_measure() -> None:
    asked = {one.code: one for _, one in editions()["GATSBY-2024"].criteria()}
    for code in (*CRITERION_OF.values(), GOVERNORS, AIMS, HEAD, PUBLISHED):
        assert asked[code].answer is AnswerKind.YES_NO
        assert asked[code].measure is None
    assert set(CRITERION_OF) == set(Statement)


def test_nothing_said_is_no_answer() -> None:
    assert answers(CareersProgramme.of(uuid4()), SETTING, today=TODAY) == {}


@pytest.mark.parametrize(("days", "holds"), [(0, True), (365, True), (366, False)])
def test_governors_backing_holds_for_a_year(days: int, holds: bool) -> None:
    programme = CareersProgramme.of(uuid4())
    programme.evolve(
        ProgrammeBacked(
            institution=uuid4(),
            academic_year=YEAR,
            occurred_on=TODAY - timedelta(days=days),
            by=Backer.GOVERNORS,
        )
    )
    assert answers(programme, SETTING, today=TODAY) == {GOVERNORS: holds}


def _lesson(**details: Any) -> Activity:
    activity = Activity.of(uuid4())
    activity.evolve(
        ActivityRecorded(
            institution=uuid4(),
            activity=activity.id,
            occurred_on=TODAY,
            details=Details(**details),
        )
    )
    return activity


def test_the_matrix_counts_links_first_of_all_or_as_well_and_names_the_gaps() -> None:
    art = {"subjects": (Subject.ART_AND_DESIGN,), "year_groups": (7,)}
    taught = [
        _lesson(type=ActivityType.CURRICULUM_LINK, **art),
        _lesson(type=ActivityType.EMPLOYER_TALK, also=(ActivityKind.CURRICULUM_LINK,), **art),
        _lesson(type=ActivityType.EMPLOYER_TALK, **art),
    ]
    cells = matrix(
        taught,
        year=YEAR,
        year_groups=[7, 8],
        subjects=[Subject.ART_AND_DESIGN, Subject.MUSIC],
    )
    assert [cell.activities for cell in cells] == [2, 0, 0, 0]
    assert [(cell.year_group, cell.subject) for cell in gaps(cells)] == [
        (7, Subject.MUSIC),
        (8, Subject.ART_AND_DESIGN),
        (8, Subject.MUSIC),
    ]
    assert not any(one.activities for one in matrix(
        taught, year="2024/25", year_groups=[7], subjects=[Subject.ART_AND_DESIGN]
    ))  # fmt: skip
