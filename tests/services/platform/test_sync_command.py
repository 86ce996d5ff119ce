"""``hub sync`` as a careers leader's machine runs it, against a hub that listens on a real port."""

import asyncio
import base64
import json
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import uvicorn

from hub_core.academic_years import academic_year_of
from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.embedded import Servers
from tests.builders.api_client import ApiClient, api_client, taken
from tests.builders.databases import fresh_addresses
from tests.builders.keyring import new_key
from tests.services.activities.test_oneroster import bundle

PROJECT = Path(__file__).parents[3]
FILE = (
    "Activity ID,Learner reference,Date,Type,Mode\n"
    "A1,L-1,04/02/2026,employer_talk,in_person\n"
    "A1,L-2,04/02/2026,employer_talk,in_person\n"
    "A2,L-1,31/02/2026,employer_talk,in_person\n"
)


class Machine:
    """A school's machine with a key, and the hub it talks to."""

    def __init__(self, api: ApiClient, url: str, secret: str, urn: str, folder: Path) -> None:
        self.api, self.url, self.secret, self.urn, self.folder = api, url, secret, urn, folder

    async def sync(
        self, content: str | bytes, *more: str, name: str = "activities.csv", year: str = "2025/26"
    ) -> tuple[int, str, str]:
        """Exit status, standard output and standard error of the command."""
        file = self.folder / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        arguments = ("--institution", self.urn, "--source", "sims", "--year", year, *more)
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.platform", "sync", str(file), *arguments,
            cwd=PROJECT, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            # As on the hub's own machine, where nobody names the address.
            env={
                "HUB_PORT": self.url.rpartition(":")[2],
                "HUB_KEY": self.secret,
                "HUB_DATA": str(self.folder),
            },
        )  # fmt: skip
        told, said = await child.communicate()
        assert child.returncode is not None
        return child.returncode, told.decode(), said.decode()


@pytest.fixture
async def machine(
    servers: Servers, ledger_template: str, vault_template: str, tmp_path: Path
) -> AsyncIterator[Machine]:
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    async with api_client(addresses, folder=tmp_path) as api:
        school = await api.school()
        learners = [{"reference": one, "yearGroup": 8} for one in ("L-1", "L-2")]
        roster = f"activities/institutions/{school['id']}/roster"
        taken(await api.put(roster, {"learners": learners}))
        its = Organisation(OrganisationKind.INSTITUTION, UUID(school["id"]))
        _, secret = await new_key(api.parts.platform, Role.CAREERS_LEADER, its)
        async with _listening(api) as url:
            yield Machine(api, url, str(secret.text), school["urn"], tmp_path)


class _listening:  # noqa: N801 - used as a verb
    """The API on a port of its own while the block runs."""

    def __init__(self, api: ApiClient) -> None:
        config = uvicorn.Config(api.app, port=0, lifespan="off", log_level="warning")
        self._server = uvicorn.Server(config)

    async def __aenter__(self) -> str:
        self._task = asyncio.create_task(self._server.serve())
        while not self._server.started:  # noqa: ASYNC110 - uvicorn tells it no other way
            await asyncio.sleep(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    async def __aexit__(self, *_: Any) -> None:
        self._server.should_exit = True
        await self._task


async def test_a_file_goes_through_both_stages(machine: Machine) -> None:
    status, told, said = await machine.sync(FILE, "--yes", "--json", "--complete")
    assert status == 0, said
    upload = json.loads(told)
    assert upload["state"] == "committed"
    assert (upload["check"]["taken"], upload["check"]["refused"]) == (2, 1)
    assert upload["done"]["recorded"] == 1

    head = await machine.api.head()
    status, told, said = await machine.sync(FILE, "--yes", "--complete")
    assert status == 0, said
    assert "1 unchanged" in said
    assert "31/02/2026" in said
    assert await machine.api.head() == head


async def test_checking_alone_commits_nothing_and_is_taken_up_later(machine: Machine) -> None:
    head = await machine.api.head()
    status, _, said = await machine.sync(FILE, "--check-only")
    assert status == 0, said
    assert await machine.api.head() == head
    status, told, said = await machine.sync(FILE, "--yes", "--json")
    assert status == 0, said
    assert json.loads(told)["state"] == "committed"
    uploads = taken(
        await machine.api.get(f"activities/institutions/{await _school(machine)}/uploads")
    )
    assert len(uploads["uploads"]) == 1


async def test_a_file_nobody_can_read_is_refused_in_a_sentence(machine: Machine) -> None:
    status, _, said = await machine.sync("", "--yes")
    assert status == 1
    assert "The file is empty" in " ".join(said.split())
    assert "Traceback" not in said


async def test_part_of_a_roster_makes_leavers_of_nobody_unless_it_is_said(machine: Machine) -> None:
    everybody = "".join(f"L-{number},8\n" for number in range(1, 31))
    roster, part = ("--kind", "roster", "--yes"), "Learner reference,Year group\nL-1,8\nnew,8\n"
    status, _, said = await machine.sync(f"Learner reference,Year group\n{everybody}", *roster)
    assert status == 0, said
    assert "Learners: 28 new" in plainly(said)

    status, _, said = await machine.sync(part, *roster, "--complete")
    assert status == 1
    assert "29 of the 30 learners on your roll would leave" in plainly(said)
    assert "run this again with --leavers-checked" in plainly(said)
    assert plainly(said).endswith("Nothing was committed.")

    status, _, said = await machine.sync(part, *roster, "--complete", "--leavers-checked")
    assert status == 0, said
    expected = "Learners: 1 new, 0 moved to another year group, 29 leaving"
    assert plainly(said).count(expected) == 2, "the check and the commit say the same"
    assert "Activities" not in said


async def test_a_college_sends_its_programmes_one_json_object_a_line(machine: Machine) -> None:
    college = await machine.api.school("Northbank College", phase="fe_and_skills")
    its = Organisation(OrganisationKind.INSTITUTION, UUID(college["id"]))
    _, secret = await new_key(machine.api.parts.platform, Role.CAREERS_LEADER, its)
    machine.urn, machine.secret = college["urn"], str(secret.text)
    told = {"Programme": "ART-1", "Level": 3, "Start date": "2025-09-01", "Ages": "19_plus"}
    rows = [told | {"Learner reference": f"C-{number}", "Planned end": end}
            for number, end in enumerate(("2027-06-30", "2024-06-30"))]  # fmt: skip
    file = "\n".join(map(json.dumps, rows))
    status, _, said = await machine.sync(
        file, "--kind", "programmes", "--yes", name="programmes.ndjson"
    )
    assert status == 0, said
    assert "30 June 2024 is before it starts." in plainly(said)
    expected = "Learners: 1 new, 0 moved to another programme, 0 leaving"
    assert plainly(said).count(expected) == 2


async def test_a_bundle_is_tried_and_sent_like_any_roster(machine: Machine) -> None:
    everybody = [f"u{number},,8" for number in range(20)]
    bundles = [
        base64.b64decode(bundle(machine.urn, users)["bundle"])
        for users in (everybody, everybody[:2])
    ]
    roster = ("--kind", "roster", "--yes")
    export = {"name": "export.zip", "year": academic_year_of(datetime.now(UTC).date())}
    status, _, said = await machine.sync(bundles[0], *roster, **export)
    assert status == 0, said
    assert "20 learners in the bundle: 20 new" in plainly(said)

    status, _, said = await machine.sync(bundles[1], *roster, **export)
    assert status == 1
    assert "18 of the 20 learners on your roll would leave" in plainly(said)
    arguments = (*roster, "--leavers-checked", "--json")
    status, told, said = await machine.sync(bundles[1], *arguments, **export)
    assert status == 0, said
    assert json.loads(told)["left"] == 18

    status, _, said = await machine.sync(bundles[0], "--yes", **export)
    assert status == 1
    assert "--kind roster" in plainly(said)


def plainly(said: str) -> str:
    """What was said, wherever its lines were broken."""
    return " ".join(said.split())


async def _school(machine: Machine) -> str:
    found = taken(await machine.api.get(f"membership/institutions?urn={machine.urn}"))
    school: str = found["id"]
    return school
