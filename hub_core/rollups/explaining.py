"""The files of a release that explain its tables: what figures mean, where fifths begin, codes that stay.

The rule: what a reader needs to tell what a figure is of lies beside it, for programs as well.
"""

from collections.abc import Iterator, Sequence

from hub_core.open_data.csvw import FileOfTable
from hub_core.open_data.pair import as_csv
from hub_core.open_data.published import CODES, DEFINITIONS
from hub_core.rollups.definitions import breakdowns, indicators
from hub_core.rollups.deprivation import FIFTHS, Cut
from hub_core.rollups.layout import HUB, Filter, Table
from hub_core.rollups.levels import Level
from hub_core.rollups.printed import NOT_APPLICABLE
from hub_core.rollups.release import Release
from hub_core.rollups.released_hubs import codes

#: The file of where fifths begin and end. Releases published before there were fifths have none.
QUINTILES = "deprivation_quintiles.csv"
_OF_DEFINITIONS = ("col_name", "label", "indicator_unit", "definition")
_OF_CODES = ("col_name", "code", "item")
#: Column, title, and whether it holds numbers.
_OF_QUINTILES = (
    ("service_phase", "Phase", False),
    ("deprivation_quintile", "Deprivation quintile", False),
    ("schools", "Schools", True),
    ("lowest_percent", "Lowest share of pupils eligible for free school meals (%)", True),
    ("highest_percent", "Highest share of pupils eligible for free school meals (%)", True),
    ("schools_at_lowest", "Schools with exactly the lowest share", True),
)

#: What the files are, for programs.
ABOUT: Sequence[FileOfTable] = (
    (DEFINITIONS, "What every figure means", [(one, one, False) for one in _OF_DEFINITIONS]),
    (CODES, "Codes by which hubs stay the same", [(one, one, False) for one in _OF_CODES]),
    (QUINTILES, "Where deprivation quintiles begin and end", _OF_QUINTILES),
)


def explaining(release: Release, tables: Sequence[Table]) -> dict[str, bytes]:
    """The files by name."""
    columns = [name for name, _, _ in _OF_QUINTILES]
    return {
        DEFINITIONS: as_csv(_OF_DEFINITIONS, _definitions(release, tables)),
        CODES: as_csv(_OF_CODES, _codes(release)),
        QUINTILES: as_csv(columns, (_cut(one) for one in release.cuts)),
    }


def _definitions(release: Release, tables: Sequence[Table]) -> Iterator[dict[str, str]]:
    for name in dict.fromkeys(name for table in tables for name in table.indicators):
        yield {column: getattr(indicators()[name], column) for column in _OF_DEFINITIONS}
    told_apart: dict[str, Filter] = {one.col_name: one for table in tables for one in table.filters}
    for name, one in told_apart.items():
        if name in breakdowns():
            begin_and_end = _cut_points(release.cuts) if name == Level.DEPRIVATION else ""
            yield dict.fromkeys(_OF_DEFINITIONS, "") | {
                "col_name": name,
                "label": one.label,
                "definition": breakdowns()[name] + begin_and_end,
            }


def _cut_points(found: Sequence[Cut]) -> str:
    """Where the fifths of this release begin and end, a line a phase; nothing of one without shares."""
    words = ""
    for phase in dict.fromkeys(one.phase for one in found if one.lowest is not None):
        told = (
            f"quintile {FIFTHS.index(one.quintile) + 1} from {one.lowest} to {one.highest} per cent "
            f"({one.schools} {'school' if one.schools == 1 else 'schools'})"
            for one in found
            if one.phase is phase and one.lowest is not None
        )
        words += f"\n{phase.label} in this release: {', '.join(told)}."
    return words


def _codes(release: Release) -> Iterator[dict[str, str]]:
    for code, name in codes(release.hubs):
        yield {"col_name": HUB.col_name, "code": code, "item": name}


def _cut(one: Cut) -> dict[str, str]:
    return {
        "service_phase": one.phase.label,
        "deprivation_quintile": one.quintile.label,
        "schools": str(one.schools),
        "lowest_percent": _share(one.lowest),
        "highest_percent": _share(one.highest),
        "schools_at_lowest": str(one.at_lowest) if one.at_lowest else NOT_APPLICABLE,
    }


def _share(value: float | None) -> str:
    """A share as the register gives it: 18.1, and 18 as 18.0."""
    return NOT_APPLICABLE if value is None else str(value)
