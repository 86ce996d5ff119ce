"""Stories run against a whole hub: every part is its own process, and can be killed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.builders.running_hub import RunningHub, a_running_hub

# The chapters of the year say what they found when it is not what they expected.
pytest.register_assert_rewrite("tests.stories.year")


@pytest.fixture
async def running_hub(tmp_path: Path) -> AsyncIterator[RunningHub]:
    """Servers with empty databases; the story starts the parts it needs."""
    async with a_running_hub(tmp_path / "hub") as hub:
        yield hub
