"""Institutions by chance: every kind of setting, and facts that differ in all that a rule asks of."""

from datetime import date, timedelta

import msgspec
from hypothesis import strategies as st
from pyroaring import BitMap

from hub_core.gatsby.facts import Fact
from hub_core.gatsby.setting import USUAL_AGES, Setting, SettingKind, year_groups_of_ages
from hub_core.gatsby.windows import year_group_on
from hub_core.reference.activities import (
    AccessContent,
    ActivityKind,
    ActivityType,
    PathwayFamily,
    ProviderKind,
    Subject,
    WorkplaceContent,
)
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.encounters import (
    CheckAnswer,
    DeliveryMode,
    EvidenceStrength,
    MeaningfulCheck,
)
from hub_core.reference.service_phases import ServicePhase
from tests.hub_core.gatsby.examples import ALL_YES, SCHOOL, ToldRoll, cohort_in_2026, fact

#: Learners in each year group, and how many more are known that are on no roll any more.
ROLL, LEFT = 8, 2
#: Those of Year 8 are 80 to 87, and 88 and 89 have left.
COHORTS = {cohort_in_2026(year): BitMap(range(10 * year, 10 * year + ROLL)) for year in range(15)}
TOLD = ToldRoll(cohorts=COHORTS)
#: The same institution that only says how many there are.
NUMBERS = ToldRoll(numbers=dict.fromkeys(range(15), ROLL))
EVERYBODY = BitMap.union(*COHORTS.values())
SETTINGS = st.sampled_from(
    [
        SCHOOL,
        Setting(kind=SettingKind.SPECIAL, year_groups=frozenset(range(14))),
        *(
            Setting(kind=kind, year_groups=year_groups_of_ages(*USUAL_AGES[phase]))
            for kind, phase in (
                (SettingKind.COLLEGE, ServicePhase.FE_AND_SKILLS),
                (SettingKind.TRAINING_PROVIDER, ServicePhase.FE_AND_SKILLS),
                (SettingKind.PRIMARY, ServicePhase.PRIMARY),
                (SettingKind.ADULT, ServicePhase.ADULT),
            )
        ),
    ]
)
_K, _T, _C = ActivityKind, ActivityType, CheckAnswer
#: What happened first of all, what it counts for as well, and of which type it may be.
_HAPPENED = st.sampled_from(
    [
        *((kind, frozenset[_K](), None) for kind in _K),
        (_K.EMPLOYER_ENCOUNTER, frozenset({_K.CURRICULUM_LINK}), _T.EMPLOYER_TALK),
        (_K.EMPLOYER_ENCOUNTER, frozenset(), _T.CURRICULUM_LESSON_WITH_EMPLOYER),
        (_K.EMPLOYER_ENCOUNTER, frozenset(), _T.ALUMNI_TALK),
        (_K.PROVIDER_ENCOUNTER, frozenset({_K.EMPLOYER_ENCOUNTER}), _T.TASTER_DAY),
        (_K.PROVIDER_ENCOUNTER, frozenset(), _T.HE_VISIT),
        (_K.WORKPLACE_EXPERIENCE, frozenset(), _T.PART_TIME_JOB),
        (_K.WORKPLACE_EXPERIENCE, frozenset(), _T.WORK_EXPERIENCE_DAY),
    ]
)


@st.composite
def _a_fact(draw: st.DrawFn) -> Fact:
    kind, also, kind_of = draw(_HAPPENED)
    year, more = draw(st.sampled_from([3, 8, 10, 11, 12, 13])), draw(st.booleans())
    whom = st.integers(10 * year, 10 * year + ROLL + LEFT - 1 + 10 * more)
    provider = draw(st.sampled_from([ProviderKind.FE_COLLEGE, *ProviderKind]))
    mostly = st.sampled_from([True] * 5 + [False])
    return fact(
        kind,
        date(2021, 9, 1) + timedelta(days=draw(st.one_of(st.integers(0, 1700), st.integers(1460, 1672)))),
        draw(st.sets(whom, max_size=ROLL)),
        also=also,
        type=kind_of,
        mode=draw(st.sampled_from([*DeliveryMode, *[DeliveryMode.IN_PERSON] * 3])),
        strength=draw(st.sampled_from([*EvidenceStrength, *[EvidenceStrength.SCHOOL_CONFIRMED] * 7])),
        checks=ALL_YES if draw(mostly) else {MeaningfulCheck.CLEAR_PURPOSE: draw(st.sampled_from(_C))},
        workplace=frozenset(WorkplaceContent) if draw(mostly) else frozenset(),
        content=frozenset(AccessContent) if draw(mostly) else frozenset({AccessContent.CAREERS}),
        provider_kind=provider,
        approved_technical=provider is not ProviderKind.UNIVERSITY,
        in_school_day=_C.YES if draw(mostly) else draw(st.sampled_from(_C)),
        adviser_level=draw(st.sampled_from([6, 7, 5, None])),
        minutes=draw(st.sampled_from([600, 1500, 3000, 0])),
        size=draw(st.sampled_from([None, *EmployerSize])),
        sector=draw(st.sampled_from([None, *list(Sector)[:4]])),
        families=draw(st.sampled_from([frozenset[PathwayFamily](), frozenset(PathwayFamily)])),
        subjects=frozenset({draw(st.sampled_from([Subject.ENGLISH, Subject.MUSIC, Subject.OTHER]))}),
        year_groups=draw(st.sampled_from([frozenset[int](), frozenset({8}), frozenset({9, 11, 12})])),
    )  # fmt: skip


facts = st.lists(_a_fact(), min_size=4, max_size=12)
#: Which of the facts are told as counts.
which = st.lists(st.booleans(), min_size=12, max_size=12)


def of_the_roll(told: Fact) -> Fact:
    """The same fact, come to by those alone who are on roll."""
    assert told.learners is not None
    return msgspec.structs.replace(told, learners=told.learners & EVERYBODY)


def as_count(told: Fact) -> Fact:
    """The same fact told as how many of each year group came, as they were on its day."""
    assert told.learners is not None
    counts = {
        year_group_on(cohort, told.on): len(learners & told.learners)
        for cohort, learners in COHORTS.items()
        if learners & told.learners
    }
    evidenced = told.strength.is_evidenced
    return msgspec.structs.replace(
        told,
        learners=None,
        counts=counts,
        strength=EvidenceStrength.COUNTED if evidenced else told.strength,
    )


def some_counted(told: list[Fact], counted: list[bool]) -> list[Fact]:
    """These facts, some of them as counts."""
    return [as_count(one) if hide else one for one, hide in zip(told, counted, strict=False)]
