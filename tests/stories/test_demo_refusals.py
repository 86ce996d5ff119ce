"""What `hub demo` says when it cannot start: a plain sentence that tells what to do, exit status 1.

Where only the folder is odd, it starts.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.daily import first_daily
from tests.builders.demo_process import HubProcess, free_port, hub, nobody_works_on, tracebacks_in

ADDRESSES = {
    "HUB_POSTGRES_URL": "postgresql://hub:9f2c7a41e0d85b36@127.0.0.1:1/hub",
    "HUB_VAULT_URL": "postgresql://hub:9f2c7a41e0d85b36@127.0.0.1:1/hub_vault",
    "HUB_NATS_URL": "nats://127.0.0.1:1",
}


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"HUB_PROT": "8400"}, ("HUB_PROT is not a setting", "HUB_PORT")),
        ({"HUB_LISTEN_HOST": "0.0.0.0"}, ("this machine only", "127.0.0.1")),
        ({"HUB_PORT": "http"}, ("HUB_PORT must be a number",)),
        (
            {"HUB_NATS_URL": ADDRESSES["HUB_NATS_URL"]},
            ("HUB_POSTGRES_URL and HUB_VAULT_URL must be set too",),
        ),
        ({**ADDRESSES, "HUB_NATS_URL": ""}, ("HUB_NATS_URL must be set too",)),
    ],
)
async def test_settings_that_cannot_be_used(
    tmp_path: Path, environment: dict[str, str], words: tuple[str, ...]
) -> None:
    folder = tmp_path / "hub"
    ended = await hub(
        "demo", "--no-browser", folder=folder, port=free_port(), environment=environment
    )
    ended.refused(*words)
    assert not folder.exists()


@pytest.mark.parametrize("command", first_daily("relay", "project hub_dashboard", "log verify"))
async def test_the_vault_is_asked_for_only_where_it_is_used(tmp_path: Path, command: str) -> None:
    without = {**ADDRESSES, "HUB_VAULT_URL": ""}
    ended = await hub(*command.split(), folder=tmp_path / "hub", environment=without)
    ended.refused("HUB_POSTGRES_URL", "cannot be used", "127.0.0.1")
    assert "secret" not in ended.err
    services = await hub("up", folder=tmp_path / "hub", port=free_port(), environment=without)
    services.refused("HUB_VAULT_URL must be set too")


async def test_a_named_vault_needs_its_key(servers: object, tmp_path: Path) -> None:
    from hub_core.embedded import Servers

    assert isinstance(servers, Servers)
    named = {
        "HUB_POSTGRES_URL": servers.postgres_url,
        "HUB_VAULT_URL": servers.vault_url,
        "HUB_NATS_URL": servers.nats_url,
    }
    up = await hub("up", folder=tmp_path / "hub", port=free_port(), environment=named)
    # The databases of the test run's servers are empty: only `hub migrate` may change that.
    up.refused("have not seen", "hub migrate")


async def test_a_scale_that_is_none(tmp_path: Path) -> None:
    ended = await hub("demo", "--scale", "nonsense", folder=tmp_path / "hub", port=free_port())
    assert ended.status == 2
    assert "is not a scale" in ended.sentence
    assert not (tmp_path / "hub").exists()


async def test_garbage_where_postgresql_was(tmp_path: Path) -> None:
    (tmp_path / "hub" / "postgres").mkdir(parents=True)
    (tmp_path / "hub" / "postgres" / "garbage").write_text("garbage")
    ended = await hub("demo", "--no-browser", folder=tmp_path / "hub", port=free_port())
    ended.refused("is not a whole PostgreSQL folder", "--data")
    await nobody_works_on(tmp_path / "hub")


async def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "hub").write_text("not a folder")
    ended = await hub("demo", "--no-browser", folder=tmp_path / "hub", port=free_port())
    ended.refused(str(tmp_path / "hub"), "--data")


async def test_a_folder_nobody_may_write(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o500)
    ended = await hub("demo", "--no-browser", folder=tmp_path / "hub", port=free_port())
    ended.refused("cannot be written", "--data")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a size that is enough to begin and not to fill."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=170m", "tmpfs", str(place)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"only root may mount a small disk here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.long
async def test_a_disk_that_becomes_full(small_disk: Path) -> None:
    folder = small_disk / "hub"
    ended = await hub("demo", "--no-browser", "--scale", "0.002", folder=folder, port=free_port())
    await nobody_works_on(folder)
    ended.refused(f"The disk that holds {folder} is full", "--data")
    again = await hub("demo", "--no-browser", folder=folder, port=free_port())
    await nobody_works_on(folder)
    again.refused("is full", "--data")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Überblick für alle/größe 10 %", marks=pytest.mark.long),
        pytest.param("/".join(["a-rather-long-name-for-a-folder"] * 12), marks=pytest.mark.long),
    ],
)
async def test_an_odd_folder_will_do(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    port = free_port()
    # Named relative to where the person is, as HUB_DATA may be.
    demo = await HubProcess.start(
        "demo", "--no-browser", "--scale", "0.001", folder=Path(name), port=port, cwd=tmp_path
    )
    await demo.ready()
    assert str(folder) in demo.out
    demo.interrupt()
    ended = await demo.ended()
    assert (ended.status, ended.err) == (0, "")
    await nobody_works_on(folder)
    assert not tracebacks_in(folder)
