"""What a school or college does by link: answers an offer, or confirms an encounter with its numbers.

The rule: learners are counted here, never named; who confirms with its own references does so signed in.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec

from hub_core.encounters.attendance import AttendanceSent
from hub_core.encounters.events import MOST_COUNTED
from hub_core.encounters.institution_commands import (
    AcceptEncounter,
    ConfirmEncounter,
    DeclineEncounter,
)
from hub_core.reference.encounters import CheckAnswer, DeclineReason, MeaningfulCheck
from hub_core.values import year_group_label
from services.web.links.deed import Row, Wording
from services.web.links.fields import Answers, Choice, Day, Field, Grid, day_values
from services.web.words import long_date

ACCEPT, DECLINE = "accept", "decline"
ANSWER = Choice(
    name="answer",
    label="Will you take it up?",
    options=((ACCEPT, "Yes, we accept"), (DECLINE, "No, we decline")),
    missing="Say whether you take it up.",
)
REASON = Choice(
    name="reason",
    label="If you decline, why?",
    options=tuple((reason.value, reason.label) for reason in DeclineReason),
    missing="Choose why you decline.",
    hint="The employer sees the reason.",
    optional=True,
    select=True,
)
HELD_ON = Day(name="held_on", label="Which day did it take place?", hint="For example, 4 3 2026")
COUNTS = "counts"
CHECKS = tuple(
    Choice(
        name=f"check-{check.value}",
        label=f"{check.label}?",
        options=tuple((answer.value, answer.label) for answer in CheckAnswer),
        missing="Choose yes, no or not checked.",
        optional=True,
        inline=True,
    )
    for check in MeaningfulCheck
)


class AnswerDeed(msgspec.Struct, frozen=True, kw_only=True):
    """Accepting or declining the offer of the link."""

    institution: UUID
    encounter: UUID
    name: str
    about: tuple[Row, ...]
    planned_for: date
    checked: bool = False
    form: tuple[Field, ...] = (ANSWER, REASON)
    begins_with: Mapping[str, str] = {}

    @property
    def wording(self) -> Wording:
        """Its page in words."""
        return Wording(
            heading="An employer offers to meet your learners",
            asks=f"asks {self.name} to accept or decline this offer.",
            about=(*self.about, ("When", long_date(self.planned_for))),
            recorded="Your answer, with the reason if you decline. Nobody’s name is recorded.",
            send="Send your answer",
        )

    def read(self, answers: Answers) -> AcceptEncounter | DeclineEncounter | None:
        """The answer."""
        answer, reason = answers.choice(ANSWER), answers.choice(REASON)
        if answer == DECLINE and reason is None:
            answers.wrong(REASON.name, REASON.missing)
        if answers.errors or answer is None:
            return None
        if reason is None or answer == ACCEPT:
            return AcceptEncounter(institution=self.institution, encounter=self.encounter)
        return DeclineEncounter(
            institution=self.institution, encounter=self.encounter, reason=DeclineReason(reason)
        )

    def told(self, command: AcceptEncounter | DeclineEncounter) -> tuple[Row, ...]:
        """The answer in words."""
        if isinstance(command, DeclineEncounter):
            return (("Answer", "Declined"), ("Why", command.reason.label))
        return (("Answer", "Accepted"),)

    def place(self, field: str) -> str | None:
        """Nothing that was typed can turn out wrong after the form."""
        return None


class ConfirmDeed(msgspec.Struct, frozen=True, kw_only=True):
    """Confirming the encounter of the link, by counts of the institution's year groups."""

    institution: UUID
    encounter: UUID
    name: str
    about: tuple[Row, ...]
    day: date
    today: date
    year_groups: tuple[int, ...]
    checked: bool = True

    @property
    def counts(self) -> Grid:
        """A number for each year group."""
        return Grid(
            name=COUNTS,
            label="How many learners took part?",
            hint="Leave a year group empty if none of it took part.",
            rows=tuple((str(one), year_group_label(one)) for one in self.year_groups),
            columns=(("learners", "Learners"),),
            row_heading="Year group",
            most=MOST_COUNTED,
        )

    @property
    def form(self) -> tuple[Field, ...]:
        """The day, the numbers, and the check-list."""
        return (HELD_ON, self.counts, *CHECKS)

    @property
    def begins_with(self) -> Mapping[str, str]:
        """The day as planned or reported, once that has come."""
        return {} if self.day > self.today else day_values(HELD_ON.name, self.day)

    @property
    def wording(self) -> Wording:
        """Its page in words."""
        return Wording(
            heading="Confirm an encounter",
            asks=f"asks {self.name} to confirm that this encounter took place.",
            about=self.about,
            recorded="The day, how many learners of each year group took part, and your answers about "
            "what made it worthwhile. No learner is named.",
            send="Confirm the encounter",
        )

    def read(self, answers: Answers) -> ConfirmEncounter | None:
        """The confirmation."""
        day, counted = answers.day(HELD_ON), answers.grid(self.counts)
        if day is not None and day > self.today:
            answers.wrong(HELD_ON.name, f"{long_date(day)} has not come yet.")
        counts = {int(row): numbers.get("learners", 0) for row, numbers in counted.items()}
        if not any(counts.values()) and not answers.errors.keys() - {HELD_ON.name}:
            answers.wrong(COUNTS, "Enter how many learners of at least one year group took part.")
        checks = {
            check: CheckAnswer(given)
            for check, field in zip(MeaningfulCheck, CHECKS, strict=True)
            if (given := answers.choice(field)) is not None
        }
        if answers.errors or day is None:
            return None
        return ConfirmEncounter(
            institution=self.institution,
            encounter=self.encounter,
            attendance=AttendanceSent(counts={one: n for one, n in counts.items() if n}),
            checks=checks,
            held_on=day,
        )

    def told(self, command: ConfirmEncounter) -> tuple[Row, ...]:
        """The confirmation in words."""
        counts = command.attendance.counts or {}
        rows = [("When", long_date(command.held_on or self.day))]
        rows += [(year_group_label(one), f"{n:,} learners") for one, n in sorted(counts.items())]
        rows += [
            (check.label, command.checks.get(check, CheckAnswer.NOT_CHECKED).label)
            for check in MeaningfulCheck
        ]
        return tuple(rows)

    def place(self, field: str) -> str | None:
        """Where a refused field was typed."""
        if field == "heldOn":
            return HELD_ON.name
        if field.startswith("attendance.counts."):
            return f"{COUNTS}-{field.rpartition('.')[2]}-learners"
        return COUNTS if field.startswith("attendance") else None
