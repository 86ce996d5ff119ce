"""The digest of a release's code: whatever decides a figure changes it, and nothing else does."""

import subprocess
import sys
from pathlib import Path

import pytest

from services.platform.rollups.code_digest import MAKERS, code_digest, deciding

FILES = {
    "made/__init__.py": "",
    "made/release.py": "import json\n\nfrom told import measures\nfrom made.sums import total\n",
    "made/sums.py": "def total():\n    from rules.rounding import nearest\n",
    "made/definitions.csv": "measure\n",
    "told/__init__.py": "",
    "told/measures.py": "",
    "rules/__init__.py": "NAME = 1\n",
    "rules/rounding.py": "",
    "rules/editions/2024.toml": "least = 5\n",
    "rules/drawing/__init__.py": "",
    "rules/drawing/colours.csv": "red\n",
    "page/__init__.py": "import made.release\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    return tmp_path


def test_it_changes_with_each_file_that_decides_and_with_no_other(root: Path) -> None:
    before = code_digest(root, ["made.release"])
    changing = set()
    for name, content in FILES.items():
        (root / name).write_text(content + "\n")
        if code_digest(root, ["made.release"]) != before:
            changing.add(name)
        (root / name).write_text(content)
    assert FILES.keys() - changing == {
        "rules/drawing/__init__.py",
        "rules/drawing/colours.csv",
        "page/__init__.py",
    }
    assert code_digest(root, ["made.release"]) == before


@pytest.mark.long
def test_every_module_that_making_a_release_loads_decides() -> None:
    """Asked of Python itself: a fresh interpreter imports the makers and says what it loaded."""
    ours = "[one for one in sys.modules if one.split('.')[0] in ('hub_core', 'projections', 'services')]"
    script = f"import sys, {', '.join(MAKERS)}; print(*{ours})"
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded, found = set(told.stdout.split()), deciding()
    assert {"hub_core.returns.events", "hub_core.workforce.events"} <= loaded <= found.keys()
    assert not [name for name in found if name.startswith("services.web")]
