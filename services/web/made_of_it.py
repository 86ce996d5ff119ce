"""What was made of an encounter or an activity: a class code to read out, the answers, the school's own.

Journey: at the end of a talk a teacher says how many are in the room, reads the code out, and the learners
type it on their phones; when all have answered or the code is closed, the answers stand here, counted. Of an
evening for parents, or training for staff, they are who answers.
The rule: the code is told to those who may open one, and answers only once a round is over.
"""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID

import msgspec

from hub_core.activities.activity import Activity
from hub_core.encounters.part import Part, PartStatus
from hub_core.feedback.class_code import as_read_out
from hub_core.feedback.codes import MOST_IN_THE_ROOM, Again, FoundOut, Hoped, NextStep
from hub_core.feedback.commands import (
    OF_ADULTS,
    AskLearners,
    CloseClassCode,
    GiveInstitutionFeedback,
)
from hub_core.feedback.feedback import Feedback, Round
from hub_core.feedback.tally import Tally
from hub_core.reference.activities import KIND_OF, ActivityType
from hub_core.reference.labelled import Labelled
from hub_core.refusals import Invalid
from hub_core.vault.vault import Vault
from hub_core.work import Command
from services.web.deed import Deed
from services.web.feedback.questions import questions_about
from services.web.words import counted, long_date

Choice = TypeVar("Choice", bound=Labelled)
READS = "feedback.own"
ASK = Deed(
    key="ask",
    heading="Ask the learners",
    words="You get a code to read out. Each learner types it on a phone and answers two questions; nobody "
    "gives a name.",
    button="Get a class code",
    done="",
)
ASK_ADULTS = Deed(
    key=ASK.key,
    heading="Ask those who came",
    words="You get a code to read out. Everybody types it on a phone and answers two questions; nobody gives "
    "a name.",
    button="Get a class code",
    done="",
)
CLOSE = Deed(
    key="close",
    heading="Close the code",
    words="It takes no more answers, and what was answered is shown here.",
    button="Close the code",
    done="",
    warns=True,
)
WORTH = Deed(
    key="worth",
    heading="Was it worth it?",
    words="The employer and your hub see your answer beside the learners’.",
    button="Save your answer",
    done="",
)
_COMMANDS: Mapping[str, type[Command]] = {
    ASK.key: AskLearners,
    CLOSE.key: CloseClassCode,
    WORTH.key: GiveInstitutionFeedback,
}
_HELD = (PartStatus.DELIVERED, PartStatus.CONFIRMED)


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked about: an employer's encounter or an activity of the institution's own.

    ``begun`` says that those in the room can be asked, ``held`` that the school can say what it was worth.
    """

    institution: UUID
    type: ActivityType
    encounter: UUID | None = None
    activity: UUID | None = None
    begun: bool
    held: bool = False

    @property
    def id(self) -> UUID:
        """The encounter's or the activity's."""
        found = self.encounter or self.activity
        assert found is not None
        return found

    @property
    def of_adults(self) -> bool:
        """Whether parents or staff answer, and not learners."""
        return KIND_OF[self.type] in OF_ADULTS

    @property
    def who(self) -> str:
        """Who answers: people, or learners."""
        return "people" if self.of_adults else "learners"


def encounter_of(part: Part, today: date) -> Thing:
    """An encounter as the panel sees it."""
    held = part.status in _HELD
    return Thing(
        institution=part.institution,
        type=ActivityType(part.particulars.kind.value),
        encounter=part.encounter,
        begun=held or (part.status is PartStatus.ACCEPTED and part.planned_for <= today),
        held=held,
    )


def activity_of(activity: Activity, today: date) -> Thing:
    """An activity as the panel sees it; what an encounter was worth is not asked of the school's own."""
    return Thing(
        institution=activity.institution,
        type=activity.details.type,
        activity=activity.id,
        begun=activity.held_on <= today,
    )


class OpenCode(msgspec.Struct, frozen=True, kw_only=True):
    """A class code that takes answers; ``code`` is None where the vault has forgotten it."""

    code: str | None
    answered: str
    until: str


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """One question of the learners' and how many gave each answer."""

    question: str
    given: tuple[tuple[str, str], ...]


class MadeOfIt(msgspec.Struct, frozen=True, kw_only=True):
    """The panel: the open code, what learners said, what the school said, and what can be done."""

    open: OpenCode | None
    learners: tuple[Answers, ...]
    heard: str
    room: str
    hoped: Hoped | None
    again: Again | None
    deeds: tuple[Deed, ...]

    @property
    def has_anything(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.open or self.learners or self.deeds or self.hoped)


def operations() -> tuple[str, ...]:
    """What the panel reads and does, by operation."""
    return (READS, *(command.OPERATION for command in _COMMANDS.values()))


async def made_of_it(
    thing: Thing, feedback: Feedback, vault: Vault, may: frozenset[str], today: date
) -> MadeOfIt | None:
    """The panel of one encounter or activity; None for whoever may not read it."""
    if READS not in may:
        return None
    now = feedback.open_round(today)
    tally = Tally()
    tally.take(feedback, today)
    hoped, again = feedback.school or (None, None)
    return MadeOfIt(
        open=None if now is None else await _open(now, thing, vault),
        learners=_answers(thing, tally),
        heard=_heard(thing, feedback, tally),
        room=f"How many {thing.who} are in the room?",
        hoped=hoped,
        again=again,
        deeds=tuple(one for one in _offered(thing, now) if _COMMANDS[one.key].OPERATION in may),
    )


def is_of_panel(key: str) -> bool:
    """Whether a form of the page is one of this panel's."""
    return key in _COMMANDS


def command_of(key: str, thing: Thing, posted: Mapping[str, str]) -> Command:
    """The command of a form; raises ``Invalid`` with what to mend in it."""
    match key:
        case ASK.key:
            return _ask(thing, posted)
        case CLOSE.key:
            return CloseClassCode(institution=thing.institution, about=thing.id)
        case _:
            return GiveInstitutionFeedback(
                institution=thing.institution,
                encounter=thing.id,
                hoped=_chosen(Hoped, "hoped", posted),
                again=_chosen(Again, "again", posted),
            )


def _offered(thing: Thing, now: Round | None) -> tuple[Deed, ...]:
    ask = ASK_ADULTS if thing.of_adults else ASK
    asking = (CLOSE,) if now is not None else (ask,) if thing.begun else ()
    return (*asking, WORTH) if thing.held else asking


def _people(thing: Thing, how_many: int) -> str:
    return (
        counted(how_many, "person", "people") if thing.of_adults else counted(how_many, "learner")
    )


async def _open(now: Round, thing: Thing, vault: Vault) -> OpenCode:
    code = await vault.reveal(now.code)
    return OpenCode(
        code=None if code is None else as_read_out(code),
        answered=f"{now.answers} of {_people(thing, now.learners)} answered",
        until=long_date(now.open_until),
    )


def _answers(thing: Thing, tally: Tally) -> tuple[Answers, ...]:
    """Both questions in the words they were asked in, and how many gave each answer."""
    if not tally.answers:
        return ()
    found_out, next_step = questions_about(thing.type)
    return (
        Answers(
            question=found_out.label,
            given=tuple((one.label, _people(thing, tally.found_out[one])) for one in FoundOut),
        ),
        Answers(
            question=next_step.label,
            given=tuple((one.label, _people(thing, tally.next_step[one])) for one in NextStep),
        ),
    )


def _heard(thing: Thing, feedback: Feedback, tally: Tally) -> str:
    if tally.answers:
        return f"{_people(thing, tally.answers)} of {feedback.asked} answered."
    if feedback.rounds:
        return f"Too few {thing.who} have answered for their answers to be shown."
    return f"{'Those who came' if thing.of_adults else 'The learners'} were not asked yet."


def _ask(thing: Thing, posted: Mapping[str, str]) -> AskLearners:
    sent = {
        "institution": thing.institution,
        "encounter": thing.encounter,
        "activity": thing.activity,
        "learners": _number(thing, posted.get("learners", "")),
    }
    try:
        return msgspec.convert(sent, AskLearners)
    except msgspec.ValidationError:
        raise Invalid.field(
            "learners",
            f"A code is for 1 to {MOST_IN_THE_ROOM} {thing.who}.",
            "Say how many are in the room.",
        ) from None


def _number(thing: Thing, text: str) -> int:
    try:
        return int(text.strip())
    except ValueError:
        raise Invalid.field(
            "learners", f"Say how many {thing.who} are in the room, as a number.", "For example 28."
        ) from None


def _chosen(choices: type[Choice], field: str, posted: Mapping[str, str]) -> Choice:
    for one in choices:
        if one.value == posted.get(field, ""):
            return one
    raise Invalid.field(field, "Answer both questions.", "Choose one answer for each.")
