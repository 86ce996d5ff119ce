"""What kind of institution is measured, and which year groups it teaches.

The rule: a criterion about ages an institution does not teach is left out, never counted as missed.
"""

import msgspec

from hub_core.membership.events import InstitutionDetails
from hub_core.reference.labelled import Labelled
from hub_core.reference.service_phases import ServicePhase
from hub_core.values import YearGroup


class SettingKind(Labelled):
    """Which questions an institution is asked. Source: Compass's evaluation types, autumn 2025."""

    SCHOOL = "school", "School"
    SPECIAL = "special", "Specialist setting"
    COLLEGE = "college", "College"
    TRAINING_PROVIDER = "training_provider", "Independent training provider"
    PRIMARY = "primary", "Primary school"
    ADULT = "adult", "Adult service"


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One institution as the criteria see it; ``year_groups`` are those it teaches."""

    kind: SettingKind
    year_groups: frozenset[YearGroup] = frozenset()


#: What kind an institution of each phase is, but for training providers: see ``kind_of``.
KIND_OF_PHASE = {
    ServicePhase.PRIMARY: SettingKind.PRIMARY,
    ServicePhase.SECONDARY: SettingKind.SCHOOL,
    ServicePhase.SPECIAL_AND_ALTERNATIVE: SettingKind.SPECIAL,
    ServicePhase.FE_AND_SKILLS: SettingKind.COLLEGE,
    ServicePhase.ADULT: SettingKind.ADULT,
}


def year_groups_of_ages(youngest: int, oldest: int) -> frozenset[YearGroup]:
    """The year groups taught where learners are this old: a school from 11 to 16 teaches Years 7 to 11.

    The statutory oldest age is the one learners reach in their last year.
    """
    return frozenset(range(max(youngest - 4, 0), min(oldest - 5, 14) + 1))


#: Ages of an institution whose register entry has none, by phase. Source: the usual ages of each phase.
USUAL_AGES = {
    ServicePhase.PRIMARY: (4, 11),
    ServicePhase.SECONDARY: (11, 16),
    ServicePhase.SPECIAL_AND_ALTERNATIVE: (4, 19),
    ServicePhase.FE_AND_SKILLS: (16, 19),
    ServicePhase.ADULT: (19, 19),
}


def kind_of(details: InstitutionDetails) -> SettingKind:
    """Which questions it is asked.

    GIAS gives every college a type of establishment. An independent training provider is not in GIAS:
    it is known by its UKPRN, and has none (domain 1.1: it registers with Compass by UKPRN alone).
    """
    if details.phase is ServicePhase.FE_AND_SKILLS and details.type_code is None:
        return SettingKind.TRAINING_PROVIDER
    return KIND_OF_PHASE[details.phase] if details.phase else SettingKind.SCHOOL


def setting_of(details: InstitutionDetails) -> Setting:
    """The setting of an institution as the register describes it."""
    phase = details.phase
    youngest, oldest = USUAL_AGES.get(phase, (11, 16)) if phase else (11, 16)
    if details.low_age is not None and details.high_age is not None:
        youngest, oldest = details.low_age, details.high_age
    return Setting(
        kind=kind_of(details),
        year_groups=year_groups_of_ages(youngest, oldest),
    )
