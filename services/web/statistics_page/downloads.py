"""The files of a release as they are taken away: as they were published, as JSON, and all together.

The rule: a file of a release is the same bytes for ever; what is made of published files here follows from
them alone, so its tag can be their digest.
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping

import msgspec

from hub_core.open_data.published import PublishedRow, PublishedTable
from hub_core.rollups.about import LICENCE_ADDRESS
from hub_core.snapshots.store import PublishedSnapshot
from services.web.national_page.figures import number_of

ALL = "all.zip"
#: The oldest time a ZIP file can tell: what is in it has no time of its own.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
#: Rows of a page of JSON, unless others are asked for, and at most.
ROWS, MOST_ROWS = 1_000, 10_000

_TYPES = {
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".json": "application/json",
    ".zip": "application/zip",
}


class Column(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A column of a table as JSON describes it."""

    name: str
    label: str
    unit: str = ""
    decimals: int | None = None
    definition: str = ""


class TableAsJson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Rows of a table: numbers are numbers, and a symbol (c, x, z, low, u) stands as text for none.

    ``next`` is the cursor of the rows after these, None at the end.
    """

    table: str
    title: str
    measure_date: str
    edition: str
    version: int
    licence: str
    rows_in_table: int
    columns: tuple[Column, ...]
    rows: tuple[dict[str, str | float | int], ...]
    next: int | None


class NoSuchColumn(Exception):
    """A column that was asked for is not in the table; the sentence names those that are."""


def media_type(name: str) -> str:
    """What a file is, by its name."""
    if name == "csv-metadata.json":
        return "application/csvm+json"
    return _TYPES.get(name[name.rfind(".") :], _TYPES[".txt"])


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal, as SHA256SUMS has it."""
    return hashlib.sha256(content).hexdigest()


def as_zip(files: Mapping[str, bytes]) -> bytes:
    """All files of a release in one: the same files give the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as together:
        for name, one in sorted(files.items()):
            about = zipfile.ZipInfo(name, _NO_TIME)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            together.writestr(about, one)
    return content.getvalue()


def as_json(
    release: PublishedSnapshot,
    table: PublishedTable,
    *,
    columns: str | None = None,
    cursor: int = 0,
    rows: int = ROWS,
) -> bytes:
    """A table's rows from ``cursor`` on, with these columns (comma-separated; all of them by default).

    Raises ``NoSuchColumn`` for a column the table does not have.
    """
    known = _columns(table)
    wanted = [one.strip() for one in columns.split(",")] if columns else list(known)
    for name in wanted:
        if name not in known:
            raise NoSuchColumn(
                f"{table.name} has no column {name[:60]!r}. It has {', '.join(known)}."
            )
    shown = table.rows[cursor : cursor + rows]
    end = cursor + len(shown)
    found = TableAsJson(
        table=table.name,
        title=table.title,
        measure_date=release.measure_date.isoformat(),
        edition=release.edition,
        version=release.version,
        licence=LICENCE_ADDRESS,
        rows_in_table=len(table.rows),
        columns=tuple(known[name] for name in wanted),
        rows=tuple({name: _cell(table, row, name) for name in wanted} for row in shown),
        next=end if end < len(table.rows) else None,
    )
    return msgspec.json.encode(found)


_OF_PLACE = {
    "level": "Geographic level",
    "code": "Code of the area",
    "area": "Area",
    "region": "Region of the area",
}


def _columns(table: PublishedTable) -> dict[str, Column]:
    of_place = {name: Column(name=name, label=label) for name, label in _OF_PLACE.items()}
    of_filters = {
        name: Column(name=name, label=one.label, definition=one.definition)
        for name, one in table.filters.items()
    }
    of_measures = {
        name: Column(
            name=name,
            label=one.label,
            unit=one.unit,
            decimals=one.decimals,
            definition=one.definition,
        )
        for name, one in table.measures.items()
    }
    of_codes = {
        f"{name}_code": Column(name=f"{name}_code", label=f"Code: {table.filters[name].label}")
        for name in table.codes
    }
    return of_place | of_filters | of_codes | of_measures


def _cell(table: PublishedTable, row: PublishedRow, name: str) -> str | float | int:
    match name:
        case "level":
            return row.area.level
        case "code":
            return row.area.code
        case "area":
            return row.area.name
        case "region":
            return row.area.within
    if name in row.items:
        return row.items[name]
    if name not in row.cells:
        column = name.removesuffix("_code")
        return table.codes[column].get(row.items[column], "")
    text = row.cells[name]
    value = number_of(text)
    if value is None:
        return text
    return int(value) if "." not in text else value
