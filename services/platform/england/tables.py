"""Reading the data files of the fictional England: UTF-8 CSV, the lines that start with ``#`` its source."""

import csv
from collections.abc import Iterator
from importlib import resources


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of ``data/NAME.csv`` as text by column name."""
    text = resources.files(__package__).joinpath("data", f"{name}.csv").read_text("utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
