"""What happened, each thing said in a line, and how many of how many that makes.

Ten learners are in each year group, and it is Easter of 2025/26.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from pyroaring import BitMap

from hub_core.gatsby.facts import Fact
from hub_core.gatsby.leadership import Leader
from hub_core.reference.activities import ActivityKind, ActivityType, ProviderKind, Subject
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import DeliveryMode, EvidenceStrength
from tests.hub_core.gatsby.examples import OCTOBER, ToldRoll, cohort_in_2026, fact, provider

NEW, OLD = "GATSBY-2024", "GATSBY-2014"
#: The first day that counts "this year", and the last day before it; the last that has come, and the next.
BEGAN, BEFORE = date(2025, 9, 1), date(2025, 8, 31)
TODAY, TOMORROW = date(2026, 3, 31), date(2026, 4, 1)
#: Ten learners in each year group: those of Year 8 are 80 to 89.
ROLL = ToldRoll(
    cohorts={cohort_in_2026(year): BitMap(range(10 * year, 10 * year + 10)) for year in range(15)}
)
K, T, P, M = ActivityKind, ActivityType, ProviderKind, DeliveryMode
SIZES, SECTORS = EmployerSize, list(Sector)


class Example(NamedTuple):
    """What happened, and how many of how many that makes; ``part`` is the phase of provider access."""

    edition: str
    code: str
    year_group: int | None
    facts: Sequence[Fact]
    reached: int
    of: int = 10
    part: str = ""
    leader: Leader = Leader.NOT_TOLD


def some(year: int, learners: int = 8) -> range:
    """The first so many learners of a year group."""
    return range(10 * year, 10 * year + learners)


def met(year: int, on: date = OCTOBER, learners: int = 8, **more: Any) -> Fact:
    return fact(K.EMPLOYER_ENCOUNTER, on, some(year, learners), **more)


def lmi(year: int, on: date = OCTOBER, **more: Any) -> Fact:
    return fact(K.LABOUR_MARKET_INFORMATION, on, some(year), **more)


def work(year: int, on: date = OCTOBER, learners: int = 8, **more: Any) -> Fact:
    return fact(K.WORKPLACE_EXPERIENCE, on, some(year, learners), **({"minutes": 300} | more))


def saw(year: int, kind: ProviderKind, on: date = OCTOBER, **more: Any) -> Fact:
    given = {"provider_kind": kind, "approved_technical": False} | more
    return fact(K.PROVIDER_ENCOUNTER, on, some(year), **given)


def guided(year: int, on: date = OCTOBER, level: int | None = 6, **more: Any) -> Fact:
    there = {"learners": some(year)} | more
    return fact(K.GUIDANCE_MEETING, on, adviser_level=level, **there)


def access(year: int, on: date, **more: Any) -> Fact:
    return provider(on, some(year), **more)


def link(*years: int, subjects: Sequence[Subject]) -> Fact:
    return fact(
        K.CURRICULUM_LINK, OCTOBER, None, year_groups=frozenset(years), subjects=frozenset(subjects)
    )


def for_parents(on: date, *years: int) -> Fact:
    return fact(K.PARENT_ACTIVITY, on, None, year_groups=frozenset(years))


def employer(size: EmployerSize, sector: Sector, year: int = 8, **more: Any) -> Fact:
    return met(year, size=size, sector=sector, **more)


def every_kind(year: int, **more: Any) -> list[Fact]:
    """A self-employed person, a middling and a large employer, each of another sector."""
    sizes = (SIZES.SOLE_TRADER, SIZES.MEDIUM, SIZES.LARGE)
    return [
        employer(size, sector, year, **more) for size, sector in zip(sizes, SECTORS, strict=False)
    ]


def day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


UNCONFIRMED = {"strength": EvidenceStrength.EMPLOYER_REPORTED}
RECORDED, ONLINE = {"mode": M.VIRTUAL_RECORDED}, {"mode": M.VIRTUAL_LIVE}
JOB = {"type": T.PART_TIME_JOB}
LESSON = {"type": T.CURRICULUM_LESSON_WITH_EMPLOYER}


def windows(
    edition: str, code: str, year: int, make: Any, first: date, **more: Any
) -> list[Example]:
    """A criterion that one activity meets: on its first day and today, not the day before or to come."""
    return [
        Example(edition, code, year, [make(year, on=day, **more)], reached)
        for day, reached in ((first, 8), (day_before(first), 0), (TODAY, 8), (TOMORROW, 0))
    ] + [
        Example(edition, code, year, [make(year, **more, **UNCONFIRMED)], 0),
        # Of two groups that overlap each learner counts once, and other year groups' not at all.
        Example(edition, code, year, [make(year, **more), make(year, **more), make(year + 1, **more)], 8),
]  # fmt: skip


def never(edition: str, code: str, year: int, *facts: Fact) -> list[Example]:
    """One thing that does not count, each for itself."""
    return [Example(edition, code, year, [one], 0) for one in facts]


def since(year_group: int, first: int) -> date:
    """The first day of a year group's own Year ``first``."""
    return date(2025 - (year_group - first), 9, 1)


OF_SCHOOLS = range(7, 14)
OF_COLLEGES = range(12, 15)
