"""What a head or an adult service sends by link: the year on one page, the month in a few numbers.

The rule: only counts are asked for, and numbers that contradict each other are told beside where they
were typed.
"""

from collections.abc import Callable, Mapping
from uuid import UUID

import msgspec

from hub_core.refusals import Invalid
from hub_core.returns.codes import (
    MOST_CLASSES,
    MOST_CONTACTS,
    MOST_ENCOUNTERS,
    PRIMARY_YEAR_GROUPS,
    AdultOutcome,
)
from hub_core.returns.commands import SendMonthlyCounts, SendPrimaryReturn
from hub_core.returns.events import (
    MOST_PUPILS,
    ClassesOfYear,
    MonthOfAdults,
    PrimaryYear,
    month_label,
)
from hub_core.returns.monthly_counts import check_adults
from hub_core.returns.primary_return import check_primary
from hub_core.values import year_group_label
from services.web.links.deed import Row, Wording
from services.web.links.fields import Answers, Choice, Field, Grid, Number

YES, NO = "yes", "no"
CLASSES = Grid(
    name="classes",
    label="Classes",
    hint="Count a class once, however often it met somebody from the world of work: a visitor, an "
    "online talk, a trip to a workplace. Leave out year groups you do not have.",
    rows=tuple((str(one), year_group_label(one)) for one in PRIMARY_YEAR_GROUPS),
    columns=(("classes", "Classes"), ("met", "Met somebody")),
    row_heading="Year group",
    most=MOST_CLASSES,
)
ENCOUNTERS = Number(
    name="encounters",
    label="How many visits, talks and trips were there?",
    hint="All together, this academic year.",
    most=MOST_ENCOUNTERS,
)
PUPILS = Number(
    name="pupils",
    label="How many pupils took part?",
    hint="Count each pupil once.",
    most=MOST_PUPILS,
)
PLACES = {
    "counts.encounters": "encounters",
    "counts.pupils": "pupils",
    "counts.classes": "classes",
    "counts.contacts": "contacts",
    "counts.referralsIn": "referrals_in",
    "counts.referralsOut": "referrals_out",
}


def _yes_or_no(name: str, label: str) -> Choice:
    return Choice(
        name=name,
        label=label,
        options=((YES, "Yes"), (NO, "No")),
        missing="Choose yes or no.",
        inline=True,
    )


STRATEGY = _yes_or_no("strategy", "Do you have a written strategy for careers-related learning?")
CURRICULUM = _yes_or_no("in_curriculum", "Is it part of your curriculum?")
LEAD_TEACHER = _yes_or_no("lead_teacher", "Does a teacher lead it?")
CONTACTS = Number(
    name="contacts",
    label="How many people was the service in contact with?",
    hint="Count each person once in the month, however you met or spoke.",
    most=MOST_CONTACTS,
)
REFERRALS_IN = Number(
    name="referrals_in",
    label="How many people were referred to you?",
    hint="By a school, college, Jobcentre, council or anybody else.",
    most=MOST_CONTACTS,
)
REFERRALS_OUT = Number(
    name="referrals_out",
    label="How many people did you refer to somebody else?",
    most=MOST_CONTACTS,
)
OUTCOMES = tuple(
    Number(name=f"outcome-{one.value}", label=one.label, most=MOST_CONTACTS, optional=True)
    for one in AdultOutcome
)


class PrimaryDeed(msgspec.Struct, frozen=True, kw_only=True):
    """Sending a primary school's return of the link's academic year."""

    institution: UUID
    name: str
    academic_year: str
    checked: bool = True
    form: tuple[Field, ...] = (CLASSES, ENCOUNTERS, PUPILS, STRATEGY, CURRICULUM, LEAD_TEACHER)
    begins_with: Mapping[str, str] = {}

    @property
    def wording(self) -> Wording:
        """Its page in words."""
        return Wording(
            heading=f"Your school’s year {self.academic_year}",
            asks=f"asks {self.name} for its return of {self.academic_year}.",
            about=(("School", self.name), ("Academic year", self.academic_year)),
            recorded="How many classes and pupils met somebody from the world of work, and what is in "
            "place. Numbers only: no pupil and no teacher is named.",
            send="Send the return",
        )

    def read(self, answers: Answers) -> SendPrimaryReturn | None:
        """The return."""
        classes = answers.grid(CLASSES)
        encounters, pupils = answers.number(ENCOUNTERS), answers.number(PUPILS)
        chosen = [answers.choice(field) for field in (STRATEGY, CURRICULUM, LEAD_TEACHER)]
        if not classes:
            answers.wrong(CLASSES.name, "Enter how many classes each year group has.")
        if answers.errors or encounters is None or pupils is None:
            return None
        counts = PrimaryYear(
            classes={int(row): ClassesOfYear(**numbers) for row, numbers in classes.items()},
            encounters=encounters,
            pupils=pupils,
            strategy=chosen[0] == YES,
            in_curriculum=chosen[1] == YES,
            lead_teacher=chosen[2] == YES,
        )
        if _contradicts(lambda: check_primary(counts), answers, self.place):
            return None
        return SendPrimaryReturn(
            institution=self.institution, academic_year=self.academic_year, counts=counts
        )

    def told(self, command: SendPrimaryReturn) -> tuple[Row, ...]:
        """The return in words."""
        counts = command.counts
        rows = [
            (year_group_label(one), f"{given.met} of {given.classes} classes")
            for one, given in sorted(counts.classes.items())
        ]
        rows += [
            ("Visits, talks and trips", f"{counts.encounters:,}"),
            ("Pupils who took part", f"{counts.pupils:,}"),
            ("Written strategy", _yes(counts.strategy)),
            ("Part of the curriculum", _yes(counts.in_curriculum)),
            ("A teacher leads it", _yes(counts.lead_teacher)),
        ]
        return tuple(rows)

    def place(self, field: str) -> str | None:
        """Where a refused field was typed."""
        if field.startswith("counts.classes."):
            return field.removeprefix("counts.").replace(".", "-")
        return PLACES.get(field)


class MonthDeed(msgspec.Struct, frozen=True, kw_only=True):
    """Sending an adult service's counts of the link's month."""

    institution: UUID
    name: str
    month: str
    checked: bool = True
    form: tuple[Field, ...] = (CONTACTS, REFERRALS_IN, REFERRALS_OUT, *OUTCOMES)
    begins_with: Mapping[str, str] = {}

    @property
    def wording(self) -> Wording:
        """Its page in words."""
        month = month_label(self.month)
        return Wording(
            heading=f"Your service’s {month}",
            asks=f"asks {self.name} for its counts of {month}.",
            about=(("Service", self.name), ("Month", month)),
            recorded="How many people you were in contact with, who was referred to you and by you, and "
            "what people told you they reached. Numbers only: nobody is named.",
            send="Send the counts",
        )

    def read(self, answers: Answers) -> SendMonthlyCounts | None:
        """The counts."""
        contacts, came = answers.number(CONTACTS), answers.number(REFERRALS_IN)
        went = answers.number(REFERRALS_OUT)
        reached = {
            outcome: people
            for outcome, field in zip(AdultOutcome, OUTCOMES, strict=True)
            if (people := answers.number(field)) is not None
        }
        if answers.errors or contacts is None or came is None or went is None:
            return None
        counts = MonthOfAdults(
            contacts=contacts, referrals_in=came, referrals_out=went, outcomes=reached
        )
        if _contradicts(lambda: check_adults(counts), answers, self.place):
            return None
        return SendMonthlyCounts(institution=self.institution, month=self.month, counts=counts)

    def told(self, command: SendMonthlyCounts) -> tuple[Row, ...]:
        """The counts in words."""
        counts = command.counts
        rows = [
            ("People in contact", f"{counts.contacts:,}"),
            ("Referred to you", f"{counts.referrals_in:,}"),
            ("Referred by you", f"{counts.referrals_out:,}"),
        ]
        rows += [(one.label, f"{people:,}") for one, people in counts.outcomes.items()]
        return tuple(rows)

    def place(self, field: str) -> str | None:
        """Where a refused field was typed."""
        if field.startswith("counts.outcomes."):
            return f"outcome-{field.rpartition('.')[2]}"
        return PLACES.get(field)


def _contradicts(
    check: Callable[[], None], answers: Answers, place: Callable[[str], str | None]
) -> bool:
    """Whether the numbers cannot be; each is told beside where it was typed."""
    try:
        check()
    except Invalid as refusal:
        for problem in refusal.problems:
            answers.wrong(place(problem.field) or "", f"{problem.reason} {problem.remedy}".strip())
        return True
    return False


def _yes(answer: bool) -> str:
    return "Yes" if answer else "No"
