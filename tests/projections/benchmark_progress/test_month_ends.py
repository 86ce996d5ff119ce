"""Where an institution stands at a month's end is kept as a fold on demand would tell it to others."""

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub_core.academic_years import academic_year_of
from hub_core.gatsby.edition import editions
from hub_core.gatsby.evidence import Evidence
from hub_core.gatsby.figures import Figure
from hub_core.gatsby.progress import figures
from hub_core.gatsby.tried import EVERY, to_be_tried, with_threshold
from hub_core.log.event import Event
from hub_core.membership import events as m
from projections.benchmark_progress.answers import BenchmarkCoverage, Progress, shown
from projections.benchmark_progress.fold import InstitutionFold
from projections.benchmark_progress.history import History
from projections.benchmark_progress.month_ends import achieved_by, kept_at
from projections.benchmark_progress.trial import achieved
from tests.projections.benchmark_progress.happenings import EVENTS, SCHOOL, details

REGISTERED = m.InstitutionRegistered(
    institution=SCHOOL, occurred_on=date(2020, 9, 1), urn="100025", details=details(11, 18)
)
TOLD = datetime(2026, 3, 10, tzinfo=UTC)
#: A month's end that something may have happened after, and those that come after all of it.
BEFORE, LATER = date(2026, 2, 28), (date(2026, 3, 31), date(2026, 6, 30), date(2026, 8, 31))
EDITION = editions()["GATSBY-2024"]
CODES = [one.code for one in to_be_tried(EDITION)]


def kept(events: list[Event], day: date) -> Any:
    """What is read of the institution for a day, each event taken in by itself."""
    fold, tables = InstitutionFold(SCHOOL), defaultdict[str, dict[Any, tuple[Any, ...]]](dict)
    for position, event in enumerate(events, start=1):
        fold.apply(event, position, TOLD)
        rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        fold.changes(rows)
        for row in rows["month_ends"]:
            tables["month_ends"][row[1]] = row[2:]
        for row in rows["progress"]:
            tables["progress"][row[1:3]] = row[3:]
    found = tables["month_ends"].get(EDITION.code, (None,) * 4)
    cells = tables["progress"].get((academic_year_of(day), EDITION.code), (None,))[-1]
    row = dict(zip(("day", "rolls", "criteria", "least"), found, strict=True))
    return kept_at({**row, "cells": cells, "edition": EDITION.code}, day)


def folded(evidence: Evidence, threshold: int) -> dict[str, bool | None]:
    """Which criteria are achieved with a threshold, as the protected figures on demand say."""
    tried = with_threshold(EDITION, EVERY, str(threshold))
    by_benchmark: dict[int, list[Figure]] = defaultdict(list)
    for number, figure in figures(tried, evidence):
        by_benchmark[number].append(figure)
    progress = Progress(
        institution=SCHOOL,
        edition=tried.code,
        edition_label=tried.label,
        academic_year=evidence.academic_year,
        as_at=evidence.as_at,
        known_at=None,
        position=0,
        set_apart=0,
        benchmarks=tuple(
            BenchmarkCoverage(
                number=number,
                name="",
                achieved=0,
                scored=0,
                figures=tuple(shown(tried, figure, evidence) for figure in drawn),
            )
            for number, drawn in by_benchmark.items()
        ),
    )
    return dict(achieved(progress, CODES))


@settings(max_examples=15)
@given(
    st.lists(EVENTS, min_size=8, max_size=25),
    st.sampled_from((BEFORE, *LATER)),
    st.integers(1, 100),
)
def test_what_is_kept_decides_as_the_figures_do(
    events: list[Event], day: date, threshold: int
) -> None:
    told = [one for one in (REGISTERED, *events) if one.occurred_on <= TOLD.date()]
    least, history = kept(told, day), History(SCHOOL)
    for position, event in enumerate(told, start=1):
        history.apply(event, position)
    if least is None:
        assert history.changes_after(day)  # it is folded on demand
        return
    thresholds = dict.fromkeys(CODES, threshold)
    assert achieved_by(least, thresholds, CODES) == folded(history.evidence(day), threshold)


def test_a_day_before_what_is_kept_is_not_told_by_it() -> None:
    row = {
        "day": BEFORE,
        "rolls": [],
        "criteria": [],
        "least": [],
        "cells": None,
        "edition": EDITION.code,
    }
    assert kept_at(row, BEFORE) == {}
    assert kept_at(row, date(2026, 1, 31)) is None
    assert kept_at({**row, "rolls": [date(2026, 5, 1)]}, LATER[0]) is None
    assert kept_at({**row, "rolls": [date(2026, 5, 1)]}, LATER[1]) == {}
