"""The form of one guidance meeting: whom, with whom, when, and what the two agreed on.

The rule: what was typed stays typed; the sentence says what is wrong and where, and nothing was recorded.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from hub_core.guidance.codes import MOST_ACTIONS, ActionOwner
from hub_core.guidance.meeting_commands import RecordMeeting
from hub_core.reference.encounters import DeliveryMode
from hub_core.refusals import Refusal
from services.web.links.fields import Answers, Choice, Day, Number

#: Minutes of the shortest and the longest meeting that can be recorded.
SHORTEST, LONGEST = 5, 240
HELD_ON = Day(name="held-on", label="When was it?")
FOLLOW_UP = Day(
    name="follow-up",
    label="When will they meet again?",
    hint="Leave it empty if nothing was agreed.",
    optional=True,
)
MINUTES = Number(
    name="minutes", label="How many minutes?", most=LONGEST, hint="Most take 30 to 45."
)
MODE = Choice(
    name="mode",
    label="How did they meet?",
    options=tuple(
        (one.value, one.label) for one in DeliveryMode if one is not DeliveryMode.VIRTUAL_RECORDED
    ),
    missing="Say how they met.",
    inline=True,
)
OWNERS = tuple((one.value, one.label) for one in ActionOwner)
#: By when each action is done.
DUE = tuple(
    Day(name=f"due-{number}", label=f"By when is action {number} done?", optional=True)
    for number in range(1, MOST_ACTIONS + 1)
)
#: Which field of the form a refused field of the command stands in.
_PLACES = {"heldOn": HELD_ON.name, "followUpOn": FOLLOW_UP.name}


class MeetingForm:
    """What was typed, what is wrong with it, and the command it amounts to."""

    def __init__(self, posted: Mapping[str, str], advisers: tuple[tuple[str, str], ...]) -> None:
        self.answers = Answers(posted)
        self.adviser = Choice(
            name="adviser",
            label="Which adviser?",
            options=advisers,
            missing="Choose the adviser.",
            select=True,
        )

    @property
    def values(self) -> Mapping[str, str]:
        """As it was typed."""
        return self.answers.values

    @property
    def errors(self) -> Mapping[str, str]:
        """What is wrong, by the field it is wrong in."""
        return self.answers.errors

    def command(self, institution: UUID) -> RecordMeeting | None:
        """The command; None where something has to be mended first."""
        learner = self.values.get("learner", "").strip()
        if not learner:
            self.answers.wrong("learner", "Enter the learner’s reference.")
        sent: dict[str, Any] = {
            "institution": institution,
            "learner": learner,
            "adviser": self.answers.choice(self.adviser),
            "held_on": self.answers.day(HELD_ON),
            "mode": self.answers.choice(MODE),
            "minutes": self._minutes(),
            "follow_up_on": self.answers.day(FOLLOW_UP),
            "actions": self._actions(),
        }
        if self.errors:
            return None
        try:
            return msgspec.convert(sent, RecordMeeting)
        except msgspec.ValidationError:
            self.answers.wrong(
                "learner", "A reference has at most 64 characters, an action at most 400."
            )
            return None

    def refused(self, refusal: Refusal) -> None:
        """Note what the command was refused for."""
        for one in refusal.problems:
            place = _PLACES.get(one.field, one.field.partition("[")[0])
            if place == "actions":
                place = "action-1"
            self.answers.wrong(place, f"{one.reason} {one.remedy}")
        if not refusal.problems:
            self.answers.wrong("", refusal.detail)

    def _minutes(self) -> int | None:
        minutes = self.answers.number(MINUTES)
        if minutes is not None and minutes < SHORTEST:
            self.answers.wrong(MINUTES.name, f"A meeting takes {SHORTEST} minutes or more.")
        return minutes

    def _actions(self) -> list[dict[str, Any]]:
        found = []
        for number, due in enumerate(DUE, 1):
            text = self.values.get(f"action-{number}", "").strip()
            if not text:
                continue
            owner = self.values.get(f"owner-{number}", "")
            if owner not in dict(OWNERS):
                self.answers.wrong(f"owner-{number}", f"Say who does action {number}.")
            found.append({"text": text, "owner": owner, "due_on": self.answers.day(due)})
        return found
