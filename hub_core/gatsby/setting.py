"""What kind of institution is measured, and which year groups it teaches.

The rule: a criterion about ages an institution does not teach is left out, never counted as missed.
"""

import msgspec

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


#: What kind an institution of each phase is when nothing more is known.
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
