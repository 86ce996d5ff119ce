"""What learners and the school made of an encounter: a class code to read out, the answers, the school's own.

Journey: at the end of a talk a teacher says how many are in the room, reads the code out, and the learners
type it on their phones; when all have answered or the code is closed, the answers stand here, counted.
The rule: the code is told to those who may open one, and answers only once a round is over.
"""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID

import msgspec

from hub_core.encounters.part import Part, PartStatus
from hub_core.feedback.class_code import as_read_out
from hub_core.feedback.codes import MOST_IN_THE_ROOM, Again, FoundOut, Hoped, NextStep
from hub_core.feedback.commands import AskLearners, CloseClassCode, GiveInstitutionFeedback
from hub_core.feedback.feedback import Feedback, Round
from hub_core.feedback.tally import Tally
from hub_core.reference.labelled import Labelled
from hub_core.refusals import Invalid
from hub_core.vault.vault import Vault
from hub_core.work import Command
from services.web.deed import Deed
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


class OpenCode(msgspec.Struct, frozen=True, kw_only=True):
    """A class code that takes answers; ``code`` is None where the vault has forgotten it."""

    code: str | None
    answered: str
    until: str


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """One question of the learners' and how many gave each answer."""

    question: str
    given: tuple[tuple[str, int], ...]


class MadeOfIt(msgspec.Struct, frozen=True, kw_only=True):
    """The panel: the open code, what learners said, what the school said, and what can be done."""

    open: OpenCode | None
    learners: tuple[Answers, ...]
    heard: str
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
    part: Part, feedback: Feedback, vault: Vault, may: frozenset[str], today: date
) -> MadeOfIt | None:
    """The panel of one encounter; None for whoever may not read it."""
    if READS not in may:
        return None
    now = feedback.open_round(today)
    tally = Tally()
    tally.take(feedback, today)
    hoped, again = feedback.school or (None, None)
    return MadeOfIt(
        open=None if now is None else await _open(now, vault),
        learners=_learners(tally),
        heard=_heard(feedback, tally),
        hoped=hoped,
        again=again,
        deeds=tuple(
            one for one in _offered(part, now, today) if _COMMANDS[one.key].OPERATION in may
        ),
    )


def is_of_panel(key: str) -> bool:
    """Whether a form of the page is one of this panel's."""
    return key in _COMMANDS


def command_of(key: str, part: Part, posted: Mapping[str, str]) -> Command:
    """The command of a form; raises ``Invalid`` with what to mend in it."""
    institution, encounter = part.institution, part.encounter
    match key:
        case ASK.key:
            return _ask(institution, encounter, posted)
        case CLOSE.key:
            return CloseClassCode(institution=institution, about=encounter)
        case _:
            return GiveInstitutionFeedback(
                institution=institution,
                encounter=encounter,
                hoped=_chosen(Hoped, posted.get("hoped", "")),
                again=_chosen(Again, posted.get("again", "")),
            )


def _offered(part: Part, now: Round | None, today: date) -> tuple[Deed, ...]:
    held = part.status in _HELD
    begun = held or (part.status is PartStatus.ACCEPTED and part.planned_for <= today)
    asking = (CLOSE,) if now is not None else (ASK,) if begun else ()
    return (*asking, WORTH) if held else asking


async def _open(now: Round, vault: Vault) -> OpenCode:
    code = await vault.reveal(now.code)
    return OpenCode(
        code=None if code is None else as_read_out(code),
        answered=f"{now.answers} of {counted(now.learners, 'learner')} answered",
        until=long_date(now.open_until),
    )


def _learners(tally: Tally) -> tuple[Answers, ...]:
    if not tally.answers:
        return ()
    found_out = tuple((one.label, tally.found_out[one]) for one in FoundOut)
    next_step = tuple((one.label, tally.next_step[one]) for one in NextStep)
    return (
        Answers(question="Did you find out something new?", given=found_out),
        Answers(question="Did it help you think about what you might do next?", given=next_step),
    )


def _heard(feedback: Feedback, tally: Tally) -> str:
    if tally.answers:
        return f"{counted(tally.answers, 'learner')} of {feedback.asked} answered."
    if feedback.rounds:
        return "Too few learners have answered for their answers to be shown."
    return "The learners were not asked yet."


def _ask(institution: UUID, encounter: UUID, posted: Mapping[str, str]) -> AskLearners:
    sent = {
        "institution": institution,
        "encounter": encounter,
        "learners": _number(posted.get("learners", "")),
    }
    try:
        return msgspec.convert(sent, AskLearners)
    except msgspec.ValidationError:
        raise Invalid.field(
            "learners",
            f"A code is for 1 to {MOST_IN_THE_ROOM} learners.",
            "Say how many are in the room.",
        ) from None


def _number(text: str) -> int:
    try:
        return int(text.strip())
    except ValueError:
        raise Invalid.field(
            "learners", "Say how many learners are in the room, as a number.", "For example 28."
        ) from None


def _chosen(choices: type[Choice], text: str) -> Choice:
    for one in choices:
        if one.value == text:
            return one
    raise Invalid.field("hoped", "Answer both questions.", "Choose one answer for each.")
