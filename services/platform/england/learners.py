"""Learners of one institution as ordinals and numbers: who is on roll each year, and who came.

The rule: ordinals are given in the order in which a vault would give them, from 0 with no gap, and
everyone who came to something is on roll in that year.
"""

from binascii import b2a_base64
from collections.abc import Mapping

from pyroaring import BitMap

from hub_core.reference.service_phases import ServicePhase
from services.platform.england.chance import between, share, slots
from services.platform.england.habits import PHASES, Attending

CLASS_SIZE = 28
SMALL_GROUP = 9
#: One in so many is away on the day.
AWAY = 17
_PRIMARY = range(7)
_SECONDARY = range(7, 12)
_SIXTH_FORM = (12, 13)
_COLLEGE = {12: 0.46, 13: 0.4, 14: 0.14}
#: One in so many leaves in the course of a year, and so many join.
_LEAVING = 60
_JOINING = 0.02

_GROUP_SLOTS: dict[tuple[ServicePhase, tuple[int, ...]], tuple[int, ...]] = {}
ATTENDING_SLOTS = {phase: slots(habits.attending) for phase, habits in PHASES.items()}


def numbers_on_roll(phase: ServicePhase, number: int, pupils: int) -> dict[int, int]:
    """Numbers by year group, lowest first; empty for adult services."""
    weights: Mapping[int, float]
    match phase:
        case ServicePhase.PRIMARY:
            weights = dict.fromkeys(_PRIMARY, 1.0)
        case ServicePhase.FE_AND_SKILLS:
            weights = _COLLEGE
        case ServicePhase.ADULT:
            return {}
        case _:
            sixth_form = share("sixth form", number) < 0.55
            weights = dict.fromkeys(_SECONDARY, 1.0) | (
                dict.fromkeys(_SIXTH_FORM, 0.5) if sixth_form else {}
            )
    total = sum(weights.values())
    return {
        year_group: max(4, round(pupils * weight / total * (0.9 + 0.2 * share(number, year_group))))
        for year_group, weight in weights.items()
    }


class Roll:
    """Who is on roll in one school year. ``sets`` is None where learners are not shared."""

    __slots__ = ("_groups", "numbers", "sets")

    def __init__(
        self, phase: ServicePhase, numbers: dict[int, int], sets: dict[int, BitMap] | None
    ) -> None:
        self.numbers = numbers
        self.sets = sets
        key = (phase, tuple(numbers))
        groups = _GROUP_SLOTS.get(key)
        if groups is None:
            weights = PHASES[phase].year_groups
            groups = _GROUP_SLOTS[key] = slots({each: weights.get(each, 0.05) for each in numbers})
        self._groups = groups

    def attendance(self, attending: Attending, group: int, part: int) -> tuple[int, str]:
        """How many came, and the JSON of the attendance, by two drawn bytes."""
        if not self._groups:
            total = (4 if attending is Attending.SMALL_GROUP else 10) + part % 25
            return total, f'{{"total":{total}}}'
        year_group = self._groups[group]
        if attending is Attending.TWO_YEAR_GROUPS:
            other = year_group + 1 if year_group + 1 in self.numbers else year_group - 1
            wanted = sorted({year_group, other} & self.numbers.keys())
        elif attending is Attending.SCHOOL:
            wanted = list(self.numbers)
        else:
            wanted = [year_group]
        size = self.numbers[year_group]
        first, count = _portion(attending, size, part)
        if self.sets is None:
            return self._counted(wanted, count if len(wanted) == 1 else None, part)
        came = (
            self.sets[wanted[0]]
            if len(wanted) == 1
            else BitMap.union(*(self.sets[each] for each in wanted))
        )
        lowest, highest = came[0], came[-1]
        if len(wanted) == 1 and count < size:
            lowest += first
            highest = lowest + count
            came = came & BitMap(range(lowest, highest + 1))
        # Some are away, spread over the whole list.
        came = came - BitMap(range(lowest + part % AWAY, highest, AWAY))
        came.run_optimize()
        learners = b2a_base64(came.serialize(), newline=False).decode("ascii")
        total = len(came)
        return total, f'{{"total":{total},"learners":"{learners}"}}'

    def expected(self, attending: Attending, group: int, part: int) -> int:
        """About how many came, as someone from outside would say who knows no list."""
        if not self._groups:
            return self.attendance(attending, group, part)[0]
        year_group = self._groups[group]
        numbers = self.numbers
        match attending:
            case Attending.SCHOOL:
                number = sum(numbers.values())
            case Attending.TWO_YEAR_GROUPS:
                number = numbers[year_group] + numbers.get(
                    year_group + 1, numbers.get(year_group - 1, 0)
                )
            case _:
                number = _portion(attending, numbers[year_group], part)[1]
        return number - number // AWAY

    def _counted(self, wanted: list[int], count: int | None, part: int) -> tuple[int, str]:
        came = {
            each: max(1, (number := count or self.numbers[each]) - (number + part % AWAY) // AWAY)
            for each in wanted
        }
        total = sum(came.values())
        counts = ",".join(f'"{each}":{number}' for each, number in came.items())
        return total, f'{{"total":{total},"counts":{{{counts}}}}}'


def _portion(attending: Attending, size: int, part: int) -> tuple[int, int]:
    """Where in the list the group that came begins, and how many it has."""
    match attending:
        case Attending.HALF_YEAR_GROUP:
            count = size // 2
        case Attending.CLASS:
            count = min(size, CLASS_SIZE)
        case Attending.SMALL_GROUP:
            count = min(size, SMALL_GROUP)
        case _:
            return 0, size
    return (part * (size - count)) >> 8, max(2, count)


def sets_of_first_year(numbers: dict[int, int]) -> dict[int, BitMap]:
    """Ordinals for everyone on roll, year group by year group."""
    sets: dict[int, BitMap] = {}
    following = 0
    for year_group, number in numbers.items():
        sets[year_group] = BitMap(range(following, following + number))
        following += number
    return sets


def sets_of_next_year(
    before: dict[int, BitMap], number: int, intake: dict[int, int]
) -> dict[int, BitMap]:
    """A year later: some left, a few joined, the lowest year group is new.

    ``intake`` has the numbers of this year; only year groups without a predecessor use them.
    """
    following = max(learners[-1] for learners in before.values()) + 1
    sets: dict[int, BitMap] = {}
    for year_group, wanted in intake.items():
        earlier = before.get(year_group - 1)
        if earlier is None:
            sets[year_group] = BitMap(range(following, following + wanted))
            following += wanted
            continue
        # From Year 11 to 12 and in college most go elsewhere; the rest stay in one block.
        stayed = earlier & BitMap(range(earlier[0], earlier[0] + min(len(earlier), wanted + 8)))
        left = BitMap(range(earlier[0] + number % _LEAVING, earlier[-1], _LEAVING))
        joined = round(len(stayed) * _JOINING)
        sets[year_group] = (stayed - left) | BitMap(range(following, following + joined))
        following += joined
    return sets


def part_of(learners: BitMap, percent: int, *words: object) -> BitMap:
    """About this share of learners, such as those in a group."""
    first = between(0, 99, *words)
    # A stride coprime to 100 scatters the chosen over the list.
    return BitMap([each for each in learners if (each * 37 + first) % 100 < percent])
