"""Imports on real servers: a platform, and small GIAS files written for one test.

platform   ledger, writer and vault on databases of this test's own
take       imports files and answers with what became of them
write      writes rows as one of the GIAS files
"""

import csv
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

import hub_core.contexts  # noqa: F401  every event and handler
from hub_core.execute import Platform
from hub_core.gias.layouts import LAYOUTS, LINK_COLUMNS, FileKind
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load
from hub_core.log.writer import Writer
from hub_core.membership.institution import Institution
from hub_core.membership.keys import urn_key
from hub_core.vault import Vault, VaultKeys
from services.platform.gias_import.importing import Imported, import_gias

Write = Callable[..., Path]
Take = Callable[..., Awaitable[Imported]]
Found = Callable[[str], Awaitable[Institution]]


@pytest.fixture
async def platform(pool: asyncpg.Pool, vault_database: str) -> AsyncIterator[Platform]:
    async with (
        asyncpg.create_pool(vault_database, min_size=1, max_size=2) as vault_pool,
        Writer(Ledger(pool)) as writer,
    ):
        vault = Vault(vault_pool, VaultKeys(os.urandom(32)))
        yield Platform(ledger=Ledger(pool), writer=writer, vault=vault)


@pytest.fixture
def take(platform: Platform) -> Take:
    """Import these files."""

    async def taken(*paths: Path, **more: Any) -> Imported:
        imported, _ = await import_gias(paths, platform, **more)
        return imported

    return taken


@pytest.fixture
def institution(platform: Platform) -> Found:
    """The institution a URN leads to."""

    async def found(urn: str) -> Institution:
        holders = await platform.ledger.holders([urn_key(urn)])
        return await load(platform.ledger, Institution, holders[urn_key(urn)])

    return found


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write rows, each a dictionary by the layout's own field names, as a file of this kind."""

    def written(name: str, kind: FileKind, *rows: dict[str, str]) -> Path:
        path = tmp_path / name
        layout = LAYOUTS[kind]
        with path.open("w", encoding="cp1252", newline="") as stream:
            writer = csv.DictWriter(stream, sorted(layout.columns()))
            writer.writeheader()
            for row in rows:
                writer.writerow({getattr(layout, field): value for field, value in row.items()})
        return path

    return written


@pytest.fixture
def links(tmp_path: Path) -> Write:
    """Write links as (URN, LinkURN, LinkType, date)."""

    def written(*rows: tuple[str, str, str, str], name: str = "links.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="cp1252", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(LINK_COLUMNS)
            for urn, linked, kind, day in rows:
                writer.writerow((urn, linked, "Somewhere", kind, day))
        return path

    return written
