"""Every test that docs/guarantees.md rests on is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "guarantees.md").read_text()


def test_every_test_it_names_exists() -> None:
    named = set(re.findall(r"`((?:tests/[a-z_/]+/)?test_[a-z_]+\.py)`", PAGE))
    assert len(named) > 20
    for name in named:
        found = [ROOT / name] if "/" in name else list((ROOT / "tests").rglob(name))
        assert found, f"docs/guarantees.md names {name}, which is not there"
        assert all(path.is_file() for path in found), name


def test_it_has_all_ten() -> None:
    assert re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE) == [str(n) for n in range(1, 11)]
