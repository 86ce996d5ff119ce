"""What the README and docs/machines.md tell a newcomer to type works as it stands, beside a living demo."""

import asyncio
import os
import re
from pathlib import Path

import pytest

from tests.builders.demo_process import ROOT, HubProcess, free_port

HUB = ROOT / ".venv" / "bin" / "hub"


def commands_of(file: str, heading: str) -> str:
    """The block of commands under a heading."""
    _, _, after = (ROOT / file).read_text().partition(f"## {heading}\n")
    found = re.search(r"```sh\n(.*?)```", after, re.DOTALL)
    assert found is not None, heading
    return found[1]


async def typed(commands: str, *, folder: Path, port: int) -> str:
    """What a shell prints; any command that fails ends it."""
    moved = commands.replace("127.0.0.1:8400", f"127.0.0.1:{port}")
    assert moved != commands
    # As typed, but nothing that fails may go unseen.
    moved = moved.replace("curl -s", "curl -sS --fail-with-body")
    shell = await asyncio.create_subprocess_exec(
        "bash",
        "-euo",
        "pipefail",
        "-c",
        moved,
        cwd=ROOT,
        env={**os.environ, "HUB_DATA": str(folder)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await shell.communicate()
    assert shell.returncode == 0, out.decode() + err.decode()
    return out.decode()


@pytest.mark.long
@pytest.mark.skipif(not HUB.exists(), reason="the README is typed where `make demo` has run")
async def test_a_newcomer_types_what_is_written(tmp_path: Path) -> None:
    port = free_port()
    demo = await HubProcess.start("demo", "--no-browser", folder=tmp_path / "hub", port=port)
    await demo.ready()
    try:
        first = commands_of("README.md", "A first encounter, by hand")
        confirmed = await typed(first, folder=demo.folder, port=port)
        assert '"version"' in confirmed
        for heading in ("API keys", "OAuth2 clients and tokens"):
            commands = commands_of("docs/machines.md", heading)
            assert "tees-valley" in await typed(commands, folder=demo.folder, port=port)
    finally:
        demo.interrupt()
        ended = await demo.ended()
    assert ended.status == 0
