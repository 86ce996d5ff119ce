"""Where the servers are: real ones by address, or the embedded ones of a data folder.

A command run beside a living demo finds its servers through the data folder; otherwise it starts them
for as long as it needs them.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from hub_core.embedded import Addresses, addresses_of_running_hub, embedded_servers
from hub_core.settings import Settings
from hub_core.vault.keys import make_master_key


class MissingAddress(Exception):
    """Some servers were named and others were not."""


def named(settings: Settings) -> Addresses | None:
    """The servers the settings name; None when they name none.

    Raises ``MissingAddress`` when only some are named.
    """
    wanted = {
        "HUB_POSTGRES_URL": settings.postgres_url,
        "HUB_VAULT_URL": settings.vault_url,
        "HUB_NATS_URL": settings.nats_url,
    }
    missing = [name for name, address in wanted.items() if not address]
    if len(missing) == len(wanted):
        return None
    if missing:
        raise MissingAddress(
            f"{' and '.join(missing)} must be set too: either every server is named, "
            "or none is and the embedded ones are used."
        )
    return Addresses(
        postgres_url=settings.postgres_url or "",
        vault_url=settings.vault_url or "",
        nats_url=settings.nats_url or "",
    )


@asynccontextmanager
async def reachable(settings: Settings) -> AsyncIterator[Addresses]:
    """Addresses of servers that run: those named, those of a living hub, or our own for now."""
    if (addresses := named(settings) or addresses_of_running_hub(settings.data)) is not None:
        yield addresses
        return
    async with embedded_servers(settings.data) as servers:
        yield Addresses(
            postgres_url=servers.postgres_url,
            vault_url=servers.vault_url,
            nats_url=servers.nats_url,
        )


def environment(addresses: Addresses, *, key_file: Path) -> dict[str, str]:
    """The same for a child process."""
    return {
        "HUB_POSTGRES_URL": addresses.postgres_url,
        "HUB_VAULT_URL": addresses.vault_url,
        "HUB_NATS_URL": addresses.nats_url,
        "HUB_VAULT_KEY_FILE": str(key_file),
    }


def vault_key_file(settings: Settings) -> Path:
    """The file of the vault's master key, made at first use for an embedded hub.

    Losing it loses every name. A hub with real servers is given the file; none is made for it.
    """
    if settings.vault_key_file is not None:
        return settings.vault_key_file
    file = settings.data / "secrets" / "vault-master-key"
    if not file.exists():
        make_master_key(file)
    return file
