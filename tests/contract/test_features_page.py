"""The page about what the field has asked for names each thing once, and nothing that is not there."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/features.md").read_text()
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split(" | "))
    for line in PAGE.splitlines()
    if line.startswith("| F-")
]
PATHS = json.loads((ROOT / "docs/openapi.json").read_text())["paths"]
NAMED = [(row[0], name) for row in ROWS for name in re.findall(r"`([^`]+)`", row[3])]
FOLDERS = ("hub_core/", "projections/", "services/", "client/", "docs/")


def test_each_of_the_68_stands_there_once_in_order() -> None:
    assert [row[0] for row in ROWS] == [f"F-{number:02}" for number in range(1, 69)]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_each_is_marked_and_says_where_or_why(row: tuple[str, ...]) -> None:
    identifier, asked, mark, said = row
    assert mark in ("built", "later", "never")
    assert asked
    assert len(said) > 15
    if mark == "built":
        assert any(one == identifier for one, _ in NAMED)


@pytest.mark.parametrize(("identifier", "name"), NAMED, ids=[f"{i} {n}" for i, n in NAMED])
def test_what_it_names_is_there(identifier: str, name: str) -> None:
    method, _, path = name.partition(" ")
    if path.startswith("/"):
        assert method.lower() in PATHS.get(path, {}), f"{identifier}: there is no {name}"
    elif name.startswith(FOLDERS):
        assert (ROOT / name).exists(), f"{identifier}: there is no {name}"
    else:
        assert name in ("stem", "parent_activity", "hub import gias")


def test_it_counts_itself() -> None:
    marks = Counter(row[2] for row in ROWS)
    assert PAGE.rstrip().endswith(
        f"{marks['built']} are built, {marks['later']} come later, {marks['never']} never."
    )
