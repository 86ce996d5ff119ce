"""The story of the fictional England, day by day.

The rule: what happens on a day is written when the day comes, and only what is under way is kept, so the
memory used does not grow with the time told.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from hashlib import shake_128
from typing import Protocol
from uuid import UUID

from services.platform.england.beginnings import (
    write_first_members,
    write_hubs,
    write_institutions,
)
from services.platform.england.changes import changes_of
from services.platform.england.employers import Employer, Pool, nationwide
from services.platform.england.habits import PHASES, Supply
from services.platform.england.lives import Life
from services.platform.england.offers import SharedOffer, shared_offers
from services.platform.england.own_word import own_word_of
from services.platform.england.own_years import OwnYear
from services.platform.england.page import Page
from services.platform.england.parts import Part
from services.platform.england.period import Period
from services.platform.england.places import Hub, hubs
from services.platform.england.rosters import RosterDay
from services.platform.england.scale import Scale
from services.platform.england.school_year import Rhythm

_DAY_BITS = 11
_NUMBER_BITS = 10
#: An institution that answers nothing is asked this much less often.
_ASKED_LESS = 4
_LEAD = (14, 46)


class _UnderWay(Protocol):
    def happen(self, day: int, page: Page) -> int | None: ...


class Story:
    """England at one scale, from the first day to ``period.today``."""

    def __init__(self, *, scale: Scale, period: Period, seed: int) -> None:
        self.period = period
        self._seed = seed
        self._hubs = list(hubs(scale, seed))
        everywhere = nationwide(seed)
        self._lives_of: list[list[Life]] = []
        for hub in self._hubs:
            self._lives_of.append(_lives(hub, everywhere, period, seed))
        self._lives = [life for lives in self._lives_of for life in lives]
        self._under_way: defaultdict[int, list[_UnderWay]] = defaultdict(list)
        self._changes: defaultdict[int, list[Callable[[Page], None]]] = defaultdict(list)
        self._starts: defaultdict[int, list[int]] = defaultdict(list)
        self._shared: defaultdict[int, list[tuple[int, SharedOffer]]] = defaultdict(list)
        self._plan()

    @property
    def lives(self) -> list[Life]:
        """Every institution with its fate."""
        return self._lives

    @property
    def hubs(self) -> int:
        """How many hubs there are."""
        return len(self._hubs)

    def pages(self) -> Iterator[tuple[int, Page]]:
        """Each day (an ordinal) with its events, from the first to today, once."""
        period = self.period
        for day in range(period.first, period.today + 1):
            page = Page()
            if day == period.first:
                write_hubs(self._hubs, self._seed, page)
                write_institutions(self._lives, self._seed, page)
                write_first_members(self._lives, self._seed, page)
            self._tell(day, page)
            yield day, page

    def _tell(self, day: int, page: Page) -> None:
        for change in self._changes.pop(day, ()):
            change(page)
        for each in self._under_way.pop(day, ()):
            self._go_on(each, day, page)
        for start in self._starts.pop(day, ()):
            self._go_on(self._offered(start, day, page), day, page)
        for hub, offer in self._shared.pop(day, ()):
            for part in offer.write(self._lives_of[hub], self._hubs[hub].whole, page):
                self._go_on(part, day, page)

    def _go_on(self, each: _UnderWay, day: int, page: Page) -> None:
        following = each.happen(day, page)
        while following is not None and following <= day:
            following = each.happen(day, page)
        if following is not None and following <= self.period.today:
            self._under_way[following].append(each)

    def _offered(self, start: int, day: int, page: Page) -> Part:
        held = (start & (1 << _DAY_BITS) - 1) + self.period.first
        number = start >> _DAY_BITS & (1 << _NUMBER_BITS) - 1
        life = self._lives[start >> _DAY_BITS + _NUMBER_BITS]
        key = f"{self._seed}/{life.institution.number}/{self.period.year_of(held)}/{number}"
        part = Part(life, key=key.encode(), proposed=day, held=held)
        part.offer(day, page)
        return part

    def _plan(self) -> None:
        """Put down on which day what begins; what it is, is decided on the day."""
        today = self.period.today
        for life in self._lives:
            for day, change in (*changes_of(life), *own_word_of(life)):
                if day <= today:
                    self._changes[day].append(change)
        for place, life in enumerate(self._lives):
            if life.is_member:
                for told in (RosterDay(life), OwnYear(life)):
                    first = told.first_day()
                    if first is not None and first <= today:
                        self._under_way[first].append(told)
                self._plan_encounters(place, life)
        for place, hub in enumerate(self._hubs):
            for year in (0, 1):
                busy = self.period.busy_days(Rhythm.SCHOOL, year)
                for offer in shared_offers(hub, busy, year, self._seed):
                    offer.proposed = self.period.proposed(offer.held, offer.held - offer.proposed)
                    if offer.proposed <= today:
                        self._shared[offer.proposed].append((place, offer))

    def _plan_encounters(self, place: int, life: Life) -> None:
        period = self.period
        habits = PHASES[life.institution.phase]
        for year in (0, 1):
            count = life.between(*habits.encounters, "encounters", year)
            if life.supply[year] is Supply.NOTHING:
                count //= _ASKED_LESS
            busy = period.busy_days(habits.rhythm, year)
            key = f"{self._seed}/{life.institution.number}/{year}/days"
            drawn = shake_128(key.encode()).digest(3 * count)
            for number in range(count):
                first, second, lead = drawn[3 * number : 3 * number + 3]
                held = busy[(first << 8 | second) >> 4]
                proposed = period.proposed(held, _LEAD[0] + (lead * _LEAD[1] >> 8))
                if proposed <= period.today and life.is_there(proposed):
                    self._starts[proposed].append(
                        (place << _NUMBER_BITS | number) << _DAY_BITS | held - period.first
                    )


def lives_of_hub(
    hub: UUID, *, scale: Scale, period: Period, seed: int
) -> tuple[Hub, list[Life]] | None:
    """One hub and its institutions, with the days on which they leave; None for another's hub."""
    found = next((one for one in hubs(scale, seed) if one.id == hub), None)
    if found is None:
        return None
    lives = _lives(found, nationwide(seed), period, seed)
    for life in lives:
        # Whoever leaves does so by one of its changes.
        tuple(changes_of(life))
    return found, lives


def _lives(hub: Hub, everywhere: list[Employer], period: Period, seed: int) -> list[Life]:
    pool = Pool(hub.number, hub.whole, everywhere, seed)
    return [Life(institution, hub, pool, period, seed) for institution in hub.institutions]
