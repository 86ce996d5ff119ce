"""What institutions tell the log of beside official results, and how it enters national sums.

The rule: whoever told nothing of a subject contributes nothing to it, which is not nought; and numbers of
people enter to the nearest ten, institution by institution, so that no arithmetic over what is published
tells an institution's own number any closer (decision 45).
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from uuid import UUID, uuid5

from msgspec import Struct

from hub_core.disclosure.alike import Contribution
from hub_core.reference.labelled import Labelled
from hub_core.reference.service_phases import ServicePhase
from hub_core.rollups.characteristics import ITEMS
from hub_core.rollups.institution_types import ELIGIBLE_PHASES
from hub_core.rollups.levels import Level

_FILE = files("hub_core.rollups") / "told.csv"

#: An institution's own numbers of a subject, by measure.
Measures = Mapping[str, int]
CONTRIBUTING = "contributing"
EXACT, PEOPLE = "exact", "people"


class Subject(Labelled):
    """What figures from the log are about. Source: domain 3.3."""

    ACTIVITY = "activity", "Encounters, workplaces, guidance and provider access"
    TRAINING = "training", "Training and careers leaders"
    PRIMARY = "primary", "Careers in primary schools"
    ADULT = "adult", "Adult services"


#: Who could tell of a subject.
PHASES: Mapping[Subject, frozenset[ServicePhase]] = {
    Subject.ACTIVITY: ELIGIBLE_PHASES,
    Subject.TRAINING: ELIGIBLE_PHASES,
    Subject.PRIMARY: frozenset({ServicePhase.PRIMARY}),
    Subject.ADULT: frozenset({ServicePhase.ADULT}),
}


#: By which characteristics of institutions a subject is told apart.
TOLD_APART_BY: Mapping[Subject, tuple[Level, ...]] = {
    Subject.ACTIVITY: tuple(ITEMS),
    Subject.TRAINING: (),
    Subject.PRIMARY: (Level.DEPRIVATION,),
    Subject.ADULT: (),
}


class Word(Labelled):
    """On whose word an employer encounter rests. Source: decision 31."""

    SCHOOL_CONFIRMED = "school_confirmed", "Employer told, institution named who came"
    COUNTED = "counted", "Employer told, institution counted who came"
    SCHOOL_ONLY = "school_only", "Institution's own record alone"
    EMPLOYER_REPORTED = "employer_reported", "Employer's word alone"

    @property
    def measure(self) -> str:
        """The measure of an institution's encounters that rest on it."""
        return f"encounters_{self.value}"


class ToldIndicator(Struct, frozen=True, kw_only=True):
    """An indicator of a subject: a measure summed, as a share of ``whole`` where there is one."""

    subject: Subject
    indicator: str
    part: str
    whole: str | None
    entered: str


@cache
def told_indicators(subject: Subject) -> tuple[ToldIndicator, ...]:
    """The indicators of a subject, in the order of its table."""
    return tuple(one for one in _every_indicator() if one.subject is subject)


def contribution(institution: UUID, subject: Subject, entered: Measures) -> Contribution:
    """What an institution brings to the sums of a subject: other numbers are another contribution."""
    told = ",".join(f"{measure}={number}" for measure, number in sorted(entered.items()))
    return Contribution(institution, uuid5(institution, f"{subject.value}:{told}"))


def entering(subject: Subject, own: Measures, to: int) -> dict[str, int]:
    """An institution's own numbers as they enter sums: people to the nearest multiple of ``to``."""
    rules = _rules(subject)
    return {measure: _entered(own, measure, rules.get(measure, EXACT), to) for measure in own}


def _entered(own: Measures, measure: str, rule: str, to: int) -> int:
    number = own[measure]
    if rule == EXACT:
        return number
    if rule == PEOPLE:
        return nearest(number, to)
    people = own[rule]
    return nearest(number * nearest(people, to) // people, to) if people else 0


def nearest(number: int, to: int) -> int:
    """The nearest multiple, halves up: 4 to ten is 0, 5 is 10."""
    return (2 * number + to) // (2 * to) * to


def _rules(subject: Subject) -> dict[str, str]:
    return {one.part: one.entered for one in told_indicators(subject)}


@cache
def _every_indicator() -> tuple[ToldIndicator, ...]:
    return tuple(_read())


def _read() -> Iterator[ToldIndicator]:
    lines = (line for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    for row in csv.DictReader(lines):
        yield ToldIndicator(
            subject=Subject(row["subject"]),
            indicator=row["indicator"],
            part=row["part"],
            whole=row["whole"] or None,
            entered=row["entered"],
        )
