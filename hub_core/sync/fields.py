"""What the columns of a file may be: the file ``fields.csv``.

The rule: recognising columns, templates to download and what is said of a missing column all come from
that one list.
"""

import csv
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec

from hub_core.sync.kinds import UploadKind


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a column may tell; ``also`` are other headings it is known by, spelt plainly."""

    kind: UploadKind
    field: str
    heading: str
    needed: bool
    also: frozenset[str]
    meaning: str
    example: str


@cache
def fields_of(kind: UploadKind) -> dict[str, Field]:
    """Every field of a kind of file, by its name, in the order of the template."""
    text = (files("hub_core.sync") / "fields.csv").read_text(encoding="utf-8")
    return {
        row["field"]: Field(
            kind=UploadKind(row["kind"]),
            field=row["field"],
            heading=row["heading"],
            needed=row["needed"] == "yes",
            also=frozenset(row["also"].split("|")) | {plainly(row["heading"]), row["field"]},
            meaning=row["meaning"],
            example=row["example"],
        )
        for row in csv.DictReader(text.splitlines())
        if row["kind"] == kind
    }


def plainly(heading: str) -> str:
    """A heading without what people vary: capitals, spaces, punctuation."""
    return re.sub(r"[^a-z0-9]", "", heading.casefold())


def template(kind: UploadKind) -> list[list[str]]:
    """A file to fill in: its headings, and a row to write over."""
    fields = fields_of(kind).values()
    return [[one.heading for one in fields], [one.example for one in fields]]


def recognised(kind: UploadKind, columns: Sequence[str]) -> dict[str, str]:
    """Which column is which field, by the headings; the first of several counts."""
    found: dict[str, str] = {}
    for field in fields_of(kind).values():
        exactly = [one for one in columns if plainly(one) in (plainly(field.heading), field.field)]
        alike = [one for one in columns if plainly(one) in field.also]
        for column in (*exactly, *alike):
            if column not in found.values():
                found[field.field] = column
                break
    return found
