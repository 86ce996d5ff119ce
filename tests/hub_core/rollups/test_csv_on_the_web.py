"""A reader of CSV on the Web that is not ours takes the export as described, and refuses a broken one."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long


def valid(folder: Path) -> bool:
    program = Path(sys.executable).with_name("csvwvalidate")
    ended = subprocess.run(
        [program, "csv-metadata.json"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ended.returncode in (0, 1), ended.stderr
    return ended.returncode == 0


def test_it_takes_the_export(folder: Path) -> None:
    assert valid(folder)


def test_it_refuses_a_number_that_is_none(folder: Path) -> None:
    table = folder / "headline_by_area.csv"
    lines = table.read_text().splitlines(keepends=True)
    lines[1] = lines[1].replace(",Total,20,", ",Total,<10,")
    assert "<10" in lines[1]
    table.write_text("".join(lines))
    assert not valid(folder)
