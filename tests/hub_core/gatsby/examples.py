"""What the examples of the rules are told with: a school's roll, and facts said in a line."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

import msgspec
from pyroaring import BitMap

from hub_core.gatsby.edition import Criterion, editions
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.figures import Figure
from hub_core.gatsby.known_facts import KnownFacts
from hub_core.gatsby.progress import measured
from hub_core.gatsby.setting import Setting, SettingKind, year_groups_of_ages
from hub_core.reference.activities import AccessContent, ActivityKind, WorkplaceContent
from hub_core.reference.encounters import (
    CheckAnswer,
    DeliveryMode,
    EvidenceStrength,
    MeaningfulCheck,
)
from hub_core.rosters.events import LearnerGroup

#: A school from 11 to 18; as-at dates of the examples lie in 2025/26.
SCHOOL = Setting(kind=SettingKind.SCHOOL, year_groups=year_groups_of_ages(11, 18))
EASTER = date(2026, 3, 31)
OCTOBER, JANUARY = date(2025, 10, 6), date(2026, 1, 12)
ALL_YES = dict.fromkeys(MeaningfulCheck, CheckAnswer.YES)
_numbers = count(1)


class ToldRoll(msgspec.Struct):
    """A roll that stays as it is: learners by cohort, numbers by year group, groups."""

    cohorts: Mapping[int, BitMap] = {}
    numbers: Mapping[int, int] = {}
    groups: Mapping[LearnerGroup, BitMap] = {}

    def on_roll(self, day: date) -> Mapping[int, BitMap]:
        return self.cohorts

    def roll_of(self, year_group: int, *, day: date) -> int | None:
        return self.numbers.get(year_group)

    def in_group(self, group: LearnerGroup, *, day: date) -> BitMap | None:
        return self.groups.get(group)


def cohort_in_2026(year_group: int) -> int:
    """The cohort in this year group in 2025/26."""
    return 2026 + 11 - year_group


def roll(**cohorts: Iterable[int]) -> ToldRoll:
    """Named learners: ``roll(y8=range(10))``."""
    return ToldRoll(
        cohorts={
            cohort_in_2026(int(year.removeprefix("y"))): BitMap(learners)
            for year, learners in cohorts.items()
        }
    )


#: Ten learners in Year 8, and nobody else.
YEAR_8 = roll(y8=range(10))


def evidence(facts: Iterable[Fact], told: ToldRoll, **more: Any) -> Evidence:
    """What is known of the school at Easter 2026, unless said otherwise."""
    return Evidence(
        **({"setting": SCHOOL, "facts": KnownFacts(facts), "roll": told, "as_at": EASTER} | more)
    )


def fact(kind: ActivityKind, on: date, learners: Iterable[int] | None = (), **more: Any) -> Fact:
    """A confirmed, in-person, meaningful activity with these learners."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "activity": UUID(int=number),
        "position": number,
        "strength": EvidenceStrength.SCHOOL_CONFIRMED,
        "mode": DeliveryMode.IN_PERSON,
        "checks": ALL_YES,
        "workplace": frozenset(WorkplaceContent),
        "content": frozenset(AccessContent),
        "learners": None if learners is None else BitMap(learners),
    }
    return Fact(kind=kind, on=on, **(given | more))


def talk(on: date, learners: Iterable[int] | None = (), **more: Any) -> Fact:
    """An encounter with an employer."""
    return fact(ActivityKind.EMPLOYER_ENCOUNTER, on, learners, **more)


def provider(on: date, learners: Iterable[int] | None = (), **more: Any) -> Fact:
    """An encounter with a provider of approved technical education that counts in full."""
    given = {
        "approved_technical": True,
        "in_school_day": CheckAnswer.YES,
    }
    return fact(ActivityKind.PROVIDER_ENCOUNTER, on, learners, **(given | more))


def criterion(code: str, edition: str = "GATSBY-2024") -> Criterion:
    """A criterion by its code."""
    return next(found for _, found in editions()[edition].criteria() if found.code == code)


def the(code: str, facts: list[Fact], told: ToldRoll, *, year_group: int, **more: Any) -> Figure:
    """The figure of one criterion for one year group, everybody."""
    measure = criterion(code).measure
    assert measure is not None
    part = more.pop("part", "")
    return next(
        figure
        for figure in measured(criterion(code), measure, evidence(facts, told, **more))
        if figure.year_group == year_group and figure.group is None and figure.part == part
    )
