"""Commands about feedback of those who are known: institutions and employers.

The rule: learners are asked about what took place, for no more of them than took part, and an
organisation answers about its own encounter only.
"""

from datetime import date, timedelta
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.activities.activity import Activity, no_such_activity
from hub_core.employers.finding import survivor_of
from hub_core.encounters.commands import find_part
from hub_core.encounters.offer import no_such_encounter
from hub_core.encounters.part import Part, PartStatus
from hub_core.feedback.class_code import about_code, class_code, class_code_key
from hub_core.feedback.codes import LONGEST_DAYS, Again, Hoped, Prepared
from hub_core.feedback.events import InTheRoom
from hub_core.feedback.feedback import About, Feedback, feedback_stream
from hub_core.reference.activities import KIND_OF, ActivityKind, ActivityType
from hub_core.refusals import Conflict, Invalid
from hub_core.work import Answer, Changed, Command, Work, handles

#: Of what takes place for parents or staff, they are who answers.
OF_ADULTS = (ActivityKind.PARENT_ACTIVITY, ActivityKind.STAFF_DEVELOPMENT)
_HELD = (PartStatus.DELIVERED, PartStatus.CONFIRMED)


class AskLearners(Command, frozen=True, kw_only=True):
    """Get a class code, with which learners say what they made of an encounter or an activity.

    At an event for parents, or training for staff, they are who answers. ``learners`` is how many are in the
    room; ``days`` how long the code opens, today included.
    """

    OPERATION: ClassVar[str] = "feedback.ask_learners"
    institution: UUID
    learners: InTheRoom
    encounter: UUID | None = None
    activity: UUID | None = None
    days: Annotated[int, msgspec.Meta(ge=1, le=LONGEST_DAYS)] = 1


class CloseClassCode(Command, frozen=True, kw_only=True):
    """Let a class code take no more answers. ``about`` is the encounter or the activity."""

    OPERATION: ClassVar[str] = "feedback.close_class_code"
    institution: UUID
    about: UUID


class GiveInstitutionFeedback(Command, frozen=True, kw_only=True):
    """Say as an institution what an employer's encounter was worth."""

    OPERATION: ClassVar[str] = "feedback.give_institution_feedback"
    institution: UUID
    encounter: UUID
    hoped: Hoped
    again: Again


class GiveEmployerFeedback(Command, frozen=True, kw_only=True):
    """Say as an employer how an encounter went at an institution (``at``)."""

    OPERATION: ClassVar[str] = "feedback.give_employer_feedback"
    employer: UUID
    encounter: UUID
    at: UUID
    prepared: Prepared
    again: Again


class LearnersAskedAnswer(Answer, frozen=True, kw_only=True, rename="camel"):
    """The feedback, for how many learners its new code opens, and its last day."""

    id: UUID
    version: int
    learners: int
    open_until: date


@handles(AskLearners)
async def ask_learners(command: AskLearners, work: Work) -> LearnersAskedAnswer:
    """Refuses more learners than took part, and a second code while one is open.

    The code itself is told by the feedback of the institution, to those who may open one.
    """
    about, took_part = await _what(command, work)
    feedback = await work.load(Feedback, _stream(about))
    _require_room(command.learners, took_part, feedback)
    code = class_code(work.new_id())
    open_until = work.today + timedelta(days=command.days - 1)
    feedback.ask(
        about,
        learners=command.learners,
        open_until=open_until,
        code=work.keep(code, subject=feedback.id),
        on=work.today,
        at=work.now,
    )
    work.claim(class_code_key(work.vault.fingerprint(about_code(code))), feedback.id)
    return LearnersAskedAnswer(
        id=feedback.id,
        version=feedback.version,
        learners=command.learners,
        open_until=open_until,
    )


@handles(CloseClassCode)
async def close_class_code(command: CloseClassCode, work: Work) -> Changed:
    """Closing one that is over changes nothing."""
    stream = feedback_stream(command.about, command.institution)
    feedback = await work.find(Feedback, stream, no_such_encounter(command.about))
    work.expect(feedback)
    feedback.close(on=work.today, at=work.now)
    return Changed(id=feedback.id, version=feedback.version)


@handles(GiveInstitutionFeedback)
async def give_institution_feedback(command: GiveInstitutionFeedback, work: Work) -> Changed:
    """Given again, the last answers count."""
    part = await find_part(command.encounter, command.institution, work)
    about = _of_part(_held(part))
    feedback = await work.load(Feedback, _stream(about))
    feedback.school_answers(about, command.hoped, command.again, on=work.today, at=work.now)
    return Changed(id=feedback.id, version=feedback.version)


@handles(GiveEmployerFeedback)
async def give_employer_feedback(command: GiveEmployerFeedback, work: Work) -> Changed:
    """Given again, the last answers count."""
    part = await find_part(command.encounter, command.at, work)
    known = await survivor_of(command.employer, work)
    if part.particulars.employer not in {command.employer, known.id, *known.absorbed}:
        raise no_such_encounter(command.encounter)
    about = _of_part(_held(part))
    feedback = await work.load(Feedback, _stream(about))
    feedback.employer_answers(about, command.prepared, command.again, on=work.today, at=work.now)
    return Changed(id=feedback.id, version=feedback.version)


async def _what(command: AskLearners, work: Work) -> tuple[About, int | None]:
    """What is asked about, and how many can have been there, as far as that is known by now."""
    if (command.encounter is None) == (command.activity is None):
        raise Invalid.field(
            "encounter",
            "Learners are asked about one encounter or one activity.",
            "Give \u201cencounter\u201d for an employer\u2019s, or \u201cactivity\u201d for your own record.",
        )
    if command.encounter is not None:
        part = await find_part(command.encounter, command.institution, work)
        _require_begun(part, work.today)
        return _of_part(part), part.attended
    assert command.activity is not None
    otherwise = no_such_activity(command.activity)
    activity = await work.find(Activity, command.activity, otherwise)
    if activity.institution != command.institution or activity.is_withdrawn:
        raise otherwise
    about = About(
        institution=command.institution, type=activity.details.type, activity=command.activity
    )
    if KIND_OF[about.type] in OF_ADULTS:
        return about, None  # those who answer are parents or staff, whom attendance does not count
    return about, None if activity.attendance is None else activity.attendance.total


def _require_begun(part: Part, today: date) -> None:
    if part.status is PartStatus.ACCEPTED and part.planned_for <= today:
        return
    _held(part)


def _held(part: Part) -> Part:
    if part.status not in _HELD:
        raise Conflict(
            f"This encounter stands at \u201c{part.status.label}\u201d. Feedback is about what took "
            "place: give it on the day or later.",
            kind="encounter-state",
        )
    return part


def _require_room(learners: int, took_part: int | None, feedback: Feedback) -> None:
    """Refuse more answers than learners who took part, all codes together."""
    if took_part is None:
        return
    left = took_part - feedback.asked
    if learners > left:
        raise Invalid.field(
            "learners",
            f"{took_part:,} learners took part, and {feedback.asked:,} were asked before.",
            f"Ask {left:,} or fewer." if left > 0 else "All of them were asked.",
        )


def _of_part(part: Part) -> About:
    return About(
        institution=part.institution,
        type=ActivityType(part.particulars.kind.value),
        encounter=part.encounter,
    )


def _stream(about: About) -> UUID:
    thing = about.encounter or about.activity
    assert thing is not None
    return feedback_stream(thing, about.institution)
