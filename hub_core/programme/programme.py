"""One institution's careers programme of one academic year.

The rule: what is said again unchanged changes nothing, and Years 7 and 8 are never empty in a programme
that is published where they are taught.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID, uuid5

from hub_core.gatsby.setting import Setting
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.programme.codes import (
    NEVER_EMPTY,
    Audience,
    Backer,
    LearningAim,
    LearningOutcome,
    Statement,
)
from hub_core.programme.events import (
    ProgrammeBacked,
    ProgrammePublished,
    StatementMade,
    YearGroupAimsSet,
)
from hub_core.reference.labelled import Labelled
from hub_core.refusals import Conflict, Problem
from hub_core.values import year_group_label

Code = TypeVar("Code", bound=Labelled)


class CareersProgramme(Aggregate):
    """A programme (stream: ``programme_stream``)."""

    def begin(self) -> None:
        self.aims: dict[int, tuple[tuple[LearningAim, ...], tuple[LearningOutcome, ...]]] = {}
        self.address: str | None = None
        self.audiences: tuple[Audience, ...] = ()
        self.backed: dict[Backer, date] = {}
        self.statements: dict[Statement, bool] = {}

    def evolve(self, event: Event) -> None:
        match event:
            case YearGroupAimsSet():
                self.aims[event.year_group] = event.aims, event.outcomes
            case ProgrammePublished():
                self.address, self.audiences = event.address, event.audiences
            case ProgrammeBacked():
                before = self.backed.get(event.by, event.occurred_on)
                self.backed[event.by] = max(before, event.occurred_on)
            case StatementMade():
                self.statements[event.statement] = event.holds
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a programme")

    def empty(self, setting: Setting) -> list[int]:
        """The taught year groups without aims."""
        return sorted(setting.year_groups - self.aims.keys())

    def set_aims(
        self,
        institution: UUID,
        year: str,
        year_group: int,
        aims: Sequence[LearningAim],
        outcomes: Sequence[LearningOutcome],
        *,
        on: date,
        at: datetime,
    ) -> None:
        """Say what a year group is to learn."""
        told = (_in_order(LearningAim, aims), _in_order(LearningOutcome, outcomes))
        if self.aims.get(year_group) != told:
            self.record(
                YearGroupAimsSet(
                    institution=institution,
                    academic_year=year,
                    occurred_on=on,
                    year_group=year_group,
                    aims=told[0],
                    outcomes=told[1],
                ),
                at=at,
            )

    def publish(
        self,
        institution: UUID,
        year: str,
        address: str,
        audiences: Sequence[Audience],
        setting: Setting,
        *,
        on: date,
        at: datetime,
    ) -> None:
        """Stand at this address; refused while Year 7 or 8 is taught and has no aims."""
        if empty := [one for one in self.empty(setting) if one in NEVER_EMPTY]:
            names = " and ".join(map(year_group_label, empty))
            raise Conflict(
                f"{names} would have no aims in the published programme. Set them first.",
                kind="year-groups-empty",
                problems=[
                    Problem(
                        field=f"yearGroups.{one}",
                        reason=f"{year_group_label(one)} has no aim and no outcome.",
                        remedy="Set at least one of each.",
                    )
                    for one in empty
                ],
            )
        told = _in_order(Audience, audiences)
        if (self.address, self.audiences) != (address, told):
            self.record(
                ProgrammePublished(
                    institution=institution,
                    academic_year=year,
                    occurred_on=on,
                    address=address,
                    audiences=told,
                ),
                at=at,
            )

    def back(self, institution: UUID, year: str, by: Backer, *, on: date, at: datetime) -> None:
        """Be backed on a day; an earlier one than is known changes nothing."""
        if by not in self.backed or on > self.backed[by]:
            self.record(
                ProgrammeBacked(institution=institution, academic_year=year, occurred_on=on, by=by),
                at=at,
            )

    def state(
        self,
        institution: UUID,
        year: str,
        statement: Statement,
        *,
        holds: bool,
        on: date,
        at: datetime,
    ) -> None:
        """Say something of itself, yes or no."""
        if self.statements.get(statement) is not holds:
            self.record(
                StatementMade(
                    institution=institution,
                    academic_year=year,
                    occurred_on=on,
                    statement=statement,
                    holds=holds,
                ),
                at=at,
            )


def programme_stream(institution: UUID, academic_year: str) -> UUID:
    """The stream of an institution's programme of an academic year."""
    return uuid5(institution, f"careers programme {academic_year}")


def _in_order(codes: type[Code], given: Sequence[Code]) -> tuple[Code, ...]:
    """Each once, in the order of the code list, so that the same set is the same word."""
    return tuple(code for code in codes if code in given)
