"""``hub links`` as it is typed: a link is issued, opens its page over HTTP, is listed and withdrawn."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from hub_core.embedded import Servers
from tests.builders.api_client import api_client
from tests.builders.databases import fresh_addresses
from tests.builders.link_visitor import Visitor
from tests.services.web.links.conftest import Scene, new_scene


@pytest.fixture
async def scene(
    servers: Servers, ledger_template: str, vault_template: str, tmp_path: Path
) -> AsyncIterator[tuple[Scene, dict[str, str]]]:
    """Services on databases of their own, and the settings of a command beside them."""
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    async with api_client(addresses, folder=tmp_path) as api:
        settings = {
            "HUB_DATA": str(tmp_path),
            "HUB_POSTGRES_URL": addresses.postgres_url,
            "HUB_VAULT_URL": addresses.vault_url,
            "HUB_NATS_URL": addresses.nats_url,
            "HUB_VAULT_KEY_FILE": str(tmp_path / "vault.key"),
        }
        yield await new_scene(api), settings


async def typed(settings: dict[str, str], *arguments: str) -> tuple[int, str, str]:
    """One command: how it ended, its output, what it said beside that."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.platform", "links", *arguments,
        env={**os.environ, **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    told, beside = await process.communicate()
    return process.returncode or 0, told.decode(), beside.decode()


async def test_a_link_is_issued_opened_listed_and_withdrawn(
    scene: tuple[Scene, dict[str, str]],
) -> None:
    story, settings = scene
    asked = ("--purpose", "confirm_encounter", "--holder", story.school["id"])
    ended, path, beside = await typed(settings, "issue", *asked, "--encounter", story.encounter)
    assert ended == 0, beside
    visitor = Visitor(story.api, path.strip())
    page = await visitor.open()
    assert page.status_code == 200
    assert "<form" in page.text

    ended, listed, beside = await typed(settings, "list", "--json")
    assert ended == 0, beside
    (found,) = json.loads(listed)
    assert found["purpose"] == "confirm_encounter"
    assert found["opened"] == 1
    assert path.strip().rpartition("/")[2] not in listed

    ended, _, beside = await typed(settings, "revoke", found["id"])
    assert ended == 0, beside
    closed = await visitor.open()
    assert "<form" not in closed.text
    assert "withdrawn" in closed.text.lower()


async def test_what_cannot_be_issued_or_withdrawn_is_said_in_a_sentence(
    scene: tuple[Scene, dict[str, str]],
) -> None:
    story, settings = scene
    issue = ("issue", "--holder", story.school["id"], "--purpose")
    for arguments, reason in (
        ((*issue, "confirm_encounter", "--encounter", str(uuid4())), "encounter"),
        ((*issue, "primary_return", "--period", "soon"), "no period"),
        (("revoke", str(uuid4())), "nothing here by that id"),
    ):
        ended, told, beside = await typed(settings, *arguments)
        assert (ended, told) == (1, ""), beside
        assert reason in " ".join(beside.split())
        assert "Traceback" not in beside
