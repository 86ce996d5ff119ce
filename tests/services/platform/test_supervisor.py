"""Parts that die: restarted, or given up with a sentence that names their log."""

import asyncio
import os
import signal
import socket
from pathlib import Path

import pytest

from services.platform.supervisor import KeepsDying, Part, supervised
from tests.builders.running_hub import eventually


async def _for_ever() -> None:
    await asyncio.Event().wait()


@pytest.mark.long
async def test_a_port_taken_in_between_ends_it_with_the_parts_own_sentence(tmp_path: Path) -> None:
    log = tmp_path / "services.log"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = {"HUB_DATA": str(tmp_path), "HUB_PORT": str(port)}
        part = Part(["up"], environment=environment, log=log)
        async with supervised([part]) as watch:
            with pytest.raises(KeepsDying) as ended:
                await watch.over(_for_ever())
    assert f"Port {port} is in use" in str(ended.value)
    assert "`hub up` stops as soon as it is started (exit status 1)" in str(ended.value)
    assert str(log) in str(ended.value)
    assert part.pid is None


async def test_a_killed_part_is_started_again(tmp_path: Path) -> None:
    part = Part(["relay"], environment={"HUB_DATA": str(tmp_path)}, log=tmp_path / "relay.log")
    async with supervised([part]):
        await eventually(lambda: _alive(part))
        killed = part.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        await eventually(lambda: _another(part, killed))
        again = part.pid
    assert again is not None
    assert not Path(f"/proc/{again}").exists()
    assert part.pid is None


async def test_what_is_done_meanwhile_is_given_back(tmp_path: Path) -> None:
    async def answer() -> int:
        return 42

    async with supervised([]) as watch:
        with pytest.raises(ValueError, match="set of"):
            await watch.over(_fails())
        assert await watch.over(answer()) == 42


async def _fails() -> None:
    raise ValueError("set of")


async def _alive(part: Part) -> bool:
    return part.pid is not None


async def _another(part: Part, pid: int) -> bool:
    return part.pid not in (None, pid)
