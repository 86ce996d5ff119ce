"""What an employer does by link: offers an encounter, or says that one took place.

The rule: the institutions are the link's; the form says what, how and when.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec

from hub_core.encounters.commands import DeliverEncounter, ProposeEncounter
from hub_core.encounters.events import MOST_COUNTED
from hub_core.reference.encounters import DeliveryMode, EncounterKind
from hub_core.values import listed
from services.web.links.deed import Row, Wording
from services.web.links.fields import Answers, Choice, Day, Field, Number, day_values
from services.web.words import long_date

KIND = Choice(
    name="kind",
    label="What will it be?",
    options=tuple((kind.value, kind.label) for kind in EncounterKind),
    missing="Choose what it will be.",
    select=True,
)
MODE = Choice(
    name="mode",
    label="How will you meet?",
    options=tuple((mode.value, mode.label) for mode in DeliveryMode),
    missing="Choose how you will meet.",
)
PLANNED_FOR = Day(name="planned_for", label="Which day?", hint="For example, 4 3 2026")
HELD_ON = Day(name="held_on", label="Which day did it take place?", hint="For example, 4 3 2026")
REPORTED = Number(
    name="reported",
    label="How many learners took part?",
    hint="As you counted them. Leave it empty if you did not count.",
    most=MOST_COUNTED,
    optional=True,
)


class OfferDeed(msgspec.Struct, frozen=True, kw_only=True):
    """Offering an encounter to the institutions of the link."""

    employer: UUID
    name: str
    institutions: tuple[tuple[UUID, str], ...]
    today: date
    checked: bool = True
    form: tuple[Field, ...] = (KIND, MODE, PLANNED_FOR)
    begins_with: Mapping[str, str] = {}

    @property
    def wording(self) -> Wording:
        """Its page in words."""
        to = listed(tuple(name for _, name in self.institutions))
        return Wording(
            heading="Offer to meet young people",
            asks=f"invites {self.name} to offer an encounter to {to}.",
            about=(("From", self.name), ("To", to)),
            recorded="What you offer, how and for which day. Each school or college then says whether it "
            "takes it up. Nobody’s name is recorded.",
            send="Send the offer",
        )

    def read(self, answers: Answers) -> ProposeEncounter | None:
        """The offer."""
        kind, mode = answers.choice(KIND), answers.choice(MODE)
        day = answers.day(PLANNED_FOR)
        if day is not None and day < self.today:
            answers.wrong(PLANNED_FOR.name, f"{long_date(day)} is over. Give a day from today on.")
        if answers.errors or kind is None or mode is None or day is None:
            return None
        return ProposeEncounter(
            employer=self.employer,
            kind=EncounterKind(kind),
            mode=DeliveryMode(mode),
            planned_for=day,
            institutions=tuple(one for one, _ in self.institutions),
        )

    def told(self, command: ProposeEncounter) -> tuple[Row, ...]:
        """The offer in words."""
        return (
            ("To", listed(tuple(name for _, name in self.institutions))),
            ("What", command.kind.label),
            ("How", command.mode.label),
            ("When", long_date(command.planned_for)),
        )

    def place(self, field: str) -> str | None:
        """Only the day can turn out wrong after the form."""
        return PLANNED_FOR.name if field == "plannedFor" else None


class DeliveryDeed(msgspec.Struct, frozen=True, kw_only=True):
    """Saying that the encounter of the link took place at its institution."""

    employer: UUID
    encounter: UUID
    institution: UUID
    name: str
    where: str
    what: str
    planned_for: date
    today: date
    checked: bool = False
    form: tuple[Field, ...] = (HELD_ON, REPORTED)

    @property
    def begins_with(self) -> Mapping[str, str]:
        """The day it was planned for, once that has come."""
        if self.planned_for > self.today:
            return {}
        return day_values(HELD_ON.name, self.planned_for)

    @property
    def wording(self) -> Wording:
        """Its page in words."""
        return Wording(
            heading="Did it take place?",
            asks=f"asks {self.name} to say that this encounter took place.",
            about=(
                ("Where", self.where),
                ("What", self.what),
                ("Planned for", long_date(self.planned_for)),
            ),
            recorded="The day, and the number of learners as you counted them. The school or college "
            "confirms it afterwards with its own numbers. Nobody’s name is recorded.",
            send="It took place",
        )

    def read(self, answers: Answers) -> DeliverEncounter | None:
        """The report."""
        day, reported = answers.day(HELD_ON), answers.number(REPORTED)
        if day is not None and day > self.today:
            answers.wrong(HELD_ON.name, f"{long_date(day)} has not come yet. Come back on the day.")
        if answers.errors or day is None:
            return None
        return DeliverEncounter(
            employer=self.employer,
            encounter=self.encounter,
            at=self.institution,
            held_on=day,
            reported=reported,
        )

    def told(self, command: DeliverEncounter) -> tuple[Row, ...]:
        """The report in words."""
        counted = "Not counted" if command.reported is None else f"{command.reported:,}"
        return (("When", long_date(command.held_on)), ("Learners", counted))

    def place(self, field: str) -> str | None:
        """Where a refused field was typed."""
        return {"heldOn": HELD_ON.name, "reported": REPORTED.name}.get(field)
