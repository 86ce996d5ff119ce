"""Looking through the log and the record of reads for an auditor, a page at a time.

The rule: one page looks at no more than so many rows, whatever is asked for, and says how far back it
looked; going on from its cursor finds the rest.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from hub_core.audit.entries import NEWEST, Cursor, Entry, EntryKind, Page, Stretch, merged
from hub_core.log.event import UnknownTopic, decode

#: Events looked at for one page: about a fifth of a second.
MOST_LOOKED_AT = 20_000
#: Entries of one page, and of one file.
PAGE, FILE = 50, 5_000

_BEGINNING = datetime(1, 1, 2, tzinfo=UTC)
_END = datetime(9999, 12, 30, tzinfo=UTC)


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What an auditor looks for; empty means everything.

    ``who`` is the id of a principal; ``about`` the id of an organisation, a hub's name in its address or
    the id of any other thing; ``action`` an operation or the beginning of one; times are half open.
    """

    who: str = ""
    about: str = ""
    action: str = ""
    kind: EntryKind | None = None
    since: datetime | None = None
    until: datetime | None = None


class Audit:
    """The search over the hub's database."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def page(
        self,
        wanted: Filter,
        *,
        cursor: Cursor = NEWEST,
        limit: int = PAGE,
        most: int = MOST_LOOKED_AT,
    ) -> Page:
        """Entries older than the cursor, newest first."""
        events = await self._events(wanted, cursor.event, limit, most)
        accesses = await self._accesses(wanted, cursor.access, limit)
        return merged(events, accesses, limit=limit)

    async def _events(self, wanted: Filter, before: int, limit: int, most: int) -> Stretch:
        if wanted.kind not in (None, EntryKind.EVENT):
            return Stretch((), before, None)
        rows = await self._pool.fetch(
            _EVENTS,
            before,
            wanted.since or _BEGINNING,
            wanted.until or _END,
            most,
            wanted.who,
            wanted.action,
            wanted.about,
            _uuid(wanted.about),
            limit + 1,
        )
        found = [_event(row) for row in rows if row["found"]]
        last = next((row for row in rows if not row["found"]), None)
        if len(found) > limit:
            return Stretch(found, found[-1].number, found[-1].at)
        if last is None or last["looked_at"] < most:
            return Stretch(found, 0, None)
        return Stretch(found, last["position"], last["recorded_at"])

    async def _accesses(self, wanted: Filter, before: int, limit: int) -> Stretch:
        if wanted.kind is EntryKind.EVENT:
            return Stretch((), before, None)
        rows = await self._pool.fetch(
            _ACCESSES,
            before,
            wanted.since or _BEGINNING,
            wanted.until or _END,
            wanted.who,
            wanted.action,
            wanted.about,
            wanted.kind.value if wanted.kind else "",
            limit + 1,
        )
        found = [_access(row) for row in rows]
        if len(found) > limit:
            return Stretch(found, found[-1].number, found[-1].at)
        return Stretch(found, 0, None)


def cursor_of(text: str) -> Cursor:
    """The cursor a caller sent back. Raises ``ValueError`` for anything else."""
    event, access = (int(part) for part in text.split("."))
    if not 0 <= event <= NEWEST.event or not 0 <= access <= NEWEST.access:
        raise ValueError(text)
    return Cursor(event, access)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text.rpartition(":")[2])
    except ValueError:
        return None


def _event(row: Any) -> Entry:
    envelope = msgspec.json.decode(row["envelope"])
    try:
        said = decode(row["topic"], row["data"]).heading()
    except UnknownTopic:
        said = row["topic"]
    about = [f"stream:{row['stream_id']}"]
    if row["institution"] is not None:
        about.insert(0, f"institution:{row['institution']}")
    on_behalf_of = envelope.get("on_behalf_of")
    return Entry(
        kind=EntryKind.EVENT,
        number=row["position"],
        at=row["recorded_at"],
        who=envelope.get("actor", ""),
        action=envelope.get("operation") or row["topic"],
        what=said,
        on_behalf_of=on_behalf_of and str(on_behalf_of),
        about=tuple(about),
        correlation=envelope.get("correlation"),
        causation=envelope.get("causation"),
    )


def _access(row: Any) -> Entry:
    kind = EntryKind(row["kind"])
    return Entry(
        kind=kind,
        number=row["id"],
        at=row["at"],
        who=row["principal"],
        action=row["action"],
        what=kind.label,
        organisation=row["organisation"],
        on_behalf_of=row["on_behalf_of"],
        about=tuple(row["about"]),
        learners=row["learners"],
        correlation=row["correlation"],
    )


# Looks back over a bounded stretch; its last row (not found) says how far that was. recorded_at never
# decreases along the log, so the first event at or after a time is found by halving, not by reading.
_EVENTS = """
with stretch as materialized (
    select e.* from ledger.events as e
    where e.position < least($1, coalesce((
        select min(l.position) from ledger.events as l where l.recorded_at >= $3 and $3 < '9999-01-01'
    ), 9223372036854775807))
    order by e.position desc
    limit $4
),
inside as materialized (
    select s.*, case when $5 <> '' or $6 <> '' or $7 <> ''
        then convert_from(s.envelope, 'UTF8')::jsonb end as said
    from stretch as s where s.recorded_at >= $2 and s.recorded_at < $3
),
found as (
    select i.* from inside as i
    where ($5 = '' or i.said ->> 'actor' = $5)
        and ($6 = '' or starts_with(coalesce(i.said ->> 'operation', i.topic), $6))
        and (
            $7 = '' or i.institution = $8 or i.stream_id = $8
            or $7 in (i.said ->> 'on_behalf_of', split_part(i.said ->> 'on_behalf_of', ':', 2))
            or ($8 is not null and convert_from(i.data, 'UTF8') like '%' || $8::text || '%')
        )
    order by i.position desc
    limit $9
)
select
    true as found, f.position, f.recorded_at, f.stream_id, f.topic, f.institution, f.data, f.envelope,
    0 as looked_at
from found as f
union all
select
    false, min(s.position), min(s.recorded_at), null, null, null, null, null,
    (count(*) filter (where s.recorded_at >= $2))::integer
from stretch as s
having count(*) > 0
order by found desc, position desc
"""
_ACCESSES = """
select * from audit.accesses as a
where a.id < $1 and a.at >= $2 and a.at < $3
    and ($4 = '' or a.principal = $4)
    and ($5 = '' or starts_with(a.action, $5))
    and (
        $6 = '' or a.about @> array[$6] or exists (
            select from unnest(a.about || a.organisation || a.on_behalf_of) as one
            where $6 in (one, split_part(one, ':', 2))
        )
    )
    and ($7 = '' or a.kind = $7)
order by a.id desc
limit $8
"""
