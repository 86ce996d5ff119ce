"""Backups of an embedded hub: the log and the vault, each in a folder of its own.

The rule: the two are kept apart, and neither holds the vault's master key or the journal of erasures: whoever
finds a backup learns nobody's name. The log is dumped before the vault, so that the vault holds everything
the log refers to. Read models are left out: they are folded from the log again.
"""

import asyncio
import hashlib
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

import asyncpg
import msgspec

from hub_core.embedded import Addresses
from hub_core.embedded.binaries import postgres_program
from services.platform.commands.running import Failure
from services.platform.projections import PROJECTIONS

_LAST = "select position, event_id from ledger.events order by position desc limit 1"
#: Tables whose rows a backup does not hold: where the read models stood, who was signed in, who was slowed.
FORGOTTEN = ("projections.checkpoints", "projections.parked", "sessions.*", "limits.*")
DUMP, MANIFEST = "backup.dump", "backup.json"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds. ``head`` and ``last_event`` are the log's; the vault's belongs to that log."""

    holds: str
    release: str
    made_at: datetime
    head: int
    last_event: UUID | None
    sha256: str


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """A backup in its folder, whose dump is what the manifest says."""

    manifest: Manifest
    dump: Path


async def back_up(addresses: Addresses, *, log: Path, vault: Path, release: str) -> Manifest:
    """Write the log's backup into one folder and the vault's into another; both must be empty or new.

    Returns the log's manifest. Raises ``Failure``.
    """
    _refuse_together(log, vault)
    for folder in (log, vault):
        _empty(folder)
    head, last_event = await _dump_log(addresses.postgres_url, log / DUMP)
    await _dump(addresses.vault_url, vault / DUMP, [])
    made: list[Manifest] = []
    for holds, folder in (("log", log), ("vault", vault)):
        manifest = Manifest(
            holds=holds,
            release=release,
            made_at=datetime.now(UTC),
            head=head,
            last_event=last_event,
            sha256=_digest(folder / DUMP),
        )
        # Last, so that a backup that was broken off is none.
        _write(folder / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
        made.append(manifest)
    return made[0]


def read_backup(folder: Path, *, holds: str) -> Backup:
    """The backup in a folder. Raises ``Failure`` when it is none, of something else, or damaged."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as problem:
        raise Failure(
            f"{folder} holds no complete backup: {MANIFEST} cannot be read ({problem})."
        ) from problem
    if manifest.holds != holds:
        raise Failure(f"{folder} holds a backup of the {manifest.holds}, not of the {holds}.")
    try:
        digest = _digest(folder / DUMP)
    except OSError as problem:
        raise Failure(f"{folder / DUMP} cannot be read: {problem.strerror}.") from problem
    if digest != manifest.sha256:
        raise Failure(
            f"{folder / DUMP} is not what was written at {manifest.made_at:%Y-%m-%d %H:%M} UTC: its sha256 "
            "differs. Use another backup."
        )
    return Backup(manifest=manifest, dump=folder / DUMP)


async def run_program(name: str, address: str, arguments: Sequence[str | Path]) -> str:
    """Run a PostgreSQL program on a database; what it wrote. Raises ``Failure`` with what it said."""
    process = await asyncio.create_subprocess_exec(
        postgres_program(name),
        *map(str, arguments),
        env={**os.environ, **_environment(address)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        said, problem = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode != 0:
        raise Failure(f"{name} failed: {problem.decode(errors='replace').strip()}")
    return said.decode()


async def _dump(address: str, file: Path, more: Sequence[str]) -> None:
    draft = file.with_suffix(".draft")
    _write(draft, b"")
    await run_program("pg_dump", address, ["--format=custom", f"--file={draft}", *more])
    draft.rename(file)


async def _dump_log(address: str, file: Path) -> tuple[int, UUID | None]:
    """Dump the log as it stands at one moment; its last position then, and the event there."""
    left_out = [f"--exclude-schema={name}{more}" for name in PROJECTIONS for more in ("", "_*")]
    left_out += [f"--exclude-table-data={tables}" for tables in FORGOTTEN]
    connection = await asyncpg.connect(address)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            snapshot = await connection.fetchval("select pg_export_snapshot()")
            last = await connection.fetchrow(_LAST)
            await _dump(address, file, [f"--snapshot={snapshot}", *left_out])
    finally:
        await connection.close()
    return (0, None) if last is None else (last[0], UUID(str(last[1])))


def _refuse_together(log: Path, vault: Path) -> None:
    first, second = log.resolve(), vault.resolve()
    if first.is_relative_to(second) or second.is_relative_to(first):
        raise Failure(
            "The backups of log and vault belong in folders apart, neither within the other, and "
            "better on disks apart: together they tell more than each alone."
        )


def _empty(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Failure(f"{folder} is not empty. A backup goes into a new folder.")
    except OSError as problem:
        raise Failure(f"{folder} cannot be written: {problem.strerror}.") from problem


def _write(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _environment(address: str) -> dict[str, str]:
    """The address as PostgreSQL's programs read it; a password on the command line could be seen."""
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    host = query.get("host", [parts.hostname or ""])[0]
    given = {
        "PGHOST": host,
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
    }
    return {name: value for name, value in given.items() if value}
