"""The trend in words: weeks that end where the year stands, what was only counted, and nothing to draw."""

from datetime import date
from typing import Any
from uuid import UUID

from hub_core.gatsby.edition import editions
from hub_core.gatsby.figures import Figure, Status
from projections.benchmark_progress.answers import BenchmarkCoverage, Progress, Trend, shown
from services.web.charts import known
from services.web.charts.lines import MOST_MARKS, Line, line_chart
from services.web.institution_page.asked import days_offered
from services.web.institution_page.trend import trend_page
from tests.hub_core.gatsby.examples import evidence, roll

EDITION = editions()["GATSBY-2024"]


def _progress(
    trend: Trend | None, *, numerator: int = 0, as_at: date = date(2025, 9, 17)
) -> Progress:
    """A school whose Year 8 stands so on this day."""
    figure = Figure(
        criterion="5.1",
        year_group=8,
        numerator=numerator,
        at_most=numerator,
        denominator=40,
        threshold=76,
        status=Status.IN_PROGRESS,
    )
    fifth = BenchmarkCoverage(
        number=5,
        name="Encounters",
        achieved=0,
        scored=1,
        figures=(shown(EDITION, figure, evidence([], roll())),),
    )
    told: dict[str, Any] = {"institution": UUID(int=1), "edition": EDITION.code, "position": 7}
    return Progress(
        **told,
        edition_label=EDITION.label,
        academic_year="2025/26",
        as_at=as_at,
        known_at=None,
        set_apart=0,
        benchmarks=(fifth,),
        trend=trend,
    )


def _trend(*weeks: int, learners: int = 40) -> Trend:
    return Trend(
        criterion="5.1", wording="They meet an employer", learners=learners, reached_by_week=weeks
    )


def test_the_last_week_ends_with_the_day_asked_for() -> None:
    chart = trend_page(_progress(_trend(0, 9, 10), numerator=10)).chart
    assert chart is not None
    assert [(label, [one.words for one in amounts]) for label, amounts in chart.table.rows] == [
        ("7 September 2025", ["0", "0%", "0"]),
        ("14 September 2025", ["9", "22%", "9"]),
        ("17 September 2025", ["10", "25%", "1"]),
    ]
    assert chart.headline == (
        "10 of 40 learners reached by 17 September 2025; most, 9, in the week to 14 Sep"
    )
    assert chart.alternative.endswith("14 September 2025 22%, 17 September 2025 25%.")


def test_a_handful_is_told_in_words() -> None:
    few = trend_page(_progress(_trend(0, 4, learners=6), numerator=4))
    assert few.chart is None
    assert few.nothing.startswith("Most, 4 of 6 learners:")


def test_what_was_only_counted_is_said_and_not_drawn() -> None:
    some = trend_page(_progress(_trend(0, 9, 9), numerator=30))
    assert some.basis.endswith(
        "21 learners more were reached where learners were only counted, which no week can tell."
    )
    alone = trend_page(_progress(_trend(0, 0, 0), numerator=30))
    assert (alone.chart, alone.nothing.split(",")[0]) == (None, "Learners were only counted")


def test_without_a_roll_or_a_headline_there_is_nothing_to_draw() -> None:
    assert trend_page(_progress(_trend(0, learners=0))).nothing == (
        "Nobody has said yet who is on roll in 2025/26"
    )
    assert trend_page(_progress(None)).nothing.startswith("This edition follows no figure")


def test_a_line_of_a_whole_year_is_marked_where_it_ends() -> None:
    for points, marks in ((MOST_MARKS, MOST_MARKS), (53, 1)):
        days = [date.fromordinal(date(2025, 9, 7).toordinal() + 7 * week) for week in range(points)]
        line = Line(name="A", amounts=tuple(known(week) for week in range(points)))
        assert str(line_chart(days, [line], scale=1)).count("<circle") == marks


def test_days_within_a_month_are_named_by_day() -> None:
    days = [date(2025, 9, day) for day in (7, 14, 21)]
    drawn = str(line_chart(days, [Line(name="A", amounts=(known(1), known(2), known(3)))], scale=1))
    assert [words in drawn for words in ("7 Sep", "14 Sep", "21 Sep", "Sep 2025")] == [True] * 3 + [
        False
    ]


def test_one_looks_back_to_the_month_ends_of_the_year_and_to_the_day_asked_for() -> None:
    assert days_offered(date(2025, 3, 31), date(2025, 11, 30)) == [
        ("2025-03-31", "31 March 2025"),
        ("2025-09-30", "30 September 2025"),
        ("2025-10-31", "31 October 2025"),
        ("2025-11-30", "today"),
    ]
    assert days_offered(date(2025, 9, 1), date(2025, 9, 1)) == [("2025-09-01", "today")]
