"""What institutions record of their own year, beside what employers offer: half-term by half-term.

The rule: only who came and is on the list sent before is named; what a command would refuse of an activity is
refused here as well.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec
from pyroaring import BitMap

from hub_core.academic_years import end_year, start_year
from hub_core.activities.events import ActivityRecorded, Details, Provider
from hub_core.activities.guards import check_details
from hub_core.encounters.events import Attendance, Checks
from hub_core.learner_sets import pack
from hub_core.reference.activities import (
    KIND_OF,
    AccessContent,
    ActivityKind,
    ActivityType,
    ProviderKind,
    WorkplaceContent,
)
from hub_core.reference.employers import Sector
from hub_core.reference.encounters import CheckAnswer, DeliveryMode, MeaningfulCheck
from hub_core.reference.service_phases import ServicePhase
from services.platform.england.chance import identity, pick
from services.platform.england.habits import Attending, Supply
from services.platform.england.learners import Roll
from services.platform.england.lives import Life
from services.platform.england.page import Page

T, A = ActivityType, Attending

#: Of the institutions that say anything, so many record a year of their own. Source: none; a fiction.
RECORDING: Mapping[ServicePhase, float] = {
    ServicePhase.PRIMARY: 0.12,
    ServicePhase.SECONDARY: 0.5,
    ServicePhase.SPECIAL_AND_ALTERNATIVE: 0.4,
    ServicePhase.FE_AND_SKILLS: 0.5,
    ServicePhase.ADULT: 0.0,
}


class Usual(msgspec.Struct, frozen=True):
    """What there is in a half-term with this ``chance``, for whom, and in minutes at a workplace."""

    type: ActivityType
    attending: Attending
    chance: float
    minutes: int | None = None
    provider: ProviderKind | None = None
    times: int = 1


_SECONDARY = (
    Usual(T.EMPLOYER_TALK, A.YEAR_GROUP, 0.6),
    Usual(T.CAREERS_FAIR, A.TWO_YEAR_GROUPS, 0.2),
    Usual(T.CURRICULUM_LESSON_WITH_EMPLOYER, A.CLASS, 0.5),
    Usual(T.WORKPLACE_VISIT, A.CLASS, 0.5, minutes=240),
    Usual(T.WORK_EXPERIENCE_BLOCK, A.HALF_YEAR_GROUP, 0.15, minutes=1_500),
    Usual(T.PROVIDER_TALK, A.YEAR_GROUP, 0.5, provider=ProviderKind.FE_COLLEGE),
    Usual(T.HE_VISIT, A.HALF_YEAR_GROUP, 0.2, provider=ProviderKind.UNIVERSITY),
    Usual(T.LMI_SESSION, A.YEAR_GROUP, 0.3),
    Usual(T.GUIDANCE_MEETING, A.SMALL_GROUP, 0.6, times=4),
)
_YOUNG = (
    Usual(T.EMPLOYER_TALK, A.TWO_YEAR_GROUPS, 0.5),
    Usual(T.WORKPLACE_VISIT, A.CLASS, 0.2, minutes=150),
)
_USUAL: Mapping[ServicePhase, tuple[Usual, ...]] = {
    ServicePhase.PRIMARY: _YOUNG,
    ServicePhase.SECONDARY: _SECONDARY,
    ServicePhase.SPECIAL_AND_ALTERNATIVE: _SECONDARY,
    ServicePhase.FE_AND_SKILLS: _SECONDARY,
    ServicePhase.ADULT: (),
}
_SECTORS: Mapping[Sector, float] = {
    Sector.Q: 5, Sector.C: 4, Sector.F: 4, Sector.J: 3, Sector.M: 3, Sector.G: 2, Sector.I: 2,
    Sector.O: 2,
}  # fmt: skip
_MODES: Mapping[DeliveryMode, float] = {DeliveryMode.IN_PERSON: 9, DeliveryMode.VIRTUAL_LIVE: 1}
#: How often what may be said of an activity is said. Source: none; a fiction.
_OFTEN: Mapping[bool, float] = {True: 3, False: 1}
#: What has a check-list.
_CHECKED = frozenset(
    {
        ActivityKind.EMPLOYER_ENCOUNTER,
        ActivityKind.WORKPLACE_EXPERIENCE,
        ActivityKind.PROVIDER_ENCOUNTER,
    }
)
#: Whoever syncs does so near the end of each half-term: month and day, autumn first.
_HALF_TERMS = ((10, 19), (12, 11), (2, 9), (3, 23), (5, 20), (7, 8))
#: An activity took place so many days before it was sent.
_BEFORE = (3, 32)


class OwnYear:
    """An institution that records what it arranges itself; :meth:`happen` writes a half-term of it."""

    __slots__ = ("_days", "_life", "_usual")

    def __init__(self, life: Life) -> None:
        self._life = life
        self._usual = _USUAL[life.institution.phase]
        likely = RECORDING[life.institution.phase]
        records = life.chance("records its own year") < likely
        self._days = self._sending_days() if records else []

    def first_day(self) -> int | None:
        """When it first records anything; None for one that leaves it to employers."""
        return self._days[0] if self._days else None

    def happen(self, day: int, page: Page) -> int | None:
        """Write what is sent on this day; answers with the next day."""
        for number, usual in enumerate(self._usual):
            for time in range(usual.times):
                if self._life.chance("own", day, number, time) < usual.chance:
                    self._write(usual, day, (number, time), page)
        later = [each for each in self._days if each > day]
        return later[0] if later else None

    def _sending_days(self) -> list[int]:
        life, period = self._life, self._life.period
        days = []
        for year, academic_year in enumerate(period.years):
            if life.supply[year] is Supply.NOTHING or not life.rolls[year].numbers:
                continue
            named = life.supply[year] is Supply.LEARNERS
            for month, day in _HALF_TERMS:
                in_year = start_year(academic_year) if month >= 9 else end_year(academic_year)
                sent = life.attends(
                    date(in_year, month, day).toordinal() + life.between(0, 4, "sends", year, month)
                )
                # Nobody is named before the list that holds them has come.
                if life.is_there(sent) and (not named or sent >= life.roster_days[year]):
                    days.append(sent)
        return days

    def _write(self, usual: Usual, day: int, which: tuple[int, int], page: Page) -> None:
        life = self._life
        words = ("own", life.institution.number, day, *which)
        held = life.attends(day - life.between(*_BEFORE, *words, "held"))
        roll = life.rolls[life.period.year_of(day)]
        details = _details(usual, *words)
        check_details(details)
        activity: UUID = identity(life.seed, "activity", *words)
        page.write(
            ActivityRecorded(
                institution=life.institution.id,
                activity=activity,
                occurred_on=date.fromordinal(min(held, day)),
                details=details,
                attendance=_attendance(usual, roll, life, *words),
                checks=_checks(usual, *words),
            ),
            event_id=identity(life.seed, "activity recorded", *words),
            stream=activity,
            version=1,
        )


def _details(usual: Usual, *words: object) -> Details:
    employer = usual.provider is None and usual.type is not T.GUIDANCE_MEETING
    known = employer and usual.type not in (T.CAREERS_FAIR, T.LMI_SESSION)
    return Details(
        type=usual.type,
        mode=pick(_MODES, *words, "mode"),
        sector=pick(_SECTORS, *words, "sector") if known else None,
        provider=None
        if usual.provider is None
        else Provider(kind=usual.provider, content=(AccessContent.LEARNING,)),
        minutes=usual.minutes,
        workplace=_workplace(usual, *words),
        adviser_level=6 if usual.type is T.GUIDANCE_MEETING else None,
    )


def _workplace(usual: Usual, *words: object) -> tuple[WorkplaceContent, ...]:
    """What they had there: a block has it all, a visit often only some."""
    if usual.minutes is None:
        return ()
    whole = usual.type is T.WORK_EXPERIENCE_BLOCK or pick(_OFTEN, *words, "had")
    return tuple(WorkplaceContent) if whole else (WorkplaceContent.RANGE_OF_PEOPLE,)


def _checks(usual: Usual, *words: object) -> Checks:
    """Most of those who arrange something check it as they record it, and find nothing amiss."""
    checked = KIND_OF[usual.type] in _CHECKED and pick(_OFTEN, *words, "checked")
    return dict.fromkeys(MeaningfulCheck, CheckAnswer.YES) if checked else {}


def _attendance(usual: Usual, roll: Roll, life: Life, *words: object) -> Attendance:
    """Who came, by name or by number as the institution sends its lists."""
    if usual.type is T.GUIDANCE_MEETING:
        return _one_learner(roll, life, *words)
    group, part = (life.between(0, 255, *words, "came", each) for each in range(2))
    _, written = roll.attendance(usual.attending, group, part)
    return msgspec.json.decode(written, type=Attendance)


def _one_learner(roll: Roll, life: Life, *words: object) -> Attendance:
    """One learner of an older year group."""
    year_group = max(each for each in roll.numbers if each <= 11) if min(roll.numbers) <= 11 else 12
    if roll.sets is None:
        return Attendance(total=1, counts={year_group: 1})
    there = roll.sets[year_group]
    chosen = there[life.between(0, len(there) - 1, *words, "seen")]
    return Attendance(total=1, learners=pack(BitMap([chosen])))
