"""What the page shows as files: the figures of every part, over time, and of two compared.

The rule: each row says of which day, edition and version it is, what the figure means and how many
contributed; a symbol stands as it was published.
"""

from collections.abc import Iterator, Mapping

import msgspec

from hub_core.files.spreadsheets import as_csv
from hub_core.open_data.published import Measure
from services.web.national_page.choice import Choice
from services.web.national_page.figures import Figure, find, parts, whole
from services.web.national_page.view import FILES, Over

_HEAD = (
    "As at", "Edition", "Version", "Published", "Figure", "Broken down by", "Under", "Code", "Name",
    "Value", "Institutions contributing", "Institutions eligible", "Definition",
)  # fmt: skip


def file_of(name: str, choice: Choice, measures: Mapping[str, Measure], over_time: Over) -> str:
    """One of the files; raises ``KeyError`` for another name."""
    rows = dict(zip(FILES, (_areas, _series, _comparison), strict=True))[name]
    return as_csv(_HEAD, list(rows(choice, measures, over_time)))


def _areas(
    choice: Choice, measures: Mapping[str, Measure], over_time: Over
) -> Iterator[tuple[str, ...]]:
    if choice.way is not None:
        total = whole(choice.way, choice.items)
        found = parts(choice.way, choice.items)
        for figure in [*([total] if total else []), *found]:
            yield _row(choice, measures[choice.measure], figure)


def _series(
    choice: Choice, measures: Mapping[str, Measure], over_time: Over
) -> Iterator[tuple[str, ...]]:
    if choice.way is None:
        return
    named = {one.key: one.name for one in parts(choice.way, choice.items)}
    for release, way in over_time:
        if way is None:
            continue
        there = msgspec.structs.replace(choice, release=release, way=way)
        keys = [key for key in (choice.area, choice.other) if key]
        figures = [find(way, choice.items, key, named[key]) for key in keys]
        for figure in (*figures, whole(way, choice.items)):
            if figure is not None:
                yield _row(there, measures[choice.measure], figure)


def _comparison(
    choice: Choice, measures: Mapping[str, Measure], over_time: Over
) -> Iterator[tuple[str, ...]]:
    if choice.way is None:
        return
    for key in (choice.area, choice.other):
        figure = find(choice.way, choice.items, key) if key else None
        if figure is not None:
            for measure in choice.way.table.measures.values():
                yield _row(choice, measure, figure)


def _row(choice: Choice, measure: Measure, figure: Figure) -> tuple[str, ...]:
    release, way = choice.release, choice.way
    assert way is not None
    return (
        release.measure_date.isoformat(),
        release.edition,
        str(release.version),
        release.published_on.isoformat(),
        f"{measure.label} (%)" if measure.unit == "%" else measure.label,
        way.label,
        "; ".join(choice.items.values()),
        figure.key,
        figure.name,
        figure.text(measure.col_name),
        figure.contributing,
        figure.eligible,
        measure.definition,
    )
