"""Both servers on a healthy data folder."""

import asyncio
import json
import os
import stat
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import nats
import pytest

from hub_core.embedded import (
    DataFolder,
    Servers,
    addresses_of_running_hub,
    embedded_servers,
    locked_data_folder,
)
from hub_core.embedded.orphans import is_alive
from tests.builders.nats_account import TESTS, url_of_tests


async def ask(address: str, question: str) -> object:
    connection = await asyncpg.connect(address)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_facts_survive_a_stop_and_a_start(data_folder: Path) -> None:
    async with embedded_servers(data_folder, nats_accounts=(TESTS,)) as servers:
        await ask(servers.postgres_url, "CREATE TABLE kept AS SELECT 42 AS n")
        client = await nats.connect(url_of_tests(servers))
        await client.jetstream().add_stream(name="KEPT", subjects=["kept.>"])
        await client.jetstream().publish("kept.one", b"fact")
        await client.close()
    async with embedded_servers(data_folder, nats_accounts=(TESTS,)) as servers:
        assert await ask(servers.postgres_url, "SELECT n FROM kept") == 42
        client = await nats.connect(url_of_tests(servers))
        assert (await client.jetstream().get_msg("KEPT", 1)).data == b"fact"
        await client.close()


async def test_addresses_stay_the_same_when_each_server_restarts(data_folder: Path) -> None:
    async with embedded_servers(data_folder) as servers:
        before = (servers.postgres_url, servers.vault_url, servers.nats_url)
        await servers.postgres.stop()
        await servers.nats.stop()
        assert servers.postgres.pid is None
        assert servers.nats.pid is None
        await servers.nats.start()
        await servers.postgres.start()
        assert (servers.postgres_url, servers.vault_url, servers.nats_url) == before
        assert await ask(servers.postgres_url, "SELECT 1") == 1
        await (await nats.connect(servers.nats_url)).close()


async def test_starting_twice_starts_once(data_folder: Path) -> None:
    async with embedded_servers(data_folder) as servers:
        pids = (servers.postgres.pid, servers.nats.pid)
        await servers.start()
        assert (servers.postgres.pid, servers.nats.pid) == pids


async def test_postgres_listens_on_no_port(servers: Servers) -> None:
    assert await ask(servers.postgres_url, "SHOW listen_addresses") == ""
    assert await ask(servers.postgres_url, "SELECT inet_server_addr()") is None


@pytest.mark.parametrize(
    ("setting", "value"),
    [("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on")],
)
async def test_what_is_committed_is_on_disk(servers: Servers, setting: str, value: str) -> None:
    assert await ask(servers.postgres_url, f"SHOW {setting}") == value


async def test_postgres_lets_nobody_in_without_the_password(servers: Servers) -> None:
    password = urlsplit(servers.postgres_url).password
    assert password
    for wrong in ("", "wrong"):
        with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
            await ask(servers.postgres_url.replace(password, wrong), "SELECT 1")


@pytest.mark.parametrize("sign_in", [{}, {"user": "hub", "pass": "wrong"}])
async def test_nats_lets_nobody_in_without_the_password(
    servers: Servers, sign_in: dict[str, str]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(servers.nats_url).port)
    assert (await reader.readline()).startswith(b"INFO ")
    writer.write(b"CONNECT " + json.dumps({"verbose": True} | sign_in).encode() + b"\r\n")
    assert (await reader.readline()) == b"-ERR 'Authorization Violation'\r\n"
    writer.close()
    await writer.wait_closed()


async def test_each_role_owns_its_database_and_enters_no_other(servers: Servers) -> None:
    assert await ask(servers.postgres_url, "SELECT current_user || current_database()") == "hubhub"
    assert await ask(servers.vault_url, "SELECT current_user") == "hub_vault"
    for address, role, other in (
        (servers.postgres_url, "hub", "hub_vault"),
        (servers.vault_url, "hub_vault", "hub"),
    ):
        assert not await ask(address, f"SELECT rolsuper FROM pg_roles WHERE rolname = '{role}'")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await ask(servers.postgres.address(role, other), "SELECT 1")


async def test_text_sorts_by_code_point_and_letters_have_case(servers: Servers) -> None:
    connection = await asyncpg.connect(servers.postgres_url)
    row = await connection.fetchrow(
        "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database"
        " WHERE datname = 'hub'"
    )
    assert tuple(row) == (b"b", "C.UTF-8", "UTF8")
    assert await connection.fetchval("SELECT upper('ŵé')") == "ŴÉ"
    await connection.close()


async def test_secrets_are_for_the_owner_only(data_folder: Path) -> None:
    async with embedded_servers(data_folder):
        private = [
            *(data_folder / "secrets").iterdir(),
            data_folder / "nats" / "nats-server.conf",
            data_folder / "addresses.json",
        ]
        assert [stat.S_IMODE(file.stat().st_mode) for file in private] == [0o600] * len(private)
        for folder in (data_folder / "secrets", data_folder / "postgres", data_folder / "run"):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700


async def test_existing_parents_keep_their_modes(short_folder: Path, data_folder: Path) -> None:
    short_folder.chmod(0o750)
    async with embedded_servers(data_folder):
        assert stat.S_IMODE(short_folder.stat().st_mode) == 0o750


async def test_a_path_too_long_for_a_socket_still_works(
    made_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short_folder: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short_folder))
    far = tmp_path / ("a folder, with a very long name " * 4)
    made_folder.rename(far)
    try:
        async with embedded_servers(far) as servers:
            (host,) = parse_qs(urlsplit(servers.postgres_url).query)["host"]
            assert Path(host).parent == short_folder
            assert await ask(servers.postgres_url, "SELECT 1") == 1
        assert os.listdir(short_folder) == []
    finally:
        far.rename(made_folder)


async def test_a_predictable_folder_that_anybody_may_write_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short_folder: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short_folder))
    far = tmp_path / ("a folder, with a very long name " * 4)
    prepared = DataFolder(far).sockets
    prepared.mkdir()
    prepared.chmod(0o777)
    with locked_data_folder(far) as folder:
        assert folder.sockets.parent != short_folder
        assert stat.S_IMODE(folder.sockets.stat().st_mode) == 0o700
    assert prepared.exists()
    assert not folder.sockets.exists()


async def test_stopping_ends_sessions_that_are_still_open(data_folder: Path) -> None:
    async with embedded_servers(data_folder) as servers:
        session = await asyncpg.connect(servers.postgres_url)
        await session.execute("BEGIN; CREATE TABLE undecided (n int)")
        pid = servers.postgres.pid
    assert "received fast shutdown request" in (data_folder / "logs" / "postgres.log").read_text()
    assert not is_alive(pid)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await session.execute("COMMIT")


async def test_another_command_finds_the_running_servers(data_folder: Path) -> None:
    assert addresses_of_running_hub(data_folder) is None
    async with embedded_servers(data_folder) as servers:
        found = addresses_of_running_hub(data_folder)
        assert found is not None
        assert found.postgres_url == servers.postgres_url
        assert found.nats_url == servers.nats_url
    assert addresses_of_running_hub(data_folder) is None


async def test_addresses_left_by_a_killed_hub_are_not_believed(data_folder: Path) -> None:
    async with embedded_servers(data_folder):
        left = (data_folder / "addresses.json").read_bytes()
    (data_folder / "addresses.json").write_bytes(left)
    assert addresses_of_running_hub(data_folder) is None
