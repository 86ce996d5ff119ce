"""How tables of a release are laid out: what their rows are of, and the columns that say so.

The rule: a row names its place in full, and each way of laying out begins with England.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from hub_core.reference.labelled import Labelled
from hub_core.rollups.characteristics import ITEMS
from hub_core.rollups.groups import GroupKey
from hub_core.rollups.levels import TOTAL, Level
from hub_core.rollups.measure_dates import time_period
from hub_core.rollups.places import (
    AREA_COLUMNS,
    COUNTRY,
    WIDER_COLUMNS,
    hub_name,
    place_of,
    wider_place_of,
)
from hub_core.rollups.released_hubs import Hubs

#: What every row of every table tells of the institutions behind it.
BEHIND = ("institutions_eligible", "institutions_contributing", "contributing_percent")

Row = dict[str, str]


class Filter(Struct, frozen=True, kw_only=True):
    """A column by which rows are chosen; ``default`` is the item shown first."""

    col_name: str
    label: str
    hint: str
    default: str = TOTAL


class Table(Struct, frozen=True, kw_only=True):
    """A table: its columns in order, and its rows as text by column."""

    name: str
    title: str
    columns: tuple[str, ...]
    filters: tuple[Filter, ...]
    indicators: tuple[str, ...]
    rows: tuple[Row, ...]


class By(Struct, frozen=True, kw_only=True):
    """A way of laying out groups: their levels, the columns of their place, a filter, and a group as both.

    ``items`` are in an order of their own; without, the largest group comes first.
    """

    name: str
    title: str
    levels: tuple[Level, ...]
    place_columns: tuple[str, ...]
    filters: tuple[Filter, ...]
    of_group: Callable[[GroupKey, Hubs], Row]
    by_type: bool = False
    items: tuple[str, ...] = ()

    def takes(self, key: GroupKey) -> bool:
        """Whether a group has rows here."""
        return key.level in self.levels and (self.by_type or key.type is None)

    def in_order(self, keys: Iterable[GroupKey]) -> list[GroupKey]:
        """The groups that have rows here, level after level."""
        taken = [key for key in keys if self.takes(key)]
        if self.items:
            taken.sort(key=lambda key: self.items.index(key.area) if key.area in self.items else -1)
        return [key for level in self.levels for key in taken if key.level is level]


TYPE = Filter(
    col_name="institution_type",
    label="Type of institution",
    hint="Local authorities have figures of all types together only",
)
HUB = Filter(
    col_name="careers_hub",
    label="Careers Hub",
    hint="Active members on the measure date; Total is England",
)


def _of_area(key: GroupKey, hubs: Hubs) -> Row:
    return place_of(key) | {TYPE.col_name: key.type.label if key.type else TOTAL}


def _of_place(key: GroupKey, hubs: Hubs) -> Row:
    return place_of(key)


def _of_hub(key: GroupKey, hubs: Hubs) -> Row:
    name = TOTAL if key.level is Level.NATIONAL else hub_name(key, hubs)
    return {"geographic_level": "National", **COUNTRY, HUB.col_name: name}


def _of_wider_place(key: GroupKey, hubs: Hubs) -> Row:
    return wider_place_of(key)


_AREA_LEVELS = (Level.NATIONAL, Level.REGIONAL, Level.LOCAL_AUTHORITY)
#: By area and type, for whoever is told apart by type.
AREA_AND_TYPE = By(
    name="area",
    title="area and type of institution",
    levels=_AREA_LEVELS,
    place_columns=AREA_COLUMNS,
    filters=(TYPE,),
    of_group=_of_area,
    by_type=True,
)
#: By area alone, where there is one type only.
AREA = By(
    name="area",
    title="area",
    levels=_AREA_LEVELS,
    place_columns=AREA_COLUMNS,
    filters=(),
    of_group=_of_place,
)
CAREERS_HUB = By(
    name="hub",
    title="Careers Hub",
    levels=(Level.NATIONAL, Level.HUB),
    place_columns=(),
    filters=(HUB,),
    of_group=_of_hub,
)
WIDER_AREA = By(
    name="wider_area",
    title="combined authority and skills improvement area",
    levels=(Level.NATIONAL, Level.COMBINED_AUTHORITY, Level.SKILLS_AREA),
    place_columns=WIDER_COLUMNS,
    filters=(),
    of_group=_of_wider_place,
)


def _by_characteristic(level: Level, items: type[Labelled]) -> By:
    """England by the items of a characteristic."""
    column = Filter(
        col_name=level.value,
        label=level.label,
        hint="As known on the measure date; Total is England",
    )

    def of_group(key: GroupKey, hubs: Hubs) -> Row:
        item = TOTAL if key.level is Level.NATIONAL else items(key.area).label
        return {"geographic_level": "National", **COUNTRY, column.col_name: item}

    return By(
        name=level.value,
        title=level.label,
        levels=(Level.NATIONAL, level),
        place_columns=(),
        filters=(column,),
        of_group=of_group,
        items=tuple(items),
    )


#: England by each characteristic.
CHARACTERISTICS: Mapping[Level, By] = {
    level: _by_characteristic(level, items) for level, items in ITEMS.items()
}
#: Every way of laying out figures of those who complete evaluations.
LAYOUTS = (AREA_AND_TYPE, CAREERS_HUB, WIDER_AREA)
#: Every way of laying out the others', who are of one type.
PLAIN = (AREA, CAREERS_HUB, WIDER_AREA)


def time_of(measure_date: date) -> Row:
    """The columns of the time a release covers."""
    period, identifier = time_period(measure_date)
    return {"time_period": period, "time_identifier": identifier}


def columns(by: By, filters: Sequence[Filter], indicators: Sequence[str]) -> tuple[str, ...]:
    """The columns of a table: time, place, what rows are chosen by, figures."""
    return (
        "time_period",
        "time_identifier",
        "geographic_level",
        *COUNTRY,
        *by.place_columns,
        *(one.col_name for one in filters),
        *indicators,
    )
