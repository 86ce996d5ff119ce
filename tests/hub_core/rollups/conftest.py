"""An export in a folder of its own, for checkers that are not ours."""

import random
from pathlib import Path

import pytest

from hub_core.disclosure.release import ReleasePolicy
from hub_core.rollups.export import export
from hub_core.rollups.release import build
from tests.builders.official_results import EDITION, HUBS, MEASURED, at_random


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    release = build(
        at_random(random.Random(5), ["805"], 20),
        measure_date=MEASURED,
        edition=EDITION,
        position=1,
        policy=ReleasePolicy(),
        hubs=HUBS,
    )
    for name, content in export(release).items():
        (tmp_path / name).write_bytes(content)
    return tmp_path
