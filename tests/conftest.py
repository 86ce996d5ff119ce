"""Real servers for every test: PostgreSQL and nats-server in a folder of this test run's own.

    servers         both servers, started once a run
    database        address of a fresh database with the ledger's migrations, for one test
    vault_database  the same with the vault's migrations, as the role that owns the vault
    pool            asyncpg pool on `database`
    nats_url, nats  address of nats-server, and a client connected to it
    stream_name     a stream name no other test uses; the stream is deleted after the test

Rule: no test sees what another test wrote. A test that kills or restarts a server starts its own
with `embedded_servers(tmp_path)`; it never touches `servers`.
"""

import tempfile
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import nats as nats_client
import pytest
from hypothesis import settings
from nats.aio.client import Client
from nats.js.errors import NotFoundError

from hub_core.embedded import Servers, embedded_servers
from hub_core.migrations import MigrationSet, migrate
from tests.builders.nats_account import TESTS, url_of_tests

# How long an example takes says how busy the machine is, not whether the code is right. `make test`
# asks the same examples each time, so that it is red for a change alone; `make test-all` searches.
settings.register_profile("settled", deadline=None, derandomize=True)
settings.register_profile("searching", deadline=None, print_blob=True)
settings.load_profile("settled")

LEDGER = MigrationSet(name="ledger", package="hub_core.log")
VAULT = MigrationSet(name="vault", package="hub_core.vault")


@pytest.fixture(scope="session")
async def servers() -> AsyncIterator[Servers]:
    """PostgreSQL and nats-server for the whole run. A short path, so that sockets fit in it."""
    with tempfile.TemporaryDirectory(prefix="hub-test-") as folder:
        async with embedded_servers(Path(folder), nats_accounts=(TESTS,)) as running:
            yield running


@pytest.fixture(scope="session")
async def ledger_template(servers: Servers) -> str:
    """Name of the database every `database` is copied from."""
    return await _make_template(servers, "ledger_template", owner="hub", sets=[LEDGER])


@pytest.fixture(scope="session")
async def vault_template(servers: Servers) -> str:
    """Name of the database every `vault_database` is copied from."""
    return await _make_template(servers, "vault_template", owner="hub_vault", sets=[VAULT])


@pytest.fixture
async def database(servers: Servers, ledger_template: str) -> AsyncIterator[str]:
    """Address of a database of this test's own, with the ledger's migrations."""
    async with _copy(servers, ledger_template, owner="hub") as address:
        yield address


@pytest.fixture
async def vault_database(servers: Servers, vault_template: str) -> AsyncIterator[str]:
    """Address of a database of this test's own, with the vault's migrations."""
    async with _copy(servers, vault_template, owner="hub_vault") as address:
        yield address


@pytest.fixture
async def empty_database(servers: Servers) -> AsyncIterator[str]:
    """Address of a database of this test's own with nothing in it."""
    async with _copy(servers, "template1", owner="hub") as address:
        yield address


@pytest.fixture
async def pool(database: str) -> AsyncIterator[asyncpg.Pool]:
    """A pool on `database`."""
    async with asyncpg.create_pool(database, min_size=1, max_size=10) as opened:
        yield opened


@pytest.fixture
def nats_url(servers: Servers) -> str:
    """Address of an account of the tests' own, in which a stream may have any name."""
    return url_of_tests(servers)


@pytest.fixture
async def nats(nats_url: str) -> AsyncIterator[Client]:
    """A client of nats-server, closed after the test."""
    client = await nats_client.connect(nats_url, connect_timeout=2)
    yield client
    await client.close()


@pytest.fixture
async def stream_name(nats_url: str) -> AsyncIterator[str]:
    """A name for a JetStream stream of this test's own. Its subjects must carry the name too:
    two streams of one account may not share a subject."""
    name = f"TEST_{uuid.uuid4().hex[:12]}"
    yield name
    client = await nats_client.connect(nats_url)
    try:
        await client.jetstream().delete_stream(name)
    except NotFoundError:
        pass  # the test made none, or deleted it itself
    finally:
        await client.close()


async def _make_template(
    servers: Servers, name: str, *, owner: str, sets: list[MigrationSet]
) -> str:
    async with _superuser(servers) as connection:
        await connection.execute(f"CREATE DATABASE {name} OWNER {owner}")
    await migrate(servers.postgres.address(owner, name), sets)
    return name


@asynccontextmanager
async def _copy(servers: Servers, template: str, *, owner: str) -> AsyncIterator[str]:
    """A copy of a template database; dropped afterwards with whatever is still connected to it."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    async with _superuser(servers) as connection:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {owner}")
    yield servers.postgres.address(owner, name)
    async with _superuser(servers) as connection:
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@asynccontextmanager
async def _superuser(servers: Servers) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(servers.postgres.superuser_url)
    try:
        yield connection
    finally:
        await connection.close()
