"""``hub gatsby try`` as it is typed: over a hub, over one school, and what cannot be tried in a sentence."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hub_core.embedded import Servers
from hub_core.refusals import Invalid
from services.platform.commands.gatsby import gatsby
from services.platform.commands.running import Failure
from tests.builders.api_client import ApiClient, api_client
from tests.builders.databases import fresh_addresses
from tests.builders.two_members import two_members

SHIPPED = files("hub_core.gatsby") / "editions" / "gatsby-2024.toml"
STRICTER = SHIPPED.read_text("utf-8").replace("threshold = 76", "threshold = 91")


@pytest.fixture
async def api(
    servers: Servers, ledger_template: str, vault_template: str, tmp_path: Path
) -> AsyncIterator[tuple[ApiClient, dict[str, str]]]:
    """Services on databases of their own, and the settings of a command beside them."""
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    async with api_client(addresses, folder=tmp_path) as client:
        yield (
            client,
            {
                "HUB_DATA": str(tmp_path),
                "HUB_POSTGRES_URL": addresses.postgres_url,
                "HUB_VAULT_URL": addresses.vault_url,
                "HUB_NATS_URL": addresses.nats_url,
                "HUB_VAULT_KEY_FILE": str(tmp_path / "vault.key"),
            },
        )


async def typed(settings: dict[str, str], *arguments: object) -> tuple[int | None, str, str]:
    """One command: how it ended, its output, what it said beside that; lines as one."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.platform", "gatsby", "try", *map(str, arguments)),
        env={**os.environ, **settings, "COLUMNS": "200"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    told, beside = await process.communicate()
    return process.returncode, " ".join(told.decode().split()), " ".join(beside.decode().split())


async def test_a_threshold_is_tried_over_a_hub_and_over_one_school(
    api: tuple[ApiClient, dict[str, str]], tmp_path: Path
) -> None:
    client, settings = api
    members = await two_members(client)
    stricter = tmp_path / "stricter.toml"
    stricter.write_text(STRICTER, "utf-8")
    before = await client.owner.fetchval("select max(position) from ledger.events")

    of_hub = ("--hub", members["hub"]["slug"], "--as-at", "2026-02-11")
    ended, told, beside = await typed(settings, stricter, *of_hub)
    assert ended == 0, beside
    assert "5.1 76 → 91 1 → 0 1 1" in told
    assert "Alder School: loses" in told
    assert "Birch School" not in told, "two of twenty are too few to be told"
    assert told.endswith("As at 2026-01-31, from protected percentages. Nothing was stored.")

    alone = ("--institution", members["Alder School"]["urn"], "--as-at", "2026-02-11", "--json")
    ended, told, beside = await typed(settings, stricter, *alone)
    assert ended == 0, beside
    found: dict[str, Any] = json.loads(told)
    assert (found["asAt"], found["members"]) == ("2026-01-31", 1)
    assert [one["name"] for one in found["institutions"]] == ["Alder School"]

    ended, told, beside = await typed(settings, stricter, "--hub", "nowhere")
    assert (ended, told) == (1, ""), beside
    assert "There is no hub of this slug." in beside
    assert "Traceback" not in beside
    assert await client.owner.fetchval("select max(position) from ledger.events") == before


@pytest.mark.parametrize(
    ("content", "arguments", "reason"),
    [
        (b"PK\x03\x04\xff\xfe", ("--hub", "nowhere"), "is no text. Give an edition's file"),
        (b"", ("--hub", "nowhere"), "Begin with an edition's file as shipped"),
        (b"", (), "Name one: --hub SLUG or --institution URN."),
        (
            b"",
            ("--hub", "nowhere", "--institution", "100025"),
            "Name one: --hub SLUG or --institution",
        ),
    ],
)
def test_what_cannot_be_tried_is_refused_before_the_log_is_opened(
    tmp_path: Path, content: bytes, arguments: tuple[str, ...], reason: str
) -> None:
    file = tmp_path / "edition.docx"
    file.write_bytes(content)
    outcome = CliRunner().invoke(gatsby, ["try", str(file), *arguments])
    assert isinstance(outcome.exception, (Failure, Invalid))
    assert reason in str(outcome.exception)
