"""Institutions of every kind whose years hold a bit of everything, beside what usually happens in England.

Drawn by chance from one seed. Nobody is named, and nothing here knows what counts.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from uuid import UUID

from hub_core.activities import events as a
from hub_core.encounters.events import Attendance
from hub_core.learner_sets import pack
from hub_core.log.event import Event
from hub_core.membership.events import InstitutionDetails, InstitutionRegistered
from hub_core.reference.activities import (
    ALSO_COUNTS_FOR,
    KIND_OF,
    AccessContent,
    ActivityKind,
    ActivityType,
    Pathway,
    ProviderKind,
    Subject,
    WorkplaceContent,
)
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import CheckAnswer, DeliveryMode, MeaningfulCheck
from hub_core.reference.service_phases import ServicePhase
from hub_core.rosters.events import CohortDeclared

LEARNERS_A_YEAR = 20
ACTIVITIES = 600
YES = dict.fromkeys(MeaningfulCheck, CheckAnswer.YES)
#: A school with a sixth form, a college and a primary school, with their ages.
AGES = {
    ServicePhase.SECONDARY: (11, 18),
    ServicePhase.FE_AND_SKILLS: (16, 19),
    ServicePhase.PRIMARY: (4, 11),
}


def imagined(phase: ServicePhase, began: date, until: date) -> Iterator[Event]:
    """One institution's years between two days, which end in 2025/26."""
    random, (low, high) = Random(phase.value), AGES[phase]
    institution = UUID(int=random.getrandbits(128))
    details = InstitutionDetails(name="Ashbrook", phase=phase, low_age=low, high_age=high)
    yield InstitutionRegistered(
        institution=institution, occurred_on=began, urn="100025", details=details
    )
    year_groups = range(low - 4, high - 4)
    rolls = {
        year: range(place * LEARNERS_A_YEAR, (place + 1) * LEARNERS_A_YEAR)
        for place, year in enumerate(year_groups)
    }
    for year, there in rolls.items():
        yield CohortDeclared(
            institution=institution, occurred_on=began, cohort=2037 - year, learners=pack(there)
        )
    for number in range(ACTIVITIES):
        held = began + timedelta(days=random.randrange((until - began).days))
        # Half of what happens is of the year under way.
        on = held if number % 2 else date(2025, 9, 1) + (until - held) % timedelta(days=300)
        there = [
            learner
            for year in random.sample(list(rolls), k=2)
            for learner in random.sample(rolls[year], k=LEARNERS_A_YEAR // 2)
        ]
        yield a.ActivityRecorded(
            institution=institution,
            activity=UUID(int=random.getrandbits(128)),
            occurred_on=on,
            details=_details(random),
            attendance=Attendance(total=len(there), learners=pack(there)),
            checks=random.choice([YES, YES, {}, YES | {MeaningfulCheck.CLEAR_PURPOSE: CheckAnswer.NO}]),
        )  # fmt: skip


def _details(random: Random) -> a.Details:
    often = [ActivityType.HE_VISIT, ActivityType.GUIDANCE_MEETING] * 5 + [
        ActivityType.TASTER_DAY
    ] * 9
    kind_of = random.choice([*ActivityType, *often])
    kind = KIND_OF[kind_of]
    also = [one for one in ALSO_COUNTS_FOR[kind] if random.random() < 0.3]
    other = random.choice(list(ProviderKind))
    provider = a.Provider(
        kind=ProviderKind.UNIVERSITY if kind_of is ActivityType.HE_VISIT else other,
        approved_technical=random.random() < 0.7,
        in_school_day=random.choice([CheckAnswer.YES, CheckAnswer.YES, *CheckAnswer]),
        content=random.choice([*[tuple(AccessContent)] * 3, (AccessContent.LEARNING,), ()]),
    )
    at_work = kind is ActivityKind.WORKPLACE_EXPERIENCE
    for_parents = kind is ActivityKind.PARENT_ACTIVITY
    employed = ActivityKind.EMPLOYER_ENCOUNTER in (kind, *also)
    linked = ActivityKind.CURRICULUM_LINK in (kind, *also)
    return a.Details(
        type=kind_of,
        mode=random.choice([DeliveryMode.IN_PERSON, *DeliveryMode]),
        also=tuple(sorted(also)),
        provider=provider if kind is ActivityKind.PROVIDER_ENCOUNTER else None,
        adviser_level=random.choice([4, 6, 6, 7])
        if kind is ActivityKind.GUIDANCE_MEETING
        else None,
        pathways=tuple(random.sample(list(Pathway), k=random.choice([0, 0, 1, 2]))),
        minutes=random.choice([300, 900, 1500]) if at_work else None,
        workplace=random.choice([tuple(WorkplaceContent), (WorkplaceContent.TASK,)])
        if at_work
        else (),
        subjects=tuple(random.sample(list(Subject), k=2)) if linked else (),
        year_groups=tuple(random.sample(range(7, 14), k=2)) if linked or for_parents else (),
        size=random.choice([None, *EmployerSize]) if employed else None,
        sector=random.choice([None, *Sector]) if employed else None,
    )
