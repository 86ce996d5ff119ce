"""A data package: one JSON document by which programs find the tables of a release and check them.

The rule: it says of every table what CSV on the Web says of it, and holds the checksum of each file it names.
Source: Data Package and Table Schema, version 1 (Frictionless Data).
"""

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from hub_core.open_data.csvw import FileOfTable
from hub_core.open_data.standard import SYMBOLS

#: What stands for no value: the columns of finer places are blank in rows of coarser ones.
_NO_VALUE = ("", *sorted(SYMBOLS))


def data_package(
    tables: Sequence[FileOfTable],
    files: Mapping[str, bytes],
    *,
    name: str,
    title: str,
    licence: tuple[str, str],
) -> bytes:
    """The document of these tables, for ``datapackage.json``; ``licence`` is its title and its address."""
    called, address = licence
    document = {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "licenses": [{"name": "OGL-UK-3.0", "title": called, "path": address}],
        "resources": [_resource(one, files[one[0]]) for one in tables],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _resource(table: FileOfTable, content: bytes) -> dict[str, object]:
    path, title, columns = table
    return {
        "profile": "tabular-data-resource",
        "name": path.removesuffix(".csv"),
        "title": title,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\n"},
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(*one) for one in columns],
            "missingValues": _NO_VALUE,
        },
    }


def _field(name: str, title: str, number: bool) -> dict[str, object]:
    return {"name": name, "title": title, "type": "number" if number else "string"}
