"""What tests of commands share: a hub of their own to run them on."""

from pathlib import Path

import pytest

from hub_core.embedded import Servers
from hub_core.settings import Settings, read_settings
from hub_core.vault.keys import make_master_key
from tests.builders.databases import fresh_addresses


@pytest.fixture
async def chosen(
    servers: Servers, ledger_template: str, vault_template: str, tmp_path: Path
) -> Settings:
    addresses = await fresh_addresses(servers, ledger_template, vault_template)
    make_master_key(tmp_path / "vault.key")
    return read_settings(
        {
            "HUB_DATA": str(tmp_path),
            "HUB_POSTGRES_URL": addresses.postgres_url,
            "HUB_VAULT_URL": addresses.vault_url,
            "HUB_NATS_URL": addresses.nats_url,
            "HUB_VAULT_KEY_FILE": str(tmp_path / "vault.key"),
        }
    )
