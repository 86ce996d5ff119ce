"""The form that confirms several encounters at once: who came to each, by year group or by reference.

The rule: each encounter is answered for by itself. A box that is not ticked is recorded as not checked,
never as no; and what was typed is given back, word for word, beside what is wrong with it.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from hub_core.encounters.attendance import AttendanceSent
from hub_core.encounters.events import MOST_COUNTED
from hub_core.encounters.institution_commands import ConfirmEncounter
from hub_core.encounters.part import Part
from hub_core.reference.encounters import CheckAnswer, MeaningfulCheck
from hub_core.refusals import Refusal
from hub_core.values import year_group_label
from services.web.links.fields import Answers, Day, Grid, day_values
from services.web.words import counted, long_date

#: Encounters that one form may confirm.
MOST_AT_ONCE = 20
_COUNT = "learners"
_SEPARATORS = re.compile(r"[\r\n,;\t]+")


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of one encounter; ``key`` begins the names of its inputs."""

    key: str
    part: Part
    employer: str
    today: date
    year_groups: tuple[int, ...]

    @property
    def title(self) -> str:
        """The encounter in a line."""
        return f"{self.part.particulars.kind.label} with {self.employer}"

    @property
    def about(self) -> str:
        """What is known of it."""
        part = self.part
        day = long_date(part.day_held(None))
        if part.delivered_on is None:
            return f"Planned for {day}. The employer has not reported it."
        if part.reported is None:
            return f"The employer says it took place on {day}."
        return (
            f"The employer says it took place on {day}, with {counted(part.reported, 'learner')}."
        )

    @property
    def day(self) -> Day:
        """The day it took place."""
        return Day(name=f"{self.key}-held", label="Which day did it take place?")

    @property
    def counts(self) -> Grid:
        """How many of each year group."""
        return Grid(
            name=f"{self.key}-counts",
            label="How many learners took part?",
            hint="Leave a year group empty if none of it took part.",
            rows=tuple((str(one), year_group_label(one)) for one in self.year_groups),
            columns=((_COUNT, "Learners"),),
            row_heading="Year group",
            most=MOST_COUNTED,
        )

    @property
    def references(self) -> str:
        """The name of the list of learners."""
        return f"{self.key}-references"

    @property
    def checks(self) -> tuple[tuple[str, str], ...]:
        """The boxes of the check-list, with their words."""
        return tuple((f"{self.key}-{one.value}", one.label) for one in MeaningfulCheck)

    @property
    def begins_with(self) -> Mapping[str, str]:
        """What stands in the form at first: the day, once it has come."""
        day = self.part.day_held(None)
        return {} if day > self.today else day_values(self.day.name, day)

    def read(self, answers: Answers) -> ConfirmEncounter | None:
        """The confirmation; None when something is wrong, which is noted in ``answers``."""
        before = len(answers.errors)
        day, grid = answers.day(self.day), answers.grid(self.counts)
        if day is not None and day > self.today:
            answers.wrong(f"{self.day.name}-day", f"{long_date(day)} has not come yet.")
        counts = {int(row): numbers[_COUNT] for row, numbers in grid.items() if numbers.get(_COUNT)}
        listed = references_in(answers.values.get(self.references, ""))
        if counts and listed:
            answers.wrong(
                self.references, "Give numbers by year group or a list of learners, not both."
            )
        if not counts and not listed and len(answers.errors) == before:
            answers.wrong(
                self.counts.name,
                f"Enter how many learners of at least one year group took part in “{self.title}”.",
            )
        if len(answers.errors) > before or day is None:
            return None
        return ConfirmEncounter(
            institution=self.part.institution,
            encounter=self.part.encounter,
            attendance=AttendanceSent(learners=listed) if listed else AttendanceSent(counts=counts),
            checks={
                check: CheckAnswer.YES
                for check, (name, _) in zip(MeaningfulCheck, self.checks, strict=True)
                if answers.values.get(name)
            },
            held_on=day,
        )

    def note(self, refusal: Refusal, answers: Answers) -> None:
        """Say what was refused beside where it was typed."""
        for problem in refusal.problems:
            answers.wrong(self.place(problem.field), f"{problem.reason} {problem.remedy}".strip())
        if not refusal.problems:
            answers.wrong(self.key, f"{self.title}: {refusal.detail}")

    def place(self, field: str) -> str:
        """The input that a field of the command was typed in."""
        if field == "heldOn":
            return f"{self.day.name}-day"
        if field.startswith("attendance.counts."):
            return f"{self.counts.name}-{field.rpartition('.')[2]}-{_COUNT}"
        if field.startswith("attendance.learners"):
            return self.references
        return self.counts.name if field.startswith("attendance") else self.key


def references_in(text: str) -> tuple[str, ...]:
    """Learners' references, one a line or separated by commas, each once."""
    found = (one.strip() for one in _SEPARATORS.split(text))
    return tuple(dict.fromkeys(one for one in found if one))


def summary(questions: Sequence[Question], errors: Mapping[str, str]) -> list[tuple[str, str]]:
    """The errors in the order of the form, each with the input it leads to."""
    found: list[tuple[str, str]] = []
    for one in questions:
        for place, said in errors.items():
            if place == one.key or place.startswith(f"{one.key}-"):
                found.append((_leads_to(one, place), said))
    return found


def _leads_to(one: Question, place: str) -> str:
    if place == one.counts.name and one.year_groups:
        return f"{place}-{one.year_groups[0]}-{_COUNT}"
    return f"{place}-day" if place == one.day.name else place
