"""How institutions and employers of the fictional England behave, as tables.

The rule: every rate and share that shapes the fiction stands here, so that who wants another England
changes numbers and no code. Sizes follow the platform's design figures: about 2 million events and 60
million learner encounters a school year from 24 thousand institutions.
"""

from collections.abc import Mapping
from enum import Enum

import msgspec

from hub_core.encounters.codes import CancellationReason, CorrectionReason, DisputeReason
from hub_core.reference.employers import EmployerSize
from hub_core.reference.encounters import DeclineReason, DeliveryMode, EncounterKind
from hub_core.reference.service_phases import ServicePhase
from services.platform.england.school_year import Rhythm


class Supply(Enum):
    """What an institution tells the platform in a school year."""

    #: Learner sets, and confirmations with the learners who came.
    LEARNERS = "learners"
    #: Numbers on roll, and confirmations with counts.
    COUNTS = "counts"
    #: It agrees to encounters and never confirms one: only the employers' reports stand.
    NO_CONFIRMATIONS = "no_confirmations"
    #: Nothing at all; offers to it stay without an answer.
    NOTHING = "nothing"


class Attending(Enum):
    """Who an encounter is for."""

    SCHOOL = "school"
    TWO_YEAR_GROUPS = "two_year_groups"
    YEAR_GROUP = "year_group"
    HALF_YEAR_GROUP = "half_year_group"
    CLASS = "class"
    SMALL_GROUP = "small_group"


class PhaseHabits(msgspec.Struct, frozen=True, kw_only=True):
    """One phase: its share of all institutions, its sizes, and its year.

    ``eagerness`` orders a hub's institutions at small scales (small comes first).
    ``encounters`` are proposals a year at an institution of middling size; ``free_school_meals`` are the
    lowest and highest share of pupils eligible, in per cent, and most are nearer the lowest.
    """

    share: float
    admitted: float
    eagerness: float
    rhythm: Rhythm
    pupils: tuple[int, int]
    free_school_meals: tuple[int, int] | None
    year_groups: Mapping[int, float]
    encounters: tuple[int, int]
    supply: Mapping[Supply, float]
    attending: Mapping[Attending, float]
    kinds: Mapping[EncounterKind, float]


K = EncounterKind
_SCHOOL_KINDS: Mapping[EncounterKind, float] = {
    K.EMPLOYER_TALK: 24,
    K.CAREERS_FAIR: 9,
    K.MOCK_INTERVIEW: 8,
    K.ENTERPRISE_CHALLENGE: 8,
    K.MENTORING: 6,
    K.WORKPLACE_SPEAKER_VIRTUAL: 10,
    K.PROJECT_BRIEF: 6,
    K.JOB_APPLICATION_PRACTICE: 6,
    K.ALUMNI_TALK: 7,
    K.CURRICULUM_LESSON_WITH_EMPLOYER: 10,
    K.NETWORKING: 2,
    K.Q_AND_A_PANEL: 4,
}
_YOUNG_KINDS: Mapping[EncounterKind, float] = {
    K.EMPLOYER_TALK: 40,
    K.ENTERPRISE_CHALLENGE: 12,
    K.WORKPLACE_SPEAKER_VIRTUAL: 10,
    K.PROJECT_BRIEF: 8,
    K.CURRICULUM_LESSON_WITH_EMPLOYER: 22,
    K.Q_AND_A_PANEL: 8,
}
_ADULT_KINDS: Mapping[EncounterKind, float] = {
    K.CAREERS_FAIR: 22,
    K.MOCK_INTERVIEW: 16,
    K.JOB_APPLICATION_PRACTICE: 24,
    K.EMPLOYER_TALK: 18,
    K.NETWORKING: 12,
    K.MENTORING: 8,
}
A, S = Attending, Supply

PHASES: Mapping[ServicePhase, PhaseHabits] = {
    ServicePhase.PRIMARY: PhaseHabits(
        share=0.715,
        admitted=0.62,
        eagerness=1.0,
        rhythm=Rhythm.SCHOOL,
        pupils=(90, 450),
        free_school_meals=(3, 75),
        year_groups={1: 0.3, 2: 0.4, 3: 0.8, 4: 1.0, 5: 2.2, 6: 3.0},
        encounters=(5, 14),
        supply={S.LEARNERS: 0.24, S.COUNTS: 0.40, S.NO_CONFIRMATIONS: 0.12, S.NOTHING: 0.24},
        attending={A.SCHOOL: 14, A.TWO_YEAR_GROUPS: 30, A.YEAR_GROUP: 42, A.CLASS: 14},
        kinds=_YOUNG_KINDS,
    ),
    ServicePhase.SECONDARY: PhaseHabits(
        share=0.165,
        admitted=0.95,
        eagerness=0.45,
        rhythm=Rhythm.SCHOOL,
        pupils=(450, 1550),
        free_school_meals=(4, 70),
        year_groups={7: 1.0, 8: 1.6, 9: 1.6, 10: 2.4, 11: 1.8, 12: 1.2, 13: 0.8},
        encounters=(38, 80),
        supply={S.LEARNERS: 0.62, S.COUNTS: 0.20, S.NO_CONFIRMATIONS: 0.10, S.NOTHING: 0.08},
        attending={
            A.SCHOOL: 13,
            A.TWO_YEAR_GROUPS: 29,
            A.YEAR_GROUP: 36,
            A.HALF_YEAR_GROUP: 13,
            A.CLASS: 8,
            A.SMALL_GROUP: 3,
        },
        kinds=_SCHOOL_KINDS,
    ),
    ServicePhase.SPECIAL_AND_ALTERNATIVE: PhaseHabits(
        share=0.078,
        admitted=0.88,
        eagerness=0.7,
        rhythm=Rhythm.SCHOOL,
        pupils=(40, 180),
        free_school_meals=(25, 95),
        year_groups={7: 0.8, 8: 1.0, 9: 1.2, 10: 1.8, 11: 1.8, 12: 0.8, 13: 0.6},
        encounters=(10, 24),
        supply={S.LEARNERS: 0.40, S.COUNTS: 0.34, S.NO_CONFIRMATIONS: 0.12, S.NOTHING: 0.14},
        attending={A.TWO_YEAR_GROUPS: 18, A.YEAR_GROUP: 34, A.CLASS: 26, A.SMALL_GROUP: 22},
        kinds=_SCHOOL_KINDS,
    ),
    ServicePhase.FE_AND_SKILLS: PhaseHabits(
        share=0.027,
        admitted=0.93,
        eagerness=0.6,
        rhythm=Rhythm.COLLEGE,
        pupils=(300, 4200),
        free_school_meals=None,
        year_groups={12: 2.0, 13: 1.6, 14: 0.7},
        encounters=(55, 150),
        supply={S.LEARNERS: 0.46, S.COUNTS: 0.34, S.NO_CONFIRMATIONS: 0.12, S.NOTHING: 0.08},
        attending={A.HALF_YEAR_GROUP: 26, A.CLASS: 46, A.SMALL_GROUP: 14, A.YEAR_GROUP: 14},
        kinds=_SCHOOL_KINDS,
    ),
    ServicePhase.ADULT: PhaseHabits(
        share=0.015,
        admitted=0.82,
        eagerness=0.8,
        rhythm=Rhythm.ADULT,
        pupils=(0, 0),
        free_school_meals=None,
        year_groups={},
        encounters=(20, 55),
        supply={S.COUNTS: 0.68, S.NO_CONFIRMATIONS: 0.18, S.NOTHING: 0.14},
        attending={A.CLASS: 60, A.SMALL_GROUP: 40},
        kinds=_ADULT_KINDS,
    ),
}

#: A hub's members stay about this; where its primaries could not mostly join, they are out of scope.
MOST_MEMBERS = 420
FEWEST_PRIMARIES = 0.45
#: Of those that answer, so many answer weeks or months late; of the quiet, so many one year only.
LATE = 0.13
ONE_YEAR_ONLY = 0.4
#: Members that join in the course of the two years, requests that wait, and those who leave or pause.
JOINING_LATER = 0.09
REQUEST_WAITING = 0.04
PAUSED = 0.006
WITHDRAWN = 0.004
BECAME_ACADEMY = 0.012

# --- One encounter, in 256ths unless said otherwise ---

DECLINED = 22
UNANSWERED = 10
CANCELLED = 12
#: Of the cancelled ones, those that the employer called off as a whole.
CALLED_OFF_BY_EMPLOYER = 150
RESCHEDULED = 16
NOT_REPORTED = 14
CONFIRMED = 240
CONFIRMED_LATE = 214
DISPUTED = 4
CORRECTED = 5
WITHDRAWN_AGAIN = 1

DECLINE_REASONS: Mapping[DeclineReason, float] = {
    DeclineReason.FULLY_BOOKED: 26,
    DeclineReason.DATE_NOT_AVAILABLE: 38,
    DeclineReason.NO_PHASE_AVAILABILITY: 10,
    DeclineReason.NOT_LOCAL: 6,
    DeclineReason.DUPLICATE: 7,
    DeclineReason.INFO_NOT_PROVIDED: 8,
    DeclineReason.OTHER: 5,
}
CANCELLATION_REASONS: Mapping[CancellationReason, float] = {
    CancellationReason.INSTITUTION_UNAVAILABLE: 50,
    CancellationReason.TOO_FEW_LEARNERS: 20,
    CancellationReason.WEATHER_OR_TRAVEL: 20,
    CancellationReason.OTHER: 10,
}
DISPUTE_REASONS: Mapping[DisputeReason, float] = {
    DisputeReason.DID_NOT_TAKE_PLACE: 30,
    DisputeReason.NUMBERS_DIFFER: 40,
    DisputeReason.WRONG_DATE: 15,
    DisputeReason.DUPLICATE: 15,
}
CORRECTION_REASONS: Mapping[CorrectionReason, float] = {
    CorrectionReason.WRONG_LEARNERS: 60,
    CorrectionReason.WRONG_ANSWERS: 30,
    CorrectionReason.OTHER: 10,
}
MODES: Mapping[DeliveryMode, float] = {
    DeliveryMode.IN_PERSON: 78,
    DeliveryMode.VIRTUAL_LIVE: 12,
    DeliveryMode.VIRTUAL_RECORDED: 3,
    DeliveryMode.BLENDED: 7,
}
EMPLOYER_SIZES: Mapping[EmployerSize, float] = {
    EmployerSize.MICRO: 22,
    EmployerSize.SMALL: 28,
    EmployerSize.MEDIUM: 24,
    EmployerSize.LARGE: 26,
}


class OwnWord(msgspec.Struct, frozen=True, kw_only=True):
    """What members say of themselves, as shares of those it can be said of.

    ``completes`` is how many of those that evaluate complete an evaluation in the first autumn, the first
    summer and this autumn; ``benchmarks`` where an average member stands on each.
    """

    names_careers_leader: float
    vacant: float
    trained: float
    trained_in_pathways: float
    publishes_statement: float
    evaluates: float
    completes: tuple[float, float, float]
    benchmarks: Mapping[int, float]


OWN_WORD = OwnWord(
    names_careers_leader=0.82,
    vacant=0.09,
    trained=0.68,
    trained_in_pathways=0.35,
    publishes_statement=0.78,
    evaluates=0.84,
    completes=(0.9, 0.62, 0.3),
    benchmarks={1: 0.66, 2: 0.74, 3: 0.56, 4: 0.6, 5: 0.78, 6: 0.6, 7: 0.58, 8: 0.76},
)
