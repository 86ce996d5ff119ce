"""``hub import gias`` as an operator calls it."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from hub_core.gias.layouts import FileKind
from hub_core.vault.keys import make_master_key

ROOT = Path(__file__).parents[4]


@pytest.fixture
def hub(database: str, vault_database: str, nats_url: str, tmp_path: Path):
    """Call ``hub import gias`` on this test's databases: exit status, output, complaints."""
    key = tmp_path / "vault-master-key"
    make_master_key(key)
    environment = {name: value for name, value in os.environ.items() if "HUB_" not in name} | {
        "HUB_POSTGRES_URL": database,
        "HUB_VAULT_URL": vault_database,
        "HUB_NATS_URL": nats_url,
        "HUB_VAULT_KEY_FILE": str(key),
        "HUB_DATA": str(tmp_path / "hub"),
        "COLUMNS": "120",
    }

    async def called(*arguments: object) -> tuple[int | None, str, str]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "services.platform", "import", "gias", *map(str, arguments)),
            cwd=ROOT,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, complaints = await process.communicate()
        return process.returncode, out.decode(), complaints.decode()

    return called


async def test_it_reports_for_people_and_for_programs(hub, write, tmp_path):
    file = write(
        "register.csv",
        FileKind.ESTABLISHMENTS,
        {"urn": "111111", "name": "Ashbrook School", "postcode": "=1+1"},
        {"urn": "1", "name": "No URN"},
    )
    report = tmp_path / "report.csv"
    status, out, complaints = await hub(file, "--report", report)
    assert (status, complaints.strip()) == (0, "")
    assert "1 registered, 0 changed, 0 unchanged, 0 refused" in out
    assert "2 rows or cells could not be used" in out
    lines = report.read_text("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "'=1+1" in lines[1]

    status, out, _ = await hub(file, "--json")
    told = json.loads(out)
    assert (told["registered"], told["unchanged"], told["position"]) == (0, 1, 1)
    assert sum(one["count"] for one in told["reasons"]) == told["findings"] == 2


async def test_a_file_that_is_not_of_gias_is_refused_in_a_sentence(hub, tmp_path):
    strange = tmp_path / "strange.csv"
    strange.write_text("a,b\n1,2\n")
    status, out, complaints = await hub(strange)
    assert (status, out) == (1, "")
    assert "Recognised are" in complaints
    assert "Traceback" not in complaints
