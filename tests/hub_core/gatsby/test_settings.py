"""What each kind of institution is asked, and what nobody asks of it."""

from datetime import date

import pytest

from hub_core.gatsby.edition import editions
from hub_core.gatsby.figures import Status
from hub_core.gatsby.progress import coverage, figures
from hub_core.gatsby.setting import Setting, SettingKind, setting_of, year_groups_of_ages
from hub_core.membership.events import InstitutionDetails
from hub_core.reference.employers import EmployerSize
from hub_core.reference.service_phases import ServicePhase
from tests.hub_core.gatsby.examples import ToldRoll, cohort_in_2026, evidence, roll, talk

NEW = editions()["GATSBY-2024"]
OCTOBER = date(2025, 10, 6)
OF_BENCHMARKS = {
    SettingKind.SCHOOL,
    SettingKind.SPECIAL,
    SettingKind.COLLEGE,
    SettingKind.TRAINING_PROVIDER,
}


def asked(kind: SettingKind, youngest: int, oldest: int, edition: str = "GATSBY-2024") -> set[str]:
    setting = Setting(kind=kind, year_groups=year_groups_of_ages(youngest, oldest))
    return {
        one.code for _, one in editions()[edition].criteria() if one.applies(setting, "2025/26")
    }


@pytest.mark.parametrize("edition", editions())
def test_nobody_else_is_asked_what_the_benchmarks_ask(edition: str) -> None:
    for _, criterion in editions()[edition].criteria():
        assert criterion.settings, f"{criterion.code} does not say whom it asks"
        assert criterion.settings <= OF_BENCHMARKS or criterion.threshold is None


def test_primary_schools_and_adult_services_are_measured_by_their_own() -> None:
    assert asked(SettingKind.PRIMARY, 4, 11) == {"4.1p", "4.2p", "5.1p"}
    assert asked(SettingKind.ADULT, 19, 19) == {"5.2a"}
    assert asked(SettingKind.PRIMARY, 4, 11, "GATSBY-2014") == set()
    assert asked(SettingKind.ADULT, 19, 19, "GATSBY-2014") == set()


@pytest.mark.parametrize(
    ("kind", "ages", "there", "not_there"),
    [
        (SettingKind.SCHOOL, (11, 16), {"8.1", "7.1a", "7.B"}, {"8.2", "7.2", "8.1c", "5.1c"}),
        (SettingKind.SCHOOL, (11, 18), {"8.1", "8.2", "7.2", "6.2"}, {"8.1c", "5.1p"}),
        (SettingKind.SCHOOL, (9, 13), {"5.1", "4.1"}, {"2.1.ks3", "2.1.ks4", "8.1", "6.G"}),
        (SettingKind.SPECIAL, (4, 19), {"5.1", "8.1", "8.2"}, {"8.1c", "5.1p"}),
        (SettingKind.COLLEGE, (16, 19), {"5.1c", "8.1c", "7.1f", "7.Bc"}, {"5.1", "7.P", "7.B", "4.1"}),
        (SettingKind.TRAINING_PROVIDER, (16, 19), {"5.1c", "6.1c"}, {"6.1", "7.P"}),
    ],
)  # fmt: skip
def test_criteria_about_ages_not_taught_are_not_asked(
    kind: SettingKind, ages: tuple[int, int], there: set[str], not_there: set[str]
) -> None:
    found = asked(kind, *ages)
    assert there <= found
    assert not not_there & found


@pytest.mark.parametrize(
    ("phase", "type_code", "kind"),
    [
        (ServicePhase.PRIMARY, "01", SettingKind.PRIMARY),
        (ServicePhase.SECONDARY, "34", SettingKind.SCHOOL),
        (ServicePhase.SPECIAL_AND_ALTERNATIVE, "07", SettingKind.SPECIAL),
        (ServicePhase.SPECIAL_AND_ALTERNATIVE, "32", SettingKind.SPECIAL),  # post 16
        (ServicePhase.FE_AND_SKILLS, "18", SettingKind.COLLEGE),
        (ServicePhase.FE_AND_SKILLS, "31", SettingKind.COLLEGE),  # sixth form centre
        (ServicePhase.FE_AND_SKILLS, None, SettingKind.TRAINING_PROVIDER),
        (ServicePhase.ADULT, None, SettingKind.ADULT),
        (None, None, SettingKind.SCHOOL),
    ],
)
def test_the_register_says_which(
    phase: ServicePhase | None, type_code: str | None, kind: SettingKind
) -> None:
    details = InstitutionDetails(name="Ashbrook", phase=phase, type_code=type_code)
    assert setting_of(details).kind is kind


@pytest.mark.parametrize("edition", editions())
def test_a_training_provider_is_asked_what_a_college_is(edition: str) -> None:
    """Compass asks both with one evaluation: "FE and ITPs" (domain 1.1)."""
    provider = asked(SettingKind.TRAINING_PROVIDER, 16, 19, edition)
    assert provider == asked(SettingKind.COLLEGE, 16, 19, edition)
    assert {"5.1c", "6.1c", "8.1c"} <= provider


def test_a_primary_school_s_pupils_who_met_somebody_at_work() -> None:
    setting = Setting(kind=SettingKind.PRIMARY, year_groups=year_groups_of_ages(4, 11))
    told = ToldRoll(cohorts={cohort_in_2026(4): roll(y8=range(30)).cohorts[cohort_in_2026(8)]})
    met = [talk(OCTOBER, range(21), size=EmployerSize("small"))]
    found = list(figures(NEW, evidence(met, told, setting=setting)))
    year_4 = next(one for _, one in found if one.year_group == 4)
    assert (year_4.numerator, year_4.denominator) == (21, 30)
    assert year_4.status is Status.NOT_SCORED
    assert not any(one.scored for one in coverage(found)), "no benchmark is set for primary schools"
