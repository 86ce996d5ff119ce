"""The rules of provider access by examples: windows, what an encounter must have, who owes it, who came."""

from datetime import date
from typing import Any

import pytest
from pyroaring import BitMap

from hub_core.gatsby.edition import editions
from hub_core.gatsby.figures import Status
from hub_core.gatsby.progress import figures
from hub_core.gatsby.setting import Setting, SettingKind, year_groups_of_ages
from hub_core.reference.activities import AccessContent
from hub_core.reference.encounters import CheckAnswer, EvidenceStrength
from tests.hub_core.gatsby.examples import (
    JANUARY,
    OCTOBER,
    YEAR_8,
    ToldRoll,
    evidence,
    provider,
    roll,
    the,
)


def test_who_was_only_counted_may_have_come_to_all_of_a_phase() -> None:
    """Nine are named at one encounter and five counted at the other: up to five came to both."""
    counts = {"counts": {8: 5}, "strength": EvidenceStrength.COUNTED}
    told = [provider(OCTOBER, range(9)), provider(OCTOBER, None, **counts)]
    year_8 = roll(y8=range(10))
    found = the("7.P", told, year_8, year_group=8, part="first: attended")
    assert (found.numerator, found.at_most, found.status) == (0, 5, Status.IN_PROGRESS)
    told.append(provider(OCTOBER, range(4)))
    of_four = the("7.P", told, year_8, year_group=8, part="first: attended")
    assert (of_four.numerator, of_four.at_most) == (4, 9)


@pytest.mark.parametrize(
    ("year_group", "part", "on", "counts"),
    [
        (8, "first", date(2025, 9, 1), 1),
        (9, "first", date(2025, 7, 15), 1),  # in Year 8 last year: the same phase
        (9, "first", date(2026, 2, 28), 1),
        (9, "first", date(2026, 3, 1), 0),
        (11, "second", date(2026, 2, 28), 1),
        (11, "second", date(2026, 3, 1), 0),
        (11, "second", date(2024, 8, 31), 0),  # still in Year 9
        (13, "third", date(2026, 2, 28), 1),
        (13, "third", date(2026, 3, 1), 0),
    ],
)
def test_windows_of_provider_access(year_group: int, part: str, on: date, counts: int) -> None:
    told = roll(**{f"y{year_group}": range(10)})
    found = the("7.P", [provider(on, range(10))], told, year_group=year_group, part=f"{part}: owed")
    assert (found.numerator, found.denominator) == (counts, 2)


def test_the_day_that_only_a_leap_year_has_is_out() -> None:
    told = ToldRoll(cohorts={2026: BitMap(range(10))})
    leap = {"as_at": date(2024, 3, 31), "year_group": 9, "part": "first: owed"}
    on_28, on_29 = (
        [provider(date(2024, 2, 28), range(10))],
        [provider(date(2024, 2, 29), range(10))],
    )
    assert the("7.P", on_28, told, **leap).numerator == 1
    assert the("7.P", on_29, told, **leap).numerator == 0


@pytest.mark.parametrize(
    "fault",
    [
        {"in_school_day": CheckAnswer.NO},
        {"in_school_day": CheckAnswer.NOT_CHECKED},
        {"content": frozenset(AccessContent) - {AccessContent.QUESTIONS}},
        {"approved_technical": False},
        {"strength": EvidenceStrength.EMPLOYER_REPORTED},
    ],
)
def test_what_a_provider_encounter_must_have(fault: dict[str, Any]) -> None:
    found = the(
        "7.P", [provider(OCTOBER, range(10), **fault)], YEAR_8, year_group=8, part="first: owed"
    )
    assert found.numerator == 0


def test_the_school_owes_the_third_phase_which_learners_may_skip() -> None:
    year_12 = roll(y12=range(10))
    put_on = [provider(OCTOBER, [0]), provider(JANUARY, [0])]
    owed = the("7.P", put_on, year_12, year_group=12, part="third: owed")
    assert owed.status is Status.ACHIEVED
    parts = {
        figure.part
        for benchmark, figure in figures(editions()["GATSBY-2024"], evidence(put_on, year_12))
        if figure.criterion == "7.P"
    }
    assert parts == {"third: owed", *(f"{phase}: owed" for phase in ("first", "second"))}
    first = the("7.P", [provider(OCTOBER, range(9)), provider(JANUARY, range(10))], YEAR_8,
                year_group=8, part="first: attended")  # fmt: skip
    assert (first.numerator, first.denominator, first.status) == (9, 10, Status.IN_PROGRESS)


def test_an_open_window_is_in_progress_and_a_closed_one_is_missed() -> None:
    year_9 = roll(y9=range(10))
    open_still = the("7.P", [], year_9, year_group=9, part="first: owed", as_at=date(2026, 2, 28))
    closed = the("7.P", [], year_9, year_group=9, part="first: owed", as_at=date(2026, 3, 1))
    assert (open_still.status, closed.status) == (Status.IN_PROGRESS, Status.NOT_ACHIEVED)


def test_an_eleven_to_sixteen_school_owes_two_phases_only() -> None:
    to_16 = Setting(kind=SettingKind.SCHOOL, year_groups=year_groups_of_ages(11, 16))
    found = figures(editions()["GATSBY-2024"], evidence([], YEAR_8, setting=to_16))
    phases = {figure.part.partition(":")[0] for _, figure in found if figure.criterion == "7.P"}
    assert phases == {"first", "second"}
