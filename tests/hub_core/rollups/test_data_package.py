"""A reader of data packages that is not ours takes the export as described, and refuses a broken one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

TABLE = "headline_by_area.csv"


def faults(folder: Path) -> set[tuple[str, str]]:
    """What the program finds: the kind of each fault, and the table it is in."""
    program = Path(sys.executable).with_name("frictionless")
    ended = subprocess.run(
        [program, "validate", "datapackage.json", "--json"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = json.loads(ended.stdout)
    assert (ended.returncode == 0) == told["valid"], ended.stderr
    found = {(error["type"], "") for error in told["errors"]}
    for task in told["tasks"]:
        found |= {(error["type"], task["name"]) for error in task["errors"]}
    return found


def test_it_takes_the_export_and_reads_every_table(folder: Path) -> None:
    assert faults(folder) == set()
    described = json.loads((folder / "datapackage.json").read_text())["resources"]
    pairs = {one.name.replace(".meta", "") for one in folder.glob("*.meta.csv")}
    assert {one["path"] for one in described} == {
        *pairs,
        "definitions.csv",
        "deprivation_quintiles.csv",
        "codes.csv",
    }


def test_it_refuses_a_number_that_is_none(folder: Path) -> None:
    text = (folder / TABLE).read_text()
    broken = text.replace(",Total,20,", ",Total,<10,", 1)
    assert broken != text
    (folder / TABLE).write_text(broken)
    assert ("type-error", "headline_by_area") in faults(folder)


def test_it_refuses_a_file_that_is_not_the_one_described(folder: Path) -> None:
    text = (folder / TABLE).read_text()
    (folder / TABLE).write_text(text.replace(",Total,20,", ",Total,21,", 1))
    assert faults(folder) == {("hash-count", "headline_by_area")}


def test_it_refuses_a_column_that_is_not_there(folder: Path) -> None:
    lines = (folder / TABLE).read_text().splitlines()
    (folder / TABLE).write_text("\n".join(line.rsplit(",", 1)[0] for line in lines) + "\n")
    assert ("missing-label", "headline_by_area") in faults(folder)


def test_it_refuses_a_description_that_is_none(folder: Path) -> None:
    described = json.loads((folder / "datapackage.json").read_text())
    described["resources"][0]["schema"]["fields"][0]["type"] = "figure"
    (folder / "datapackage.json").write_text(json.dumps(described))
    assert {kind for kind, _ in faults(folder)} >= {"field-error"}
