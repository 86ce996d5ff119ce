"""Where a machine's secret is proved: its digest beside, the rest folded from its stream, each time.

The rule: nothing is remembered between requests, so a key that was revoked opens nothing from the
moment its event stands in the ledger; and of a secret nothing is kept but its SHA-256.
"""

import hmac
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import msgspec

from hub_core.access import Organisation
from hub_core.identity.machines.machine import Machine, Standing
from hub_core.identity.machines.spelling import Presented
from hub_core.log.event import decode
from hub_core.migrations import MigrationSet

MIGRATIONS = MigrationSet(name="machines", package="hub_core.identity.machines")

#: When a key was last used is written at most this often, so that reading stays reading.
NOTED_EVERY = timedelta(minutes=1)
ENGLAND = ZoneInfo("Europe/London")


class Proved(msgspec.Struct, frozen=True, kw_only=True):
    """Whose secret it is. ``standing`` says whether it still opens."""

    machine: Machine
    standing: Standing


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A machine as its organisation sees it: what the log says, and what is kept beside it."""

    machine: Machine
    label: str
    issued_by: str
    last_used_at: datetime | None


class Machines:
    """The keys and clients in a database of the hub's."""

    def __init__(
        self, pool: asyncpg.Pool, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._pool = pool
        self._clock = clock

    async def proved(self, presented: Presented) -> Proved | None:
        """Whose secret this is; None when it is nobody's, whichever half of it is wrong."""
        now = self._clock()
        rows = await self._pool.fetch(_FIND, presented.prefix)
        kept = rows[0]["sha256"] if rows else bytes(32)
        # Compared for an unknown prefix too: how long it takes tells nothing about either half.
        if not hmac.compare_digest(kept, presented.digest) or not rows:
            return None
        machine = _folded(rows[0]["key"], rows)
        if machine.kind is not presented.kind:
            return None
        standing = machine.standing(presented.prefix, on=now.astimezone(ENGLAND).date())
        if standing is None:
            return None
        if standing is Standing.WORKS:
            await self._note(presented.prefix, rows[0]["last_used_at"], now)
        return Proved(machine=machine, standing=standing)

    async def machine(self, key: UUID) -> Machine | None:
        """A machine as it stands, by its id; None when there is none."""
        rows = await self._pool.fetch(_FIND_BY_ID, key)
        return _folded(key, rows) if rows else None

    async def standing_machine(self, key: UUID) -> Machine | None:
        """A machine that is neither revoked nor expired; None otherwise."""
        machine = await self.machine(key)
        today = self._clock().astimezone(ENGLAND).date()
        return machine if machine is not None and machine.stands(on=today) else None

    async def machine_of(self, prefix: str) -> Machine | None:
        """A machine by the prefix of any of its secrets, for whoever may know of all; None for none."""
        rows = await self._pool.fetch(_FIND, prefix)
        machine = _folded(rows[0]["key"], rows) if rows else None
        return machine if machine is not None and prefix in machine.secrets else None

    async def kept(self, key: UUID) -> Kept | None:
        """A machine by its id with what is kept beside the log; None when there is none."""
        found = _kept(await self._pool.fetch(_LIST_ONE, key))
        return found[0] if found else None

    async def list(self, organisation: Organisation | None = None) -> list[Kept]:
        """An organisation's machines, or everybody's, newest first."""
        kind, named = (organisation.kind, organisation.id) if organisation else (None, None)
        return _kept(await self._pool.fetch(_LIST, kind, named))

    async def keep_new(
        self, presented: Presented, *, key: UUID, organisation: Organisation, label: str, by: str
    ) -> bool:
        """Keep the secret of a key about to be issued; whether it is new (False: a repeat)."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(
                _KEEP_KEY, key, presented.kind, organisation.kind, organisation.id, label, by
            )
            return await _keep(connection, presented, key)

    async def keep_another(self, presented: Presented, *, key: UUID) -> bool:
        """Keep a further secret of a key about to be rotated; whether it is new."""
        async with self._pool.acquire() as connection:
            return await _keep(connection, presented, key)

    async def forget(self, presented: Presented, *, key: UUID) -> None:
        """Drop a secret that was kept for a command which was then refused."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_DROP_PREFIX, presented.prefix)
            await connection.execute(_DROP_KEY, key)

    async def _note(self, prefix: str, last: datetime | None, now: datetime) -> None:
        if last is None or now - last >= NOTED_EVERY:
            await self._pool.execute(_NOTE, prefix, now)


async def _keep(connection: asyncpg.Connection, presented: Presented, key: UUID) -> bool:
    kept = await connection.fetchval(_KEEP_PREFIX, presented.prefix, key, presented.digest)
    return kept is not None


def _kept(rows: Sequence[asyncpg.Record]) -> list[Kept]:
    streams: dict[UUID, list[asyncpg.Record]] = {}
    for row in rows:
        streams.setdefault(row["key"], []).append(row)
    return [
        Kept(
            machine=_folded(key, stream),
            label=stream[0]["label"],
            issued_by=stream[0]["issued_by"],
            last_used_at=stream[0]["last_used_at"],
        )
        for key, stream in streams.items()
    ]


def _folded(key: UUID, rows: list[asyncpg.Record]) -> Machine:
    return Machine.of(
        key,
        ((row["version"], row["recorded_at"], decode(row["topic"], row["data"])) for row in rows),
    )


# One round trip for secret and stream together: this is asked with every request.
_FIND = """
    select s.key, s.sha256, s.last_used_at, e.version, e.recorded_at, e.topic, e.data
    from machines.secrets s join ledger.events e on e.stream_id = s.key
    where s.prefix = $1 order by e.version
"""
_FIND_BY_ID = """
    select e.version, e.recorded_at, e.topic, e.data
    from machines.keys k join ledger.events e on e.stream_id = k.key
    where k.key = $1 order by e.version
"""
_SHOWN = """
    select k.key, k.label, k.issued_by, used.last_used_at, e.version, e.recorded_at, e.topic, e.data
    from machines.keys k
    join ledger.events e on e.stream_id = k.key
    cross join lateral (
        select max(s.last_used_at) as last_used_at from machines.secrets s where s.key = k.key
    ) used
"""
_LIST = f"""{_SHOWN}
    where $1::text is null or (k.organisation_kind = $1 and k.organisation = $2)
    order by k.made_at desc, k.key, e.version
"""
_LIST_ONE = f"{_SHOWN} where k.key = $1 order by e.version"
_KEEP_KEY = """
    insert into machines.keys (key, kind, organisation_kind, organisation, label, issued_by)
    values ($1, $2, $3, $4, $5, $6) on conflict do nothing
"""
_KEEP_PREFIX = """
    insert into machines.secrets (prefix, key, sha256) values ($1, $2, $3)
    on conflict do nothing returning prefix
"""
_DROP_PREFIX = "delete from machines.secrets where prefix = $1"
_DROP_KEY = """
    delete from machines.keys k
    where k.key = $1 and not exists (select from machines.secrets s where s.key = k.key)
"""
_NOTE = """
    update machines.secrets set last_used_at = $2
    where prefix = $1 and (last_used_at is null or last_used_at < $2)
"""
