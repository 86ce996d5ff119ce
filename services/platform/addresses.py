"""Where the servers are: real ones by address, or the embedded ones of a data folder.

A command run beside a living demo finds its servers through the data folder; otherwise it starts them
for as long as it needs them. Nobody is asked for the address of a server a command does not use.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import rich_click as click

from hub_core.embedded import Addresses, addresses_of_running_hub, embedded_servers
from hub_core.messaging.parts import FOLLOWER, REACTIONS, RELAY, SERVICES, runner
from hub_core.placeholder_secrets import refuse_placeholders
from hub_core.settings import Settings, mask
from hub_core.vault.journal import ErasureJournal


class MissingAddress(Exception):
    """Some servers were named and others were not."""


class ServerAway(Exception):
    """A server that was named does not take us."""


def named(settings: Settings, *, vault: bool = True) -> Addresses | None:
    """The servers the settings name; None when they name none.

    Without ``vault`` its address may be missing, and is empty then. Raises ``MissingAddress`` when only
    some are named, and ``SettingsError`` when one is to be used with a placeholder for a secret.
    """
    wanted = {"HUB_POSTGRES_URL": settings.postgres_url, "HUB_NATS_URL": settings.nats_url}
    if vault:
        wanted["HUB_VAULT_URL"] = settings.vault_url
    missing = [name for name, address in wanted.items() if not address]
    if not any((settings.postgres_url, settings.nats_url, settings.vault_url)):
        return None
    if missing:
        raise MissingAddress(
            f"{' and '.join(missing)} must be set too: either every server is named, "
            "or none is and the embedded ones are used."
        )
    refuse_placeholders(settings)
    return Addresses(
        postgres_url=settings.postgres_url or "",
        vault_url=settings.vault_url or "",
        nats_url=settings.nats_url or "",
    )


@asynccontextmanager
async def reachable(
    settings: Settings, *, vault: bool = True, lasting: bool = False
) -> AsyncIterator[Addresses]:
    """Addresses of servers that run: those named, those of a living hub, or our own for now.

    ``lasting`` says aloud whose they are, for commands that go on until they are told to stop.
    """
    if (addresses := named(settings, vault=vault)) is not None:
        await _takes_us("HUB_POSTGRES_URL", addresses.postgres_url)
        if vault:
            await _takes_us("HUB_VAULT_URL", addresses.vault_url)
        yield addresses
        return
    if (addresses := addresses_of_running_hub(settings.data)) is not None:
        if lasting:
            click.echo(f"On the servers of the hub that runs on {settings.data}.", err=True)
        yield addresses
        return
    async with embedded_servers(settings.data) as servers:
        if lasting:
            click.echo(f"With servers of its own on {settings.data}, until it stops.", err=True)
        yield servers.addresses


def part_of(command: Sequence[str]) -> str:
    """The part of the platform that a command line of ours is, which signs in to NATS by its name."""
    match command:
        case ["relay"] | ["log", "repair", *_]:
            return RELAY
        case ["project", projection]:
            return runner(projection)
        case ["react"]:
            return REACTIONS
        case ["up" | "serve", *_]:
            return SERVICES
        case _:
            return FOLLOWER


def environment(addresses: Addresses, *, key_file: Path, command: Sequence[str]) -> dict[str, str]:
    """The same for a child process, which is given only its own way in to NATS."""
    return {
        "HUB_POSTGRES_URL": addresses.postgres_url,
        "HUB_VAULT_URL": addresses.vault_url,
        "HUB_NATS_URL": addresses.nats(part_of(command)),
        "HUB_VAULT_KEY_FILE": str(key_file),
    }


def vault_key_place(settings: Settings) -> Path:
    """Where the vault's master key is, or will be.

    Raises ``MissingAddress`` for a hub with a vault of its own whose key nobody named.
    """
    if settings.vault_key_file is not None:
        return settings.vault_key_file
    if settings.vault_url:
        raise MissingAddress(
            "HUB_VAULT_KEY_FILE must name the file with the master key of the vault at HUB_VAULT_URL. "
            "Make one for a new vault with `openssl rand 32 > FILE`, and keep a copy."
        )
    return settings.data / "secrets" / "vault-master-key"


def vault_key_file(settings: Settings) -> Path:
    """The file of the vault's master key, made at first use for an embedded hub.

    Losing it loses every name. A hub with real servers is given the file; none is made for it.
    """
    file = vault_key_place(settings)
    if settings.vault_key_file is None and not file.exists():
        from hub_core.vault.keys import make_master_key

        make_master_key(file)
    return file


def erasure_journal(settings: Settings) -> ErasureJournal | None:
    """Where erasures are written down apart from the backups; None where a hub with a vault of its own
    was given no place for it. An embedded one keeps it in its folder."""
    if settings.erasure_journal is not None:
        return ErasureJournal(settings.erasure_journal)
    return None if settings.vault_url else ErasureJournal(settings.data / "erasures.journal")


async def _takes_us(variable: str, address: str) -> None:
    try:
        connection = await asyncpg.connect(address, timeout=10)
    except (
        OSError,
        TimeoutError,
        ValueError,
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
    ) as problem:
        raise ServerAway(
            f"The database at {mask(address)} ({variable}) cannot be used: "
            f"{problem or 'it did not answer in 10 seconds'}. See that it runs and that the address is right."
        ) from problem
    await connection.close()
