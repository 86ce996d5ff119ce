"""Service phases: GIAS codes lead to the five groups of the dashboard."""

import pytest

from hub_core.reference.service_phases import (
    ServicePhase,
    establishment_type_code,
    establishment_types,
    phase_of_education_code,
    phases_of_education,
    service_phase,
)


@pytest.mark.parametrize(
    ("type_code", "phase_code", "ages", "expected"),
    [
        ("01", "2", (3, 11), ServicePhase.PRIMARY),
        ("01", "3", (5, 12), ServicePhase.PRIMARY),
        ("34", "4", (11, 18), ServicePhase.SECONDARY),
        ("34", "5", (9, 13), ServicePhase.SECONDARY),
        ("35", "7", (3, 18), ServicePhase.SECONDARY),
        ("40", "4", (14, 19), ServicePhase.SECONDARY),
        ("07", "0", (2, 19), ServicePhase.SPECIAL_AND_ALTERNATIVE),
        ("14", "0", (11, 16), ServicePhase.SPECIAL_AND_ALTERNATIVE),
        ("32", "6", (16, 25), ServicePhase.SPECIAL_AND_ALTERNATIVE),
        ("18", "6", (16, 99), ServicePhase.FE_AND_SKILLS),
        ("45", "6", (16, 19), ServicePhase.FE_AND_SKILLS),
        ("11", "0", (3, 18), ServicePhase.SECONDARY),
        ("11", "0", (3, 11), ServicePhase.PRIMARY),
        ("11", "0", (16, 19), ServicePhase.FE_AND_SKILLS),
        ("11", "0", (None, None), None),
        ("15", "1", (2, 5), None),
        ("30", "4", (11, 18), None),
        ("29", "0", (None, None), None),
    ],
)
def test_type_then_phase_then_ages_decide(
    type_code: str,
    phase_code: str,
    ages: tuple[int | None, int | None],
    expected: ServicePhase | None,
):
    low, high = ages
    found = service_phase(type_code=type_code, phase_code=phase_code, low_age=low, high_age=high)
    assert found is expected


def test_a_phase_alone_is_enough():
    assert service_phase(phase_code="2") is ServicePhase.PRIMARY


def test_what_the_codes_do_not_say_is_not_guessed():
    assert service_phase() is None


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("1", "", "01"),
        ("01", "", "01"),
        ("34", "anything", "34"),
        ("", "Academy converter", "34"),
        ("", "academy CONVERTER ", "34"),
        ("98", "", None),
        ("", "", None),
    ],
)
def test_types_are_found_by_padded_or_plain_code_or_by_name(
    code: str, name: str, expected: str | None
):
    assert establishment_type_code(code=code, name=name) == expected


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("4", "", "4"),
        ("04", "", "4"),
        ("0", "", "0"),
        ("", "Primary (derived)", "2"),
        ("", "16 plus (derived)", "6"),
        ("", "All-through", "7"),
        ("", "", None),
    ],
)
def test_phases_are_found_by_code_or_by_name_also_when_derived(
    code: str, name: str, expected: str | None
):
    assert phase_of_education_code(code=code, name=name) == expected


def test_every_assignment_in_the_code_lists_is_one_the_code_knows():
    known = set(ServicePhase) | {"by_phase", "by_age", "outside"}
    assert len(establishment_types()) == 39
    assert {each.service_phase for each in establishment_types().values()} <= known
    assert {each.service_phase for each in phases_of_education().values()} <= known
