"""Reading the data files of this package.

A file is UTF-8 CSV whose first lines, starting with ``#``, give its source. The rule: files are read
through the package, so that an installed copy works as a checkout does.
"""

import csv
from collections.abc import Iterator
from importlib import resources


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of ``data/NAME.csv`` as text by column name, comments left out."""
    text = resources.files(__package__).joinpath("data", f"{name}.csv").read_text("utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
