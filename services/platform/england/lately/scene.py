"""Whom it is told about: a hub, one school above all, other members, and employers they know.

The rule: chosen by number and phase, so that one England has the same scene every time.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.employers.employer import claims_of
from hub_core.log.ledger import Ledger
from hub_core.reference.service_phases import ServicePhase
from services.platform.england.employers import Employer
from services.platform.england.lives import Life
from services.platform.england.period import Period

_WEEK = timedelta(days=7)
#: Monday to Friday.
SCHOOL_DAYS = 5
#: Employers that do more than offer encounters.
_EMPLOYERS = 12


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """``school`` comes first among ``schools``, the hub's members that teach Year 11; ``primaries`` and
    ``colleges`` are its other members. ``employers`` are registered and verified; the first is the one
    that somebody signs in for."""

    hub: UUID
    period: Period
    seed: int
    school: Life
    schools: tuple[Life, ...]
    primaries: tuple[Life, ...]
    colleges: tuple[Life, ...]
    employers: tuple[UUID, ...]

    @property
    def today(self) -> date:
        """The day up to which this England is told."""
        return date.fromordinal(self.period.today)

    @property
    def members(self) -> tuple[Life, ...]:
        """Everybody, the school that it is told of most first."""
        return (*self.schools, *self.colleges, *self.primaries)

    def ago(self, days: int) -> date:
        """The last day of teaching that is so many days ago or more; less than a year."""
        day = self.period.today - days
        while self.period.teaching(day) != day:
            day -= 1
        return date.fromordinal(day)

    def ahead(self, days: int) -> date:
        """The first day of teaching so many days from now."""
        return date.fromordinal(self.period.teaching(self.period.today + days))

    def week(self, days: int) -> tuple[date, ...]:
        """A week of school that begins so many days from now, or before now where they are negative,
        whole in one academic year."""
        day = self.ago(-days) if days < 0 else self.ahead(days)
        monday = day - timedelta(days=day.weekday())
        while academic_year_of(monday) != academic_year_of(monday + timedelta(days=4)):
            monday += _WEEK if days > 0 else -_WEEK
        return tuple(monday + timedelta(days=each) for each in range(SCHOOL_DAYS))


def scene_of(
    hub: UUID, lives: Sequence[Life], school: UUID, employers: tuple[UUID, ...], period: Period
) -> Scene | None:
    """The scene around a school of this hub; None for one that is not of this England."""
    there = [one for one in lives if one.is_there(period.today)]
    own = next((one for one in there if one.id == school), None)
    if own is None:
        return None
    older = [one for one in there if one is not own and 11 in one.rolls[1].numbers]
    return Scene(
        hub=hub,
        period=period,
        seed=own.seed,
        school=own,
        schools=(own, *older),
        primaries=_of(there, ServicePhase.PRIMARY),
        colleges=_of(there, ServicePhase.FE_AND_SKILLS),
        employers=employers,
    )


async def employers_of(ledger: Ledger, own: UUID, known: Sequence[Employer]) -> tuple[UUID, ...]:
    """The employer somebody signs in for, and some of those the hub's members have met."""
    keys = {key: one.id for one in known for key in claims_of(one.details)}
    held = await ledger.holders(tuple(keys))
    met = [one for key, one in keys.items() if held.get(key) == one and one != own]
    return (own, *met[: _EMPLOYERS - 1])


def _of(lives: Sequence[Life], phase: ServicePhase) -> tuple[Life, ...]:
    return tuple(one for one in lives if one.institution.phase is phase)
