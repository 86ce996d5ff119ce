"""The forms about staff: who leads, who left, whom to book, who was trained elsewhere, who advises.

The rule: each form is one command; what it was refused for is said where it was typed.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from hub_core.guidance.adviser_commands import RegisterAdviser
from hub_core.guidance.codes import AdviserPresence
from hub_core.refusals import Refusal
from hub_core.training.codes import TrainingKind
from hub_core.training.institution_commands import BookPlace, RecordTraining
from hub_core.work import Command
from hub_core.workforce.codes import LeavingReason
from hub_core.workforce.commands import AppointCareersLeader, StandDownCareersLeader
from services.web.links.fields import Answers, Choice, Day, Field, Text

#: Codes with their words.
Options = tuple[tuple[str, str], ...]

NAME = Text(
    name="name",
    label="Name",
    longest=200,
    hint="Only if they are not in the list. Names are kept apart, and shown to you and your hub alone.",
)
ADVISER = Text(name="name", label="Name of the adviser", longest=200, missing="Enter a name.")
DAY = Day(name="day", label="From which day?")
LAST_DAY = Day(name="day", label="What was the last day?")
COMPLETED = Day(name="day", label="On which day was it completed?")
REASON = Choice(
    name="reason",
    label="Why?",
    options=tuple((one.value, one.label) for one in LeavingReason),
    missing="Choose why.",
)
KIND = Choice(
    name="kind",
    label="Which training?",
    options=tuple((one.value, one.label) for one in TrainingKind),
    missing="Choose the training.",
)
PRESENCE = Choice(
    name="presence",
    label="Where do they see learners?",
    options=tuple((one.value, one.label) for one in AdviserPresence),
    missing="Choose where they see learners.",
)
#: Levels of careers guidance qualifications (Regulated Qualifications Framework); 6 and above count.
LEVEL = Choice(
    name="level",
    label="What are they qualified to?",
    options=(("4", "Level 4"), ("6", "Level 6"), ("7", "Level 7"), ("none", "Not known")),
    missing="Choose a level, or that it is not known.",
    hint="Meetings with an adviser of level 6 or above count for benchmark 8.",
)
#: Which field of a form a refused field of its command stands in.
_PLACES = {
    "who.name": "name",
    "who.person": "person",
    "appointedOn": "day",
    "leftOn": "day",
    "completedOn": "day",
}


class StaffForm(msgspec.Struct, frozen=True, kw_only=True):
    """One form in words; ``asked`` puts what was typed together as the command's fields."""

    key: str
    command: type[Command]
    heading: str
    lead: str
    button: str
    done: str
    fields: tuple[Field, ...]
    asked: Callable[[Answers], dict[str, Any]]

    def read(self, institution: UUID, answers: Answers) -> Command | None:
        """The command; None where something has to be mended first."""
        told = self.asked(answers)
        if answers.errors:
            return None
        try:
            return msgspec.convert({"institution": institution, **told}, self.command)
        except msgspec.ValidationError:
            answers.wrong(self.fields[0].name, "Write a name in one line, of letters one can read.")
            return None


LEAVES = StaffForm(
    key="leaves",
    command=StandDownCareersLeader,
    heading="The careers leader leaves",
    lead="The post is shown as vacant from that day until you name somebody else.",
    button="Save",
    done="The post of careers leader is recorded as vacant.",
    fields=(LAST_DAY, REASON),
    asked=lambda typed: {"left_on": typed.day(LAST_DAY), "reason": typed.choice(REASON)},
)
REGISTERS = StaffForm(
    key="adviser",
    command=RegisterAdviser,
    heading="Register a careers adviser",
    lead="Meetings are recorded with the adviser who held them, from today on.",
    button="Register the adviser",
    done="The adviser is registered, and can be chosen for meetings.",
    fields=(ADVISER, PRESENCE, LEVEL),
    asked=lambda typed: {
        "name": typed.text(ADVISER),
        "presence": typed.choice(PRESENCE),
        "level": _level(typed),
    },
)


def forms(people: Options, trainings: Options) -> Mapping[str, StaffForm]:
    """Every form by its key, for an institution that knows these people and can book these trainings."""
    who = Choice(
        name="person",
        label="Who?",
        options=(*people, ("", "Somebody else")),
        missing="Choose somebody of the list, or somebody else.",
        select=True,
        optional=True,
    )
    found = (_leader(who), LEAVES, _book(who, trainings), _trained(who), REGISTERS)
    return {one.key: one for one in found}


def _leader(who: Choice) -> StaffForm:
    return StaffForm(
        key="leader",
        command=AppointCareersLeader,
        heading="Name the careers leader",
        lead="Every school and college has one named person who leads careers.",
        button="Save",
        done="The careers leader is recorded.",
        fields=(who, NAME, DAY),
        asked=lambda typed: {"who": _who(typed, who), "appointed_on": typed.day(DAY)},
    )


def _book(who: Choice, trainings: Options) -> StaffForm:
    training = Choice(
        name="training",
        label="Which training?",
        options=trainings,
        missing="Choose one of the trainings on offer.",
    )
    return StaffForm(
        key="book",
        command=BookPlace,
        heading="Book a place",
        lead="Where no place is free they wait, and move up by themselves.",
        button="Book the place",
        done="It is booked; where no place was free, they are on the waiting list.",
        fields=(training, who, NAME),
        asked=lambda typed: {"training": typed.choice(training), "who": _who(typed, who)},
    )


def _trained(who: Choice) -> StaffForm:
    return StaffForm(
        key="trained",
        command=RecordTraining,
        heading="Record training done elsewhere",
        lead="What your hub organises is recorded by itself once it is over.",
        button="Record it",
        done="The training is recorded.",
        fields=(who, NAME, KIND, COMPLETED),
        asked=lambda typed: {
            "who": _who(typed, who),
            "kind": typed.choice(KIND),
            "completed_on": typed.day(COMPLETED),
        },
    )


def note(answers: Answers, refusal: Refusal) -> None:
    """Note what a command was refused for, where it was typed."""
    for one in refusal.problems:
        answers.wrong(_PLACES.get(one.field, ""), f"{one.reason} {one.remedy}".strip())
    if not refusal.problems:
        answers.wrong("", refusal.detail)


def _who(typed: Answers, who: Choice) -> dict[str, str] | None:
    """Somebody of the list, or somebody new by name."""
    if (person := typed.choice(who)) is not None and person:
        return {"person": person}
    name = typed.text(NAME)
    if name is None:
        typed.wrong(NAME.name, "Choose somebody of the list, or enter a name.")
        return None
    return {"name": name}


def _level(typed: Answers) -> int | None:
    chosen = typed.choice(LEVEL)
    return int(chosen) if chosen and chosen.isdigit() else None
