"""How a second command finds the servers of the hub that is running on a data folder.

Rule: addresses count only while the lock on the folder is held; a file left by a killed hub is
never believed.
"""

import fcntl
import os
from pathlib import Path

import msgspec

ADDRESSES = "addresses.json"


class Addresses(msgspec.Struct, frozen=True, kw_only=True):
    """Where the running servers are. The addresses carry passwords: do not show them.

    ``services_url`` is the hub's own database as services sign in to it; empty where they share the
    address of everybody else. ``nats_urls`` are the ways in to NATS by the part of the platform (see
    ``hub_core.messaging.parts``); a part that has none of its own uses ``nats_url``.
    """

    postgres_url: str
    vault_url: str
    nats_url: str
    nats_urls: dict[str, str] = {}
    services_url: str = ""

    def nats(self, part: str) -> str:
        """Where a part of the platform signs in to NATS."""
        return self.nats_urls.get(part, self.nats_url)

    def for_services(self) -> "Addresses":
        """The same for a process that answers requests."""
        return msgspec.structs.replace(self, postgres_url=self.services_url or self.postgres_url)


def publish_addresses(data_folder: Path, addresses: Addresses) -> None:
    """Write them into the folder, readable by its owner only."""
    withdraw_addresses(data_folder)
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
    with os.fdopen(os.open(data_folder / ADDRESSES, flags, 0o600), "wb") as file:
        file.write(msgspec.json.encode(addresses))


def withdraw_addresses(data_folder: Path) -> None:
    """Take them away again."""
    (data_folder / ADDRESSES).unlink(missing_ok=True)


def addresses_of_running_hub(data_folder: Path) -> Addresses | None:
    """The addresses of the hub that is running on `data_folder`; None where none is ready."""
    data_folder = data_folder.expanduser().resolve()
    try:
        with (data_folder / "hub.lock").open() as lock:
            if _is_free(lock.fileno()):
                return None
        return msgspec.json.decode((data_folder / ADDRESSES).read_bytes(), type=Addresses)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _is_free(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
