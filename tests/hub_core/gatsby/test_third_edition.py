"""A third edition is a file and nothing else: put beside the others it is read, used, measured and kept."""

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from uuid import UUID

import pytest

import hub_core.gatsby.edition as shipped
from hub_core.gatsby.edition import edition_files, edition_in_use, editions
from hub_core.gatsby.figures import Status
from hub_core.gatsby.progress import figures
from projections.benchmark_progress.changed import EVERYTHING
from projections.benchmark_progress.year import YearFigures
from tests.hub_core.gatsby.examples import evidence, roll, talk

OCTOBER = date(2025, 10, 6)


@pytest.fixture
def third(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """GATSBY-2027, which wants 95 % of each year group; its file lies beside the two that are shipped."""
    for file in (files("hub_core.gatsby") / "editions").iterdir():
        if file.name.endswith(".toml"):
            (tmp_path / file.name).write_bytes(file.read_bytes())
    text = (tmp_path / "gatsby-2024.toml").read_text("utf-8")
    text = text.replace('code = "GATSBY-2024"', 'code = "GATSBY-2027"', 1)
    text = text.replace("in_use_from = 2025-09-01", "in_use_from = 2027-09-01", 1)
    (tmp_path / "gatsby-2027.toml").write_text(text.replace("threshold = 76", "threshold = 95"))
    monkeypatch.setattr(shipped, "_FILES", tmp_path)
    editions.cache_clear()
    yield "GATSBY-2027"
    monkeypatch.undo()
    editions.cache_clear()


def test_it_is_used_from_its_day_and_the_others_stay_what_they_were(third: str) -> None:
    assert list(editions()) == ["GATSBY-2014", "GATSBY-2024", third]
    assert edition_in_use(date(2027, 8, 31)).code == "GATSBY-2024"
    assert edition_in_use(date(2027, 9, 1)).code == third
    assert b"GATSBY-2027" in edition_files(), "read models would not be built anew"


def test_the_same_evidence_is_measured_by_it(third: str) -> None:
    of_year_8 = evidence([talk(OCTOBER, range(80))], roll(y8=range(100)))

    def status(code: str) -> Status:
        found = (one for _, one in figures(editions()[code], of_year_8))
        return next(one.status for one in found if (one.criterion, one.year_group) == ("5.1", 8))

    assert status("GATSBY-2024") is Status.ACHIEVED
    assert status(third) is Status.IN_PROGRESS


def test_its_figures_are_kept_beside_the_others(third: str) -> None:
    rows: dict[str, list[tuple[object, ...]]] = {
        "progress": [],
        "group_progress": [],
        "group_sums": [],
    }
    year = YearFigures(UUID(int=1), "2025/26")
    year.redraw(evidence([talk(OCTOBER, range(80))], roll(y8=range(100))), EVERYTHING, rows)
    assert [row[2] for row in rows["progress"]] == ["GATSBY-2014", "GATSBY-2024", third]
