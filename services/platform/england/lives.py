"""An institution's fate over the two years: when it joins, what it supplies, who is on roll.

The rule: fates are drawn by the institution's number and the seed, never by who else is there.
"""

from datetime import date
from functools import cached_property

from hub_core.reference.service_phases import ServicePhase
from services.platform.england.chance import between, pick, share, slots
from services.platform.england.employers import Pool
from services.platform.england.habits import (
    JOINING_LATER,
    LATE,
    ONE_YEAR_ONLY,
    PHASES,
    Supply,
)
from services.platform.england.learners import (
    ATTENDING_SLOTS,
    Roll,
    numbers_on_roll,
    sets_of_first_year,
    sets_of_next_year,
)
from services.platform.england.period import Period
from services.platform.england.places import Hub, Institution

_NEVER = 10**9
_KIND_SLOTS = {phase: slots(habits.kinds) for phase, habits in PHASES.items()}


class Life:
    """One institution in its hub. Days are ordinals; ``joins`` is beyond all days for no member."""

    def __init__(
        self, institution: Institution, hub: Hub, pool: Pool, period: Period, seed: int
    ) -> None:
        self.institution = institution
        self.hub = hub
        self.pool = pool
        self.period = period
        self.seed = seed
        self.id = institution.id
        self.text = str(institution.id)
        self.written = period.written
        self.attending = ATTENDING_SLOTS[institution.phase]
        self.kinds = _KIND_SLOTS[institution.phase]
        #: The first day from one on which it works: schools rest in the holidays.
        self.attends = (
            period.working if institution.phase is ServicePhase.ADULT else period.teaching
        )
        self.joins = self._joins()
        self.is_member = self.joins < _NEVER
        self.leaves = _NEVER
        self.late = self.chance("late") < LATE
        self.supply = self._supply()

    def chance(self, *words: object) -> float:
        """A number from 0 up to 1 that belongs to this institution and these words."""
        return share(self.seed, self.institution.number, *words)

    def between(self, low: int, high: int, *words: object) -> int:
        """A whole number, both ends included, that belongs to this institution and these words."""
        return between(low, high, self.seed, self.institution.number, *words)

    def _joins(self) -> int:
        if self.chance("member") >= self.hub.admitted[self.institution.phase]:
            return _NEVER
        if self.chance("joins later") < JOINING_LATER:
            day = self.period.first + self.between(20, 540, "joins")
            return self.period.teaching(day)
        founded = founded_on(self.hub).toordinal()
        return founded + int(self.chance("joined") * (self.period.first - 40 - founded))

    def _supply(self) -> tuple[Supply, Supply]:
        usual = pick(
            PHASES[self.institution.phase].supply, self.seed, self.institution.number, "supply"
        )
        if usual is not Supply.NOTHING or self.chance("one year only") >= ONE_YEAR_ONLY:
            return usual, usual
        # Half of these fell silent this year, half have begun to speak.
        spoke = (Supply.COUNTS, Supply.NOTHING)
        return spoke if self.chance("fell silent") < 0.5 else (spoke[1], spoke[0])

    def is_there(self, day: int) -> bool:
        """Whether it is a member on this day."""
        return self.joins <= day < self.leaves

    @cached_property
    def roster_days(self) -> tuple[int, int]:
        """When it sends its learners or numbers on roll, in each of the two years."""
        starts = (self.period.first, self.period.second_year)
        late = self.between(60, 130, "roster late") if self.late else 0
        first, second = (
            self.period.teaching(
                max(start + 6 + late + self.between(0, 24, "roster", start), self.joins + 10)
            )
            for start in starts
        )
        return first, second

    @cached_property
    def rolls(self) -> tuple[Roll, Roll]:
        """Who is on roll in each of the two years."""
        phase = self.institution.phase
        numbers = numbers_on_roll(
            phase, self.institution.number, self.institution.details.pupils or 0
        )
        if Supply.LEARNERS not in self.supply or not numbers:
            return Roll(phase, numbers, None), Roll(phase, numbers, None)
        first = sets_of_first_year(numbers)
        second = sets_of_next_year(first, self.institution.number, numbers)
        return (
            Roll(phase, {year: len(each) for year, each in first.items()}, first),
            Roll(phase, {year: len(each) for year, each in second.items()}, second),
        )

    @property
    def ordinals(self) -> int:
        """How many learners the vault would have numbered by now."""
        last = max(
            (
                max(learners)
                for roll, day in zip(self.rolls, self.roster_days, strict=True)
                if roll.sets and day <= self.period.today
                for learners in roll.sets.values()
                if learners
            ),
            default=-1,
        )
        return last + 1


def founded_on(hub: Hub) -> date:
    """When the hub was established: in the years in which Careers Hubs came up."""
    return date(2018, 9, 1 + between(0, 20, "founded day", hub.number)).replace(
        year=between(2018, 2021, "founded", hub.number)
    )
