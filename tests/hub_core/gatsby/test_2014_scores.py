"""GATSBY-2014 gives exactly the scores schools published, and nothing in between."""

from datetime import date
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.gatsby.edition import (
    AnswerKind,
    EditionUnusable,
    edition_in_use,
    editions,
    read_edition,
)
from hub_core.gatsby.self_evaluation import Achievement, Score, achieved, score
from hub_core.gatsby.setting import Setting, SettingKind, year_groups_of_ages

EDITION = editions()["GATSBY-2014"]
TO_16 = Setting(kind=SettingKind.SCHOOL, year_groups=year_groups_of_ages(11, 16))
TO_18 = Setting(kind=SettingKind.SCHOOL, year_groups=year_groups_of_ages(11, 18))
MIDDLE = Setting(kind=SettingKind.SCHOOL, year_groups=year_groups_of_ages(9, 13))
COLLEGE = Setting(kind=SettingKind.COLLEGE, year_groups=frozenset({12, 13, 14}))

#: Benchmark, setting, academic year, points earned, maximum, percentage as published (domain 1.4).
PUBLISHED = [
    (1, TO_18, "2019/20", 10, 17, 58),
    (1, TO_18, "2019/20", 11, 17, 64),
    (1, TO_16, "2021/22", 13, 17, 76),
    (2, TO_16, "2021/22", 3, 5, 60),
    (2, TO_16, "2021/22", 4, 5, 80),
    (3, TO_18, "2022/23", 8, 11, 72),
    (3, TO_18, "2022/23", 9, 11, 81),
    (3, TO_18, "2022/23", 10, 11, 90),
    (4, TO_16, "2023/24", 12, 16, 75),
    (4, TO_16, "2023/24", 13, 16, 81),
    (4, TO_16, "2023/24", 14, 16, 87),
    (4, TO_16, "2023/24", 15, 16, 93),
    (5, TO_16, "2022/23", 1, 4, 25),
    (5, TO_16, "2022/23", 2, 4, 50),
    (5, TO_16, "2022/23", 3, 4, 75),
    (6, TO_16, "2020/21", 0, 4, 0),
    (6, TO_18, "2020/21", 4, 8, 50),
    (6, TO_18, "2020/21", 6, 8, 75),
    (7, TO_16, "2020/21", 17, 20, 85),
    (7, TO_16, "2022/23", 18, 20, 90),
    (7, TO_16, "2023/24", 19, 20, 95),
    (7, TO_16, "2021/22", 19, 22, 86),
    (7, TO_18, "2019/20", 19, 24, 79),
    (7, TO_18, "2019/20", 22, 24, 91),
    (8, TO_18, "2018/19", 5, 8, 62),
    (8, TO_18, "2018/19", 7, 8, 87),
]


def _earning(benchmark: int, points: int, setting: Setting, year: str) -> dict[str, bool | str]:
    """Answers that earn so many points in this benchmark, from the first criterion on."""
    bands = ["none", "few", "some", "most", "overwhelming_majority"]
    answers: dict[str, bool | str] = {}
    for criterion in EDITION.benchmarks[benchmark - 1].criteria:
        if not criterion.applies(setting, year):
            continue
        worth = min(points, 1 if criterion.answer is AnswerKind.YES_NO else 4)
        answers[criterion.code] = (
            worth == 1 if criterion.answer is AnswerKind.YES_NO else bands[worth]
        )
        points -= worth
    assert points == 0
    return answers


@pytest.mark.parametrize(
    ("benchmark", "setting", "year", "points", "maximum", "percentage"), PUBLISHED
)
def test_published_scores_come_out_exactly(
    benchmark: int, setting: Setting, year: str, points: int, maximum: int, percentage: int
) -> None:
    scores = score(EDITION, _earning(benchmark, points, setting, year), setting, year)
    found = scores[benchmark - 1]
    assert (found.points, found.maximum, found.percentage) == (points, maximum, percentage)


def test_every_school_that_answers_all_with_the_best_achieves_all_eight() -> None:
    best = {
        criterion.code: True if criterion.answer is AnswerKind.YES_NO else "all"
        for _, criterion in EDITION.criteria()
    }
    for setting in (TO_16, TO_18, COLLEGE):
        assert achieved(score(EDITION, best, setting, "2022/23")) == 8
    # A middle school's leavers are not sixteen: experiences, providers and guidance are not asked of it.
    middle = score(EDITION, best, MIDDLE, "2022/23")
    assert [one.benchmark for one in middle if one.percentage is None] == [6, 7, 8]
    assert {one.percentage for one in middle if one.maximum} == {100}


@pytest.mark.parametrize(
    ("part", "whole", "band"),
    [(0, 10, "none"), (1, 1000, "few"), (25, 100, "few"), (251, 1000, "some"), (50, 100, "some"),
     (51, 100, "most"), (75, 100, "most"), (751, 1000, "overwhelming_majority"),
     (76, 100, "overwhelming_majority"), (99, 100, "overwhelming_majority"), (100, 100, "all")],
)  # fmt: skip
def test_edges_of_the_bands(part: int, whole: int, band: str) -> None:
    assert EDITION.band_of(part, whole).code == band


@given(st.integers(1, 60).flatmap(lambda most: st.tuples(st.integers(0, most), st.just(most))))
def test_only_all_points_are_a_hundred_and_only_none_is_nought(earned: tuple[int, int]) -> None:
    points, maximum = earned
    found = Score(benchmark=1, points=points, maximum=maximum)
    assert (found.achievement is Achievement.ACHIEVED) == (points == maximum)
    assert found.percentage is not None
    assert found.percentage * maximum <= 100 * points < (found.percentage + 1) * maximum


def test_the_edition_in_use_follows_from_the_files() -> None:
    assert edition_in_use(date(2000, 9, 1)).code == "GATSBY-2014"
    assert edition_in_use(date(2025, 8, 31)).code == "GATSBY-2014"
    assert edition_in_use(date(2025, 9, 1)).code == "GATSBY-2024"


def test_an_answer_nobody_knows_is_refused() -> None:
    for wrong in ({"9.1": True}, {"1.1": "all"}, {"5.1": "plenty"}):
        with pytest.raises(ValueError, match=r"no criterion|answered with"):
            score(EDITION, wrong, TO_16, "2022/23")


def test_an_edition_that_contradicts_itself_is_refused() -> None:
    good = _file("GATSBY-2014")
    for broken in (
        good.replace('code = "1.2"', 'code = "1.1"'),
        good.replace("number = 2", "number = 3"),
        good.replace("above = 25", "above = 0"),
        good.replace('answer = "band"', 'answer = "perhaps"'),
    ):
        assert broken != good
        with pytest.raises(EditionUnusable, match=r"broken\.toml"):
            read_edition(broken.encode(), name="broken.toml")


def test_a_measure_with_a_slip_is_refused_where_it_stands() -> None:
    good = _file("GATSBY-2024")
    for right, slip in (
        ("at_least = 2", "at_leest = 2"),
        ('what = "variety"', 'what = "varietee"'),
        ("year_groups = [9], window", "year_group = [9], window"),
    ):
        assert right in good
        with pytest.raises(EditionUnusable, match=r"criteria\[[0-9]+\]\.measure"):
            read_edition(good.replace(right, slip, 1).encode(), name="slip.toml")


def test_every_criterion_is_asked_of_somebody() -> None:
    settings = [TO_16, TO_18, MIDDLE, COLLEGE]
    years = ["2020/21", "2021/22"]
    for edition in editions().values():
        everyone = [
            *settings,
            *(Setting(kind=kind, year_groups=frozenset(range(15))) for kind in SettingKind),
        ]
        for _, criterion in edition.criteria():
            assert any(
                criterion.applies(setting, year)
                for setting, year in chain.from_iterable(
                    ((setting, year) for year in years) for setting in everyone
                )
            ), f"{edition.code} {criterion.code}"


def _file(code: str) -> str:
    from importlib.resources import files

    name = f"{code.lower()}.toml"
    return (files("hub_core.gatsby") / "editions" / name).read_text(encoding="utf-8")
