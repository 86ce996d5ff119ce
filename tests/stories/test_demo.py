"""`hub demo`, as a person lives with it: started, used, stopped, killed, started again.

One folder is filled once; the stories go on with it, each from a demo that has stopped.
"""

import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from hub_core.embedded import addresses_of_running_hub
from hub_core.log.ledger import Ledger
from services.platform.england.marks import COMPLETE
from tests.builders.demo_process import (
    Ended,
    HubProcess,
    free_port,
    hub,
    hub_json,
    key,
    nobody_works_on,
    processes_of,
    tracebacks_in,
)
from tests.builders.personas import be
from tests.builders.running_hub import eventually

SLUG = "tees-valley"


async def start(folder: Path, *more: str, port: int | None = None) -> HubProcess:
    port = port or free_port()
    return await HubProcess.start(
        "demo", "--no-browser", "--port", str(port), *more, folder=folder, port=port
    )


async def stopped(demo: HubProcess) -> Ended:
    """How it ended, after making sure that nothing of it is left and nothing went wrong unseen."""
    ended = await demo.ended()
    await nobody_works_on(demo.folder)
    assert "Traceback" not in ended.out + ended.err
    assert not tracebacks_in(demo.folder)
    return ended


async def interrupted(demo: HubProcess) -> None:
    demo.interrupt()
    ended = await stopped(demo)
    assert (ended.status, ended.err) == (0, "")


async def head(folder: Path) -> int:
    """How many events the log holds, by the command beside the demo or with servers of its own."""
    [ledger] = [each for each in await doctor(folder) if each["what"] == "ledger"]
    return int(ledger["found"].split()[0].replace(",", ""))


async def doctor(folder: Path) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = await hub_json("doctor", folder=folder)
    return findings


@pytest.fixture(scope="module")
async def filled(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Path]:
    """A folder that a first demo has filled with one hub."""
    folder = tmp_path_factory.mktemp("demo")
    demo = await start(folder, "--scale", "1 hub")
    await demo.ready()
    async with demo.client as client:
        page = await be(client, "hub-lead")
        assert page.url.path == f"/hubs/{SLUG}"
        assert "Priya Raman" in page.text
        assert "Demo sign-in" in page.text
        assert "server" not in page.headers
        assert (
            "Invented for this fictional England" in (await client.get(f"/hubs/{SLUG}/area")).text
        )
    await interrupted(demo)
    yield folder
    await nobody_works_on(folder)


@pytest.fixture(scope="class")
async def living(filled: Path) -> AsyncIterator[HubProcess]:
    """A demo that goes on with the filled folder."""
    demo = await start(filled)
    await demo.ready()
    yield demo
    await interrupted(demo)


class TestBesideALivingDemo:
    """One demo goes on meanwhile, whatever is done beside it."""

    @pytest.mark.long
    async def test_commands_work_beside_it(self, living: HubProcess) -> None:
        folder = living.folder
        assert (await hub_json("log", "verify", folder=folder))["ok"]
        assert (await hub_json("rebuild", "hub_dashboard", folder=folder))["parked"] == 0
        assert all(finding["ok"] for finding in await doctor(folder))
        assert (await hub("migrate", folder=folder)).out == "The databases are up to date.\n"
        shown = await hub_json("config", "show", folder=folder)
        assert shown["HUB_DATA"] == str(folder)
        assert (await hub("bench", "--help", folder=folder)).status == 0

        tail = await HubProcess.start(
            "log", "tail", "--after", "0", "--json", folder=folder, port=1
        )

        async def told() -> bool:
            return tail.out.count("\n") > 10

        await eventually(told)
        tail.interrupt()
        ended = await tail.ended()
        assert (ended.status, ended.err) == (0, "")
        assert json.loads(ended.out.splitlines()[0])["position"] == 1

    @pytest.mark.parametrize(
        "command", ["up", "relay", "project hub_dashboard", "serve membership"]
    )
    async def test_a_part_of_its_own_says_whose_servers_it_uses(
        self, living: HubProcess, command: str
    ) -> None:
        part = await HubProcess.start(*command.split(), folder=living.folder, port=free_port())
        await eventually(lambda: _said(part, "On the servers of the hub that runs on"))
        part.terminate()
        assert (await part.ended()).status == 0

    async def test_a_second_demo_on_the_folder_is_told_so(self, living: HubProcess) -> None:
        second = await hub("demo", "--no-browser", folder=living.folder, port=living.port)
        second.refused("already running", str(living.folder), str(living.pid), "--data")

    async def test_an_occupied_port_is_named_with_a_free_one(
        self, living: HubProcess, tmp_path: Path
    ) -> None:
        second = await hub("demo", "--no-browser", folder=tmp_path / "other", port=living.port)
        second.refused(f"Port {living.port} is in use", "--port")
        suggested = int(second.sentence.rpartition("--port ")[2].split()[0])
        assert suggested > living.port


@pytest.mark.long
async def test_a_second_start_goes_on_and_appends_nothing(filled: Path) -> None:
    before = await head(filled)
    assert before > 10_000
    demo = await start(filled)
    await demo.ready()
    assert await head(filled) == before
    lead = await key("hub_lead", "--hub", SLUG, folder=filled)
    async with demo.client as client:
        path = f"/api/progress/hubs/{SLUG}/dashboard"
        dashboard = (await client.get(path, headers=lead)).json()
    assert dashboard["total"]["encounters"] > 0
    await interrupted(demo)


@pytest.mark.parametrize("how", ["interrupt", pytest.param("terminate", marks=pytest.mark.long)])
async def test_open_pages_do_not_hold_up_the_end(filled: Path, how: str) -> None:
    demo = await start(filled)
    await demo.ready()
    async with demo.client as client, AsyncExitStack() as pages:
        await be(client, "hub-lead")
        for _ in range(3):
            live = client.stream("GET", f"/hubs/{SLUG}/live", timeout=None)
            answer = await pages.enter_async_context(live)
            assert answer.status_code == httpx.codes.OK
        getattr(demo, how)()
        ended = await stopped(demo)
    assert (ended.status, ended.err) == (0, "")


@pytest.mark.long
async def test_an_impatient_second_ctrl_c_changes_nothing(filled: Path) -> None:
    demo = await start(filled)
    await demo.ready()
    demo.interrupt()
    demo.interrupt()
    ended = await stopped(demo)
    assert (ended.status, ended.err) == (0, "")


@pytest.mark.long
async def test_what_was_done_in_it_is_still_there_next_time(filled: Path) -> None:
    demo = await start(filled)
    await demo.ready()
    lead = await key("hub_lead", "--hub", SLUG, folder=filled)
    async with demo.client as client:
        written = await client.post(
            "/api/encounters/employers",
            json={
                "form": "company",
                "name": "Hartley Engineering Limited",
                "companyNumber": "01234567",
                "sicCodes": ["25620"],
                "employees": 84,
            },
            headers={"idempotency-key": str(uuid4()), **lead},
        )
        assert written.is_success, written.text
    position = written.json()["position"]
    await interrupted(demo)
    again = await start(filled)
    await again.ready()
    assert await head(filled) == position
    await interrupted(again)


async def test_a_killed_demo_leaves_nothing_and_the_next_recovers(filled: Path) -> None:
    before = await head(filled)
    demo = await start(filled)
    await demo.ready()
    assert len(processes_of(filled)) > 5
    demo.kill()
    await demo.ended()
    await nobody_works_on(filled)
    again = await start(filled)
    await again.ready()
    assert await head(filled) == before
    await interrupted(again)


@pytest.mark.long
@pytest.mark.parametrize("server", ["bin/postgres -D", "nats-server -c"])
async def test_a_killed_server_comes_back(filled: Path, server: str) -> None:
    demo = await start(filled)
    await demo.ready()
    [pid] = [pid for pid, command in processes_of(filled).items() if server in command]
    os.kill(pid, signal.SIGKILL)

    async def another() -> bool:
        return any(server in command for command in processes_of(filled).values())

    async def whole() -> bool:
        async with demo.client as client:
            try:
                return (await be(client, "hub-lead")).url.path == f"/hubs/{SLUG}"
            except (AssertionError, httpx.TransportError):
                return False  # not back yet

    await eventually(another)
    await eventually(whole)
    assert "a server stopped and is started again" in demo.err
    demo.interrupt()
    assert (await demo.ended()).status == 0
    await nobody_works_on(filled)


async def test_another_scale_deserves_a_sentence(filled: Path) -> None:
    refused = await hub(
        "demo", "--no-browser", "--scale", "2 hubs", folder=filled, port=free_port()
    )
    refused.refused("another fictional England", "Leave --scale away", "--data")
    await nobody_works_on(filled)


@pytest.mark.long
async def test_the_same_scale_is_the_same_england(filled: Path) -> None:
    before = await head(filled)
    demo = await start(filled, "--scale", "1 HUB")
    await demo.ready()
    assert await head(filled) == before
    await interrupted(demo)


@pytest.mark.long
async def test_a_part_that_cannot_live_ends_the_demo(filled: Path) -> None:
    key = filled / "secrets" / "vault-master-key"
    good = key.read_bytes()
    key.write_bytes(b"not a key")
    try:
        demo = await start(filled)
        ended = await demo.ended()
    finally:
        key.write_bytes(good)
    await nobody_works_on(filled)
    # Which part asks for the key first is chance.
    ended.refused("stops as soon as it is started", "master key", ".log")


@pytest.mark.long
@pytest.mark.parametrize("how", ["interrupt", "terminate"])
async def test_stopped_while_it_fills_it_goes_on_next_time(tmp_path: Path, how: str) -> None:
    folder = tmp_path / "hub"
    demo = await start(folder, "--scale", "0.002")
    await eventually(lambda: _holds(folder, complete=False))
    getattr(demo, how)()
    assert (await stopped(demo)).status == 0
    # Nobody has to remember with which scale it was begun.
    again = await start(folder)
    await eventually(lambda: _holds(folder, complete=True), patience=240)
    # Now the dashboards are being built, or about to be.
    getattr(again, how)()
    assert (await stopped(again)).status == 0
    last = await start(folder)
    await last.ready()
    assert all(finding["ok"] for finding in await doctor(folder))
    await interrupted(last)


async def _holds(folder: Path, *, complete: bool) -> bool:
    """Whether the log of a demo that just runs holds something, or all there will be."""
    addresses = addresses_of_running_hub(folder)
    if addresses is None:
        return False
    try:
        async with asyncpg.create_pool(addresses.postgres_url, min_size=1, max_size=1) as pool:
            ledger = Ledger(pool)
            if complete:
                return bool(await ledger.holders([COMPLETE]))
            return await ledger.head() > 0
    except (OSError, asyncpg.PostgresError):
        return False  # not migrated yet


async def _said(process: HubProcess, words: str) -> bool:
    return words in process.err
