"""What institutions tell of their learners at the start of each school year, and the agreement before it.

The rule: a cohort keeps its number for life; one that has left is declared empty.
"""

from datetime import date

from pyroaring import BitMap

from hub_core.academic_years import academic_year_of, cohort_of, end_year
from hub_core.agreements.agreement import agreement_stream
from hub_core.agreements.codes import DataClass, LawfulBasis, Purpose
from hub_core.agreements.events import AgreementSigned, Terms
from hub_core.learner_sets import pack
from hub_core.log.event import Event
from hub_core.rosters.events import CohortDeclared, GroupDeclared, LearnerGroup, RollDeclared
from hub_core.rosters.roster import roster_stream
from services.platform.england.chance import identity
from services.platform.england.habits import Supply
from services.platform.england.learners import part_of
from services.platform.england.lives import Life
from services.platform.england.page import Page

#: Groups that are told of, with the share of learners in them at most institutions; in per cent.
_GROUPS = {
    LearnerGroup.FEMALE: (48, 52),
    LearnerGroup.FREE_SCHOOL_MEALS: (10, 42),
    LearnerGroup.DISADVANTAGED: (12, 46),
    LearnerGroup.EAL: (3, 45),
}
#: So many of the institutions that share learners tell of groups too.
_TELLING_OF_GROUPS = 0.5
#: An agreement ends with the summer so many school years on: no sooner than England is told.
_YEARS_AGREED = 2


class RosterDay:
    """An institution sends what it has for one of the two years; later ones continue its stream."""

    __slots__ = ("_life", "_version", "_year")

    def __init__(self, life: Life) -> None:
        self._life = life
        self._year = 0
        self._version = 0

    def first_day(self) -> int | None:
        """When it first sends anything; None when it never does."""
        days = [day for day in (self._day(0), self._day(1)) if day is not None]
        return min(days) if days else None

    def happen(self, day: int, page: Page) -> int | None:
        """Write what is sent on this day; answers with the next day."""
        life = self._life
        self._year = life.period.year_of(day)
        on = date.fromordinal(day)
        if not self._version:
            write_agreement(life, on, page)
        for event in self._events(on):
            self._version += 1
            page.write(
                event,
                event_id=identity(life.seed, "roster", life.institution.number, self._version),
                stream=roster_stream(life.institution.id),
                version=self._version,
            )
        following = self._day(1)
        return following if self._year == 0 and following is not None and following > day else None

    def _day(self, year: int) -> int | None:
        life = self._life
        sends = life.supply[year] in (Supply.LEARNERS, Supply.COUNTS)
        day = life.roster_days[year]
        if not sends or not life.rolls[year].numbers or not life.is_there(day):
            return None
        # Whoever sends last year's list after the summer sends this year's instead.
        return day if life.period.year_of(day) == year else None

    def _events(self, on: date) -> list[Event]:
        life = self._life
        institution = life.institution.id
        roll = life.rolls[self._year]
        if roll.sets is None:
            return [RollDeclared(institution=institution, occurred_on=on, roll=roll.numbers)]
        academic_year = life.period.years[self._year]
        cohorts = {
            cohort_of(year_group=year_group, academic_year=academic_year): learners
            for year_group, learners in roll.sets.items()
        }
        if self._year == 1 and self._version:
            before = life.rolls[0].numbers
            earlier = life.period.years[0]
            for year_group in before:
                cohort = cohort_of(year_group=year_group, academic_year=earlier)
                cohorts.setdefault(cohort, BitMap())
        events: list[Event] = [
            CohortDeclared(
                institution=institution, occurred_on=on, cohort=cohort, learners=pack(learners)
            )
            for cohort, learners in sorted(cohorts.items())
        ]
        if life.chance("tells of groups") < _TELLING_OF_GROUPS:
            events.extend(self._groups(on, BitMap.union(BitMap(), *roll.sets.values())))
        return events

    def _groups(self, on: date, everyone: BitMap) -> list[Event]:
        life = self._life
        return [
            GroupDeclared(
                institution=life.institution.id,
                occurred_on=on,
                group=group,
                learners=pack(
                    part_of(everyone, life.between(low, high, group.value), life.seed, group.value)
                ),
            )
            for group, (low, high) in _GROUPS.items()
        ]


def write_agreement(life: Life, on: date, page: Page) -> None:
    """What the institution agreed to send, signed before it first sends anything."""
    shares = Supply.LEARNERS in life.supply
    covers = tuple(DataClass)[:3] if shares else (DataClass.ROLLS_AND_COUNTS,)
    event = AgreementSigned(
        institution=life.institution.id,
        occurred_on=on,
        terms=Terms(
            covers=covers,
            purposes=tuple(Purpose),
            lawful_basis=LawfulBasis.PUBLIC_TASK,
            starts_on=on,
            expires_on=date(end_year(academic_year_of(on)) + _YEARS_AGREED, 8, 31),
            impact_assessment=f"DPIA-{on.year}/{life.institution.number}" if shares else None,
        ),
    )
    page.write(
        event,
        event_id=identity(life.seed, "agreement", life.institution.number),
        stream=agreement_stream(life.institution.id),
        version=1,
    )
