"""What funders ask is data: the file that ships is whole, and another funder needs no code."""

from datetime import date

import pytest

from hub_core.refusals import NotFound
from hub_core.reporting.asked import period_asked
from hub_core.reporting.codes import FigureName
from hub_core.reporting.funders import WrongFunders, funders, funders_of

ANOTHER = """
[[funder]]
code = "combined_authority"
name = "Northbank Combined Authority"
note = "Terms, not quarters."
source = "Grant letter"

[[funder.period]]
code = "autumn"
label = "Autumn"
months = [9, 10, 11, 12]
[[funder.period]]
code = "rest"
label = "Spring and summer"
months = [1, 2, 3, 4, 5, 6, 7, 8]

[[funder.indicator]]
code = "in_the_hub"
group = "Membership"
label = "Primary schools in the hub"
figure = "coverage"
phase = "primary"
target = { autumn = 40, rest = 60 }
definition = "Primary members of eligible primary schools."
source = "Schedule 2"
"""


def test_the_file_asks_what_the_field_is_measured_on_and_says_where_from() -> None:
    cec = funders()["cec"]
    assert {one.figure for one in cec.indicator} == set(FigureName)
    assert all(one.source and one.definition for one in cec.indicator)
    assert {one.benchmark for one in cec.indicator} - {None} == set(range(1, 9))
    mean = next(one for one in cec.indicator if one.code == "mean_benchmarks")
    assert mean.target_in("q3") == 5.0
    assert [mean.met(value, 5.0) for value in (5.38, 5.0, 4.99, None)] == [True, True, False, None]
    none = next(one for one in cec.indicator if one.code == "none_achieved")
    assert (none.met(3.0, 5.0), none.met(6.0, 5.0), none.met(6.0, None)) == (True, False, None)


def test_quarters_end_on_the_last_day_of_a_month_also_in_a_leap_year() -> None:
    q1, q2, _, q4 = funders()["cec"].period
    assert (q1.first_day("2026/27"), q1.last_day("2026/27")) == (
        date(2026, 9, 1),
        date(2026, 11, 30),
    )
    assert (q2.last_day("2026/27"), q2.last_day("2027/28")) == (
        date(2027, 2, 28),
        date(2028, 2, 29),
    )
    assert q4.last_day("2026/27") == date(2027, 8, 31)


def test_another_funder_needs_a_part_of_the_file_and_nothing_else() -> None:
    funder = funders_of(ANOTHER)["combined_authority"]
    autumn, rest = funder.period
    assert autumn.last_day("2026/27") == date(2026, 12, 31)
    assert [funder.indicator[0].target_in(one.code) for one in (autumn, rest)] == [40, 60]
    assert funder.period_on(date(2027, 2, 3)) is rest


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            'code = "rest"',
            'code = "autumn"',
            "The period of combined_authority 'autumn' is there twice",
        ),
        ("[1, 2, 3, 4, 5, 6, 7, 8]", "[1, 2, 3, 4, 5, 6, 7]", "do not hold every month"),
        ('figure = "coverage"', 'figure = "guessed"', "cannot be read"),
        ('figure = "coverage"', 'figure = "leader_trained"', "is not known by phase"),
        ('phase = "primary"', "benchmark = 5", "goes with benchmark_achieved"),
        ("rest = 60", "summer = 60", "no period 'summer'"),
        ("[[funder]]", "[[funder]", "cannot be read"),
    ],
)
def test_a_file_that_contradicts_itself_says_where(before: str, after: str, said: str) -> None:
    with pytest.raises(WrongFunders, match=said.replace("(", "[(]")):
        funders_of(ANOTHER.replace(before, after, 1))


def test_whoever_names_no_period_means_the_one_under_way() -> None:
    today = date(2026, 11, 22)
    assert period_asked(None, None, None, today=today).period == "q1"
    assert period_asked(None, "2025/26", None, today=today).period == "q1"
    assert period_asked("cec", "2025/26", "q4", today=today).academic_year == "2025/26"
    with pytest.raises(NotFound, match="There are: cec"):
        period_asked("other", None, None, today=today)
    with pytest.raises(NotFound, match="It has: q1, q2, q3, q4"):
        period_asked("cec", None, "spring", today=today)
