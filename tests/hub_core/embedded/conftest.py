"""Data folders for tests that start, stop and break servers of their own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub_core.embedded import embedded_servers


@pytest.fixture(scope="session")
async def made_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose servers have run once and were stopped."""
    folder = tmp_path_factory.mktemp("made") / "hub"
    async with embedded_servers(folder):
        pass
    return folder


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder with a path short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="hub-test-") as folder:
        yield Path(folder)


@pytest.fixture
def data_folder(made_folder: Path, short_folder: Path) -> Path:
    """A copy of `made_folder`, because making one takes a second."""
    return Path(shutil.copytree(made_folder, short_folder / "hub", symlinks=True))
