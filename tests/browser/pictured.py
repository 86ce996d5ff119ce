"""Which page has which picture in docs/pages, and why some have none."""

import csv
from functools import cache
from pathlib import Path

import msgspec

FOLDER = Path(__file__).parents[2] / "docs" / "pages"
_LIST = Path(__file__).parent / "pictures.csv"


class Pictured(msgspec.Struct, frozen=True, kw_only=True):
    """A page by the path of its route, and its picture without the width, or the ``reason`` it has none."""

    path: str
    picture: str = ""
    reason: str = ""


@cache
def pictured() -> tuple[Pictured, ...]:
    """Every page, in the order of the list."""
    with _LIST.open(encoding="utf-8", newline="") as text:
        return tuple(msgspec.convert(row, Pictured) for row in csv.DictReader(text))
