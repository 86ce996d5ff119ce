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
    """Where the running servers are. The addresses carry passwords: do not show them."""

    postgres_url: str
    vault_url: str
    nats_url: str


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
