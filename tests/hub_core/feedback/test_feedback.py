"""Feedback by its rules: codes people can read out, rounds with room for as many as took part, and volume."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub_core.activities.activity import Activity
from hub_core.activities.events import Details
from hub_core.feedback.class_code import ALPHABET, as_read_out, class_code, typed_code
from hub_core.feedback.codes import LEAST_TOLD, Again, FoundOut, Hoped, NextStep, Prepared
from hub_core.feedback.feedback import About, Feedback, feedback_stream
from hub_core.feedback.tally import held_at, tallies_of, together
from hub_core.reference.activities import ActivityType
from hub_core.refusals import Conflict

SCHOOL, ENCOUNTER = uuid4(), uuid4()
DAY = date(2026, 2, 11)
AT = datetime(2026, 2, 11, 10, tzinfo=UTC)


@given(chance=st.uuids(version=4))
@settings(max_examples=50)
def test_a_code_is_found_however_it_is_written_down(chance: UUID) -> None:
    code = class_code(chance)
    assert set(code) <= set(ALPHABET)
    for written in (as_read_out(code), code.lower(), f" {code[:2]} {code[2:5]} – {code[5:]}"):
        assert typed_code(written) == code


@pytest.mark.parametrize("typed", ["", "CDFH", "CDFH-234", "CDFH-23466", "OIDF-2346", "ÇDFH-2346"])
def test_what_is_no_code_is_not_looked_up(typed: str) -> None:
    assert typed_code(typed) is None


def a_round(learners: int = 6, about: UUID = ENCOUNTER, **of: UUID) -> tuple[Feedback, UUID]:
    """Feedback with a code that opens today."""
    feedback, code = Feedback.of(feedback_stream(about, SCHOOL)), uuid4()
    what = About(
        institution=SCHOOL, type=ActivityType.EMPLOYER_TALK, **(of or {"encounter": about})
    )
    feedback.ask(what, learners=learners, open_until=DAY, code=code, on=DAY, at=AT)
    return feedback, code


def answer(feedback: Feedback, code: UUID, times: int = 1, on: date = DAY) -> None:
    for _ in range(times):
        feedback.answer(code, FoundOut.A_LOT, NextStep.NOT_SURE, on=on, at=AT)


def test_no_more_answers_than_learners() -> None:
    feedback, code = a_round(learners=6)
    answer(feedback, code, 6)
    with pytest.raises(Conflict, match="no more answers"):
        answer(feedback, code)
    assert feedback.rounds[0].answers == 6


def test_a_code_is_over_after_its_last_day_and_when_it_is_closed() -> None:
    feedback, code = a_round()
    with pytest.raises(Conflict):
        answer(feedback, code, on=DAY + timedelta(days=1))
    feedback.close(on=DAY, at=AT)
    feedback.close(on=DAY, at=AT)
    with pytest.raises(Conflict):
        answer(feedback, code)
    assert feedback.version == 2, "closing it again is no second event"


def test_one_code_at_a_time_and_an_old_one_never_opens_again() -> None:
    feedback, old = a_round()
    about = About(institution=SCHOOL, type=ActivityType.EMPLOYER_TALK, encounter=ENCOUNTER)
    with pytest.raises(Conflict, match="open for this already"):
        feedback.ask(about, learners=3, open_until=DAY, code=uuid4(), on=DAY, at=AT)
    feedback.close(on=DAY, at=AT)
    new = uuid4()
    feedback.ask(about, learners=3, open_until=DAY, code=new, on=DAY, at=AT)
    with pytest.raises(Conflict):
        answer(feedback, old)
    answer(feedback, new)
    assert (feedback.asked, [one.answers for one in feedback.rounds]) == (9, [0, 1])


def test_a_round_is_told_when_it_is_over_and_nobody_is_known_by_it() -> None:
    feedback, code = a_round(learners=30)
    answer(feedback, code, LEAST_TOLD - 1)
    tomorrow = DAY + timedelta(days=1)
    [few] = feedback.rounds
    assert not few.is_told(tomorrow), "four answers are four children"
    answer(feedback, code)
    assert not few.is_told(DAY), "who watches the number grow knows whose answer came last"
    assert few.is_told(tomorrow)


def test_the_same_answer_of_an_organisation_is_no_second_event() -> None:
    feedback = Feedback.of(feedback_stream(ENCOUNTER, SCHOOL))
    about = About(institution=SCHOOL, type=ActivityType.MOCK_INTERVIEW, encounter=ENCOUNTER)
    for again in (Again.YES, Again.YES, Again.WITH_CHANGES):
        feedback.employer_answers(about, Prepared.PARTLY, again, on=DAY, at=AT)
        feedback.school_answers(about, Hoped.FULLY, again, on=DAY, at=AT)
    assert (feedback.version, feedback.employer) == (4, (Prepared.PARTLY, Again.WITH_CHANGES))


def an_activity(held_on: date = DAY) -> Activity:
    activity = Activity.of(uuid4())
    activity.record_first(
        SCHOOL,
        Details(type=ActivityType.EMPLOYER_TALK),
        held_on=held_on,
        attendance=None,
        checks={},
        at=AT,
    )
    return activity


def test_feedback_stands_beside_volume_and_only_for_what_stands_and_its_own_year() -> None:
    this_year, withdrawn = an_activity(), an_activity()
    last_year = an_activity(date(2025, 6, 3))
    every = []
    for one in (this_year, withdrawn, last_year):
        feedback, code = a_round(6, one.id, activity=one.id)
        answer(feedback, code, 6)
        every.append(feedback)
    withdrawn.is_withdrawn = True
    held = held_at([], [this_year, withdrawn, last_year], [])
    tallies = tallies_of(held, every, "2025/26", today=DAY)
    assert list(tallies) == [ActivityType.EMPLOYER_TALK]
    talks = together([tallies, tallies])[ActivityType.EMPLOYER_TALK]
    assert (talks.held, talks.with_feedback, talks.answers) == (2, 2, 12)
    assert talks.found_out == {FoundOut.A_LOT: 12}
