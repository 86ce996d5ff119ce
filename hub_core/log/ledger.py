"""The ledger: PostgreSQL's record of every event, dense and in commit order.

Appending a group of commands is one SQL function, one round trip, one commit. What may become of a
command (written, repeated, refused) is a value; exceptions are for surprises.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from hub_core.log.event import MAXIMUM_EVENT_BYTES
from hub_core.log.kept_streams import MOST_BEHIND, KeptStreams

#: Rows a tailing or rebuilding reader takes at a time.
PAGE = 8_000
#: Bytes of a command's envelope; with the event's own 256 KiB a message stays below the stream's limit.
MAXIMUM_ENVELOPE_BYTES = 8 * 1024


class NewEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event about to be written: its JSON, and where it belongs."""

    event_id: UUID
    stream_id: UUID
    version: int
    topic: str
    data: bytes
    institution: UUID | None = None


class Claim(msgspec.Struct, frozen=True):
    """A key only one holder may have, such as ``company:01234567`` or ``urn:100025``."""

    key: str
    holder: UUID


class Append(msgspec.Struct, frozen=True, kw_only=True):
    """What one command writes, all or nothing.

    ``key`` identifies the command (see :func:`command_key`); without one nothing is remembered.
    ``answer`` is what a repeat of the same command will be told.
    """

    events: Sequence[NewEvent]
    envelope: bytes
    key: UUID | None = None
    fingerprint: bytes = b""
    answer: bytes = b""
    take: Sequence[Claim] = ()
    release: Sequence[Claim] = ()


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """Accepted: the events stand at these positions. ``first`` is None when there were none."""

    first: int | None
    last: int
    recorded_at: datetime


class Repeated(msgspec.Struct, frozen=True, kw_only=True):
    """The same command was accepted before; this is what it was told then."""

    answer: bytes
    last: int
    recorded_at: datetime


class KeyReused(msgspec.Struct, frozen=True):
    """The command id was used before for another request."""


class VersionConflict(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else has written this version of this stream."""

    stream_id: UUID
    version: int


class ClaimTaken(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else holds this key."""

    key: str
    holder: UUID


class ClaimNotHeld(msgspec.Struct, frozen=True, kw_only=True):
    """The key to be released is not held by whom it was thought to be."""

    key: str
    holder: UUID | None


Outcome = Written | Repeated | KeyReused | VersionConflict | ClaimTaken | ClaimNotHeld


class EventTooLarge(ValueError):
    """An event above 256 KiB: the stream would refuse it, so the ledger does first."""

    def __init__(self, event: NewEvent) -> None:
        super().__init__(
            f"The event {event.topic} would take {len(event.data):,} bytes; the log takes at most "
            f"{MAXIMUM_EVENT_BYTES:,}. Send it in smaller parts."
        )


class EnvelopeTooLarge(ValueError):
    """Who and what caused a command takes more room than the stream has for it."""

    def __init__(self, envelope: bytes) -> None:
        super().__init__(
            f"The command's ids and trace take {len(envelope):,} bytes; the log takes at most "
            f"{MAXIMUM_ENVELOPE_BYTES:,}. Send shorter ones."
        )


class VersionsNotConsecutive(ValueError):
    """One command's events of a stream do not follow each other: a fault of the program."""

    def __init__(self, event: NewEvent, expected: int) -> None:
        super().__init__(
            f"One command would write version {expected} of stream {event.stream_id} next, "
            f"but its event {event.topic} says {event.version}."
        )


def command_key(*, principal: str, operation: str, command_id: str) -> UUID:
    """The key of a command: another principal's or operation's same id is another command."""
    digest = blake2b("\x1f".join((principal, operation, command_id)).encode(), digest_size=16)
    return UUID(bytes=digest.digest())


class Ledger:
    """Reading and appending over a pool of connections to the ledger's database."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool = pool
        self._kept = KeptStreams()

    async def append(self, group: Sequence[Append]) -> list[Outcome]:
        """Append a group in one commit; answers in the same order.

        No two commands of a group may touch the same stream or claim: :class:`Writer` sees to that.
        Raises ``EventTooLarge``, ``EnvelopeTooLarge`` or ``VersionsNotConsecutive`` before anything
        is written.
        """
        async with self.pool.acquire() as connection:
            rows = await connection.fetch(_APPEND, *_parameters(group))
        *others, written = rows
        return _outcomes(group, {row["command"]: row for row in others}, written)

    async def read(
        self, *, after: int, limit: int = PAGE, institution: UUID | None = None
    ) -> list[asyncpg.Record]:
        """Rows after a position, in order (columns: :data:`COLUMNS`)."""
        if institution is None:
            rows: list[asyncpg.Record] = await self.pool.fetch(_READ, after, limit)
        else:
            rows = await self.pool.fetch(_READ_INSTITUTION, institution, after, limit)
        return rows

    async def read_stream(self, stream_id: UUID, *, after: int = 0) -> list[asyncpg.Record]:
        """Rows of one stream after a version, in order."""
        rows: list[asyncpg.Record] = await self.pool.fetch(_READ_STREAM, stream_id, after)
        return rows

    async def read_streams(self, stream_ids: Iterable[UUID]) -> dict[UUID, list[asyncpg.Record]]:
        """Rows of many streams in one round trip, each in order; a stream without events is absent."""
        streams: dict[UUID, list[asyncpg.Record]] = {}
        for row in await self.pool.fetch(_READ_STREAMS, list(stream_ids)):
            streams.setdefault(row["stream_id"], []).append(row)
        return streams

    async def streams_begun(
        self, institutions: Iterable[UUID], topics: Iterable[str], *, after: int
    ) -> list[asyncpg.Record]:
        """Institutions with the streams in which something of these topics happened to them after a
        position, in the order in which it did first."""
        rows: list[asyncpg.Record] = await self.pool.fetch(
            _STREAMS_BEGUN, list(institutions), list(topics), after
        )
        return rows

    async def kept_streams(self) -> KeptStreams:
        """What this process has read of streams, without those that were written to since."""
        since = self._kept.position
        row = await self.pool.fetchrow(_WRITTEN_SINCE, since, MOST_BEHIND)
        self._kept.move(*row, since=since)
        return self._kept

    async def institutions(self) -> list[UUID]:
        """Every institution that an event names, in the order of their ids; the log is not read for it."""
        return [row[0] for row in await self.pool.fetch(_INSTITUTIONS)]

    async def head(self) -> int:
        """The last position, 0 for an empty ledger."""
        position: int = await self.pool.fetchval(_HEAD)
        return position

    async def incarnation(self) -> UUID:
        """Which life of the log this is; a restore from backup begins another."""
        incarnation: UUID = await self.pool.fetchval(_INCARNATION)
        return incarnation

    async def begin_anew(self) -> UUID:
        """Begin another life of the log, as after a restore: every read model is built anew for it."""
        incarnation: UUID = await self.pool.fetchval(_BEGIN_ANEW)
        return incarnation

    async def same_story(self, *, position: int, event_id: UUID, incarnation: UUID) -> bool:
        """Whether the log still lives this life and holds this event at this position."""
        same: bool = await self.pool.fetchval(_SAME_STORY, position, event_id, incarnation)
        return same

    async def note_stream(self, position: int) -> None:
        """Note how far a relay has found the stream to be."""
        await self.pool.execute(_NOTE_STREAM, position)

    async def recorded_command(self, key: UUID) -> tuple[bytes, Repeated] | None:
        """Fingerprint and answer of an accepted command, or None when it is new."""
        row = await self.pool.fetchrow(_COMMAND, key)
        if row is None:
            return None
        return row[0], Repeated(answer=row[1], last=row[2], recorded_at=row[3])

    async def holders(self, keys: Iterable[str]) -> dict[str, UUID]:
        """Who holds each of these claims; keys nobody holds are absent."""
        return {row[0]: row[1] for row in await self.pool.fetch(_HOLDERS, list(keys))}

    async def claims_of(self, holder: UUID) -> list[str]:
        """Every key this holder has, sorted."""
        return [row[0] for row in await self.pool.fetch(_CLAIMS_OF, holder)]

    async def forget_commands(self, *, days: int = 90) -> int:
        """Drop answers kept longer than the promise; returns how many went."""
        status: str = await self.pool.execute(_FORGET, days)
        return int(status.rpartition(" ")[2])


#: The columns of every row read, by index.
COLUMNS = (
    "position",
    "event_id",
    "stream_id",
    "version",
    "topic",
    "institution",
    "recorded_at",
    "data",
    "envelope",
)
_SELECT = f"select {', '.join(COLUMNS)} from ledger.events"
_READ = f"{_SELECT} where position > $1 order by position limit $2"
_READ_INSTITUTION = f"{_SELECT} where institution = $1 and position > $2 order by position limit $3"
_READ_STREAM = f"{_SELECT} where stream_id = $1 and version > $2 order by version"
_READ_STREAMS = f"{_SELECT} where stream_id = any($1) order by stream_id, version"
_STREAMS_BEGUN = """
select institution, stream_id from ledger.events
where institution = any($1) and topic = any($2) and position > $3
group by institution, stream_id order by min(position)
"""
#: Also where nothing was recorded it is one row: the life of the log, its end, and no stream.
_WRITTEN_SINCE = """
select (select id from ledger.incarnation order by began_at desc limit 1), head.position,
    case when head.position - $1 <= $2 then array(
        select distinct stream_id from ledger.events where position > $1
    ) end
from (select coalesce(max(position), 0) as position from ledger.events) as head
"""
#: From one institution to the next through the index, however many events each has.
_INSTITUTIONS = """
with recursive named as (
    (
        select institution from ledger.events where institution is not null
        order by institution limit 1
    )
    union all
    select (
        select e.institution from ledger.events as e where e.institution > n.institution
        order by e.institution limit 1
    )
    from named as n where n.institution is not null
)
select institution from named where institution is not null
"""
_HEAD = "select coalesce(max(position), 0) from ledger.events"
_INCARNATION = "select id from ledger.incarnation order by began_at desc limit 1"
_NOTE_STREAM = (
    "insert into ledger.stream_seen (position, seen_at) values ($1, clock_timestamp()) "
    "on conflict (only_one) do update set position = excluded.position, seen_at = excluded.seen_at"
)
_BEGIN_ANEW = "insert into ledger.incarnation (id) values (gen_random_uuid()) returning id"
_SAME_STORY = (
    f"select ({_INCARNATION}) = $3 "
    "and exists (select from ledger.events where position = $1 and event_id = $2)"
)
_COMMAND = (
    "select fingerprint, answer, last_position, recorded_at from ledger.commands where key = $1"
)
_HOLDERS = "select key, holder from ledger.claims where key = any($1)"
_CLAIMS_OF = "select key from ledger.claims where holder = $1 order by key"
_FORGET = (
    "delete from ledger.commands where recorded_at < clock_timestamp() - make_interval(days => $1)"
)
_APPEND = "select * from ledger.append($1, $2, $3, $4, $5)"


def check_sizes(append: Append) -> None:
    """Raise ``EventTooLarge`` or ``EnvelopeTooLarge`` for what the stream would refuse."""
    if len(append.envelope) > MAXIMUM_ENVELOPE_BYTES:
        raise EnvelopeTooLarge(append.envelope)
    for event in append.events:
        if len(event.data) > MAXIMUM_EVENT_BYTES:
            raise EventTooLarge(event)


def _parameters(group: Sequence[Append]) -> tuple[list[tuple[Any, ...]], ...]:
    """The group as the arrays of rows that ledger.append takes. (Five arrays of rows are much cheaper
    for the driver than one for each column.)"""
    commands: list[tuple[Any, ...]] = []
    events: list[tuple[Any, ...]] = []
    firsts: list[tuple[Any, ...]] = []
    taken: list[tuple[Any, ...]] = []
    released: list[tuple[Any, ...]] = []
    for number, append in enumerate(group, start=1):
        check_sizes(append)
        commands.append(
            (append.key, append.fingerprint, append.answer, append.envelope, len(append.events))
        )
        latest: dict[UUID, int] = {}
        for event in append.events:
            stream, version = event.stream_id, event.version
            events.append(
                (
                    number,
                    event.event_id,
                    stream,
                    version,
                    event.topic,
                    event.institution,
                    event.data,
                )
            )
            before = latest.get(stream)
            if before is None:
                firsts.append((number, stream, version))
            elif version != before + 1:
                raise VersionsNotConsecutive(event, before + 1)
            latest[stream] = version
        taken += ((number, claim.key, claim.holder) for claim in append.take)
        released += ((number, claim.key, claim.holder) for claim in append.release)
    return commands, events, firsts, taken, released


def _outcomes(
    group: Sequence[Append], others: dict[int, asyncpg.Record], written: asyncpg.Record
) -> list[Outcome]:
    """Those written stand one after another, in their order, from a position on."""
    position, recorded_at = written["last_position"], written["recorded_at"]
    outcomes: list[Outcome] = []
    for number, append in enumerate(group, start=1):
        if number in others:
            outcomes.append(_not_written(others[number]))
            continue
        first = position + 1 if append.events else None
        position += len(append.events)
        outcomes.append(Written(first=first, last=position, recorded_at=recorded_at))
    return outcomes


def _not_written(row: asyncpg.Record) -> Outcome:
    match row["outcome"]:
        case "repeated":
            return Repeated(
                answer=row["answer"], last=row["last_position"], recorded_at=row["recorded_at"]
            )
        case "key reused":
            return KeyReused()
        case "version conflict":
            return VersionConflict(stream_id=row["refused_stream"], version=row["refused_version"])
        case "claim taken":
            return ClaimTaken(key=row["refused_claim"], holder=row["claim_holder"])
        case "claim not held":
            return ClaimNotHeld(key=row["refused_claim"], holder=row["claim_holder"])
        case unknown:
            raise RuntimeError(
                f"ledger.append answered {unknown!r}, which this release does not know"
            )
