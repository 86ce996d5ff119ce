"""The form of a primary school's year: the questions of the signed link, asked of somebody who signed in.

The rule: the link's page and this one ask the same questions; only a correction asks for its reason too.
"""

from collections.abc import Mapping
from uuid import UUID

from hub_core.refusals import Refusal
from hub_core.returns.codes import ReturnCorrection
from hub_core.returns.commands import CorrectPrimaryReturn, SendPrimaryReturn
from hub_core.returns.events import PrimaryYear
from services.web.links.deed import Row
from services.web.links.fields import Answers, Choice, Field
from services.web.links.return_deeds import CLASSES, NO, YES, PrimaryDeed

REASON = Choice(
    name="reason",
    label="Why do you correct it?",
    options=tuple((one.value, one.label) for one in ReturnCorrection),
    missing="Choose why you correct it.",
)


class YearForm:
    """What was typed, what is wrong with it, and the command it amounts to."""

    def __init__(
        self, institution: UUID, name: str, academic_year: str, typed: Mapping[str, str]
    ) -> None:
        self._deed = PrimaryDeed(institution=institution, name=name, academic_year=academic_year)
        self.answers = Answers(typed)

    @property
    def values(self) -> Mapping[str, str]:
        """As it was typed."""
        return self.answers.values

    @property
    def errors(self) -> Mapping[str, str]:
        """What is wrong, by the field it is wrong in."""
        return self.answers.errors

    def fields(self, *, corrects: bool) -> tuple[Field, ...]:
        """The questions in their order."""
        return (*self._deed.form, REASON) if corrects else self._deed.form

    def command(self, *, corrects: bool) -> SendPrimaryReturn | CorrectPrimaryReturn | None:
        """The command; None where something has to be mended first."""
        reason = self.answers.choice(REASON) if corrects else None
        sent = self._deed.read(self.answers)
        if sent is None or self.errors:
            return None
        if reason is None:
            return sent
        return CorrectPrimaryReturn(
            institution=sent.institution,
            academic_year=sent.academic_year,
            counts=sent.counts,
            reason=ReturnCorrection(reason),
        )

    def refused(self, refusal: Refusal) -> None:
        """Note what the command was refused for."""
        for one in refusal.problems:
            self.answers.wrong(
                self._deed.place(one.field) or "", f"{one.reason} {one.remedy}".strip()
            )
        if not refusal.problems:
            self.answers.wrong("", refusal.detail)


def told(institution: UUID, name: str, academic_year: str, counts: PrimaryYear) -> tuple[Row, ...]:
    """A return in words, as the link's page says it."""
    deed = PrimaryDeed(institution=institution, name=name, academic_year=academic_year)
    return deed.told(
        SendPrimaryReturn(institution=institution, academic_year=academic_year, counts=counts)
    )


def as_last_year(counts: PrimaryYear) -> dict[str, str]:
    """What a new year's form begins with: how many classes there were, which seldom changes."""
    return {
        f"{CLASSES.name}-{year_group}-classes": str(one.classes)
        for year_group, one in counts.classes.items()
    }


def as_sent(counts: PrimaryYear) -> dict[str, str]:
    """What a correction begins with: every number as it stands."""
    return {
        **as_last_year(counts),
        **{
            f"{CLASSES.name}-{year_group}-met": str(one.met)
            for year_group, one in counts.classes.items()
        },
        "encounters": str(counts.encounters),
        "pupils": str(counts.pupils),
        "strategy": YES if counts.strategy else NO,
        "in_curriculum": YES if counts.in_curriculum else NO,
        "lead_teacher": YES if counts.lead_teacher else NO,
    }
