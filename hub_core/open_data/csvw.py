"""CSV on the Web: one JSON document that says what the columns of several files are.

The rule: numbers are declared as numbers, and the government's symbols as what stands for no number.
Source: W3C, Metadata Vocabulary for Tabular Data.
"""

from collections.abc import Sequence

import msgspec

from hub_core.open_data.standard import SYMBOLS

#: A file's name, its title, and its columns: name, title, whether it holds numbers.
FileOfTable = tuple[str, str, Sequence[tuple[str, str, bool]]]


def metadata(tables: Sequence[FileOfTable], *, licence: str) -> bytes:
    """The metadata document of a group of tables, for ``csv-metadata.json``."""
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:license": {"@id": licence},
        "tables": [_table(*one) for one in tables],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _table(name: str, title: str, columns: Sequence[tuple[str, str, bool]]) -> dict[str, object]:
    return {
        "url": name,
        "dc:title": title,
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"]},
        "tableSchema": {"columns": [_column(*one) for one in columns]},
    }


def _column(name: str, title: str, number: bool) -> dict[str, object]:
    column: dict[str, object] = {"name": name, "titles": [name, title] if title != name else name}
    if number:
        return column | {"datatype": "decimal", "null": sorted(SYMBOLS)}
    return column | {"datatype": "string"}
