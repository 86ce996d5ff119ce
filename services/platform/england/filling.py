"""Filling a log with the fictional England, in bulk and resumably.

The rule: England comes first in a log or not at all. What stands there must be its own beginning, chunk by
chunk; a run that was cut short is completed, and one that is complete is left alone.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from hashlib import blake2b
from uuid import UUID

import msgspec

from hub_core.log.aggregate import Envelope
from hub_core.log.ledger import (
    Append,
    Claim,
    Ledger,
    NewEvent,
    Repeated,
    Written,
    command_key,
)
from hub_core.rare_collections import rare_collections
from services.platform.england.chance import identity
from services.platform.england.marks import ACTOR, BEGUN, COMPLETE, DEFAULT_SEED, mark_of
from services.platform.england.page import Page
from services.platform.england.period import Period
from services.platform.england.scale import Scale
from services.platform.england.story import Story

OPERATION = "platform.generate_england"
#: Events a transaction carries. Nobody else writes yet, so nobody waits for it.
CHUNK = 5_000
#: Days are gathered into chunks until one holds at least so many events.
_ENOUGH = 4_000


class Generated(msgspec.Struct, frozen=True, kw_only=True):
    """What is in the log now. ``appended`` of its ``events`` are new; 0 when all was there before."""

    hubs: int
    institutions: int
    members: int
    events: int
    appended: int
    first_day: date
    today: date


class LogHoldsSomethingElse(Exception):
    """The log is not the beginning of this England; nothing was appended to it."""


class Chunk(msgspec.Struct, frozen=True):
    """A run of events appended together; ``number`` counts from 1, ``day`` is its last."""

    number: int
    day: int
    events: list[NewEvent]
    take: list[Claim]
    release: list[Claim]


async def generate_england(
    ledger: Ledger,
    *,
    scale: Scale,
    today: date,
    seed: int = DEFAULT_SEED,
    progress: Callable[[int, int], None] | None = None,
    keep: Sequence[str] = (),
) -> Generated:
    """Fill the log with England as it would be on this day; see :class:`Generated`.

    ``keep`` are claims that the last chunk takes too, for what is to follow it.

    ``progress`` is told the days told and the days there are. Raises ``LogHoldsSomethingElse`` when
    the log begins otherwise, or goes on otherwise before England is complete.
    """
    period = Period(today)
    mark = mark_of(seed=seed, scale=scale, first_year=period.years[0])
    held = await ledger.holders((BEGUN, COMPLETE))
    head = await ledger.head()
    if head and held.get(BEGUN) != mark:
        raise _something_else(head, begun=BEGUN in held)
    story = await asyncio.to_thread(Story, scale=scale, period=period, seed=seed)
    if COMPLETE in held:
        return _generated(story, events=head, appended=0)
    with rare_collections():
        return await _fill(ledger, story, mark=mark, head=head, progress=progress, keep=keep)


async def _fill(
    ledger: Ledger,
    story: Story,
    *,
    mark: UUID,
    head: int,
    progress: Callable[[int, int], None] | None,
    keep: Sequence[str],
) -> Generated:
    """Append every chunk the log does not hold yet, each while the next is being told."""
    period = story.period
    days = period.today - period.first + 1
    told = chunks(story, mark, keep=keep)
    position = appended = 0
    chunk = await asyncio.to_thread(next, told, None)
    while chunk is not None:
        position += len(chunk.events)
        if position <= head:
            await _recognise(ledger, chunk, position)
            chunk = await asyncio.to_thread(next, told, None)
            continue
        if position - len(chunk.events) < head:
            raise _goes_on_otherwise(head)
        written = _append(ledger, chunk, mark=mark)
        day = chunk.day
        _, chunk = await asyncio.gather(written, asyncio.to_thread(next, told, None))
        appended = position - head
        if progress is not None:
            progress(day - period.first + 1, days)
    if progress is not None:
        progress(days, days)
    return _generated(story, events=max(position, head), appended=appended)


def chunks(story: Story, mark: UUID, *, keep: Sequence[str] = ()) -> Iterator[Chunk]:
    """The story in chunks: some quiet days together, or a part of a long one.

    Where they are cut does not depend on the day the story ends. The first takes the claim that tells
    whose England it is, the last the one that tells that it is complete
    and those to ``keep``.
    """
    before: Chunk | None = None
    number = 0
    for day, page in _gathered(story):
        for first in range(0, len(page.events), CHUNK):
            if before is not None:
                yield before
            number += 1
            last = first + CHUNK
            before = Chunk(
                number,
                day,
                page.events[first:last],
                [claim for at, claim in page.taken if first <= at < last],
                [claim for at, claim in page.released if first <= at < last],
            )
            if number == 1:
                before.take.append(Claim(BEGUN, mark))
    if before is not None:
        before.take.extend(Claim(key, mark) for key in (COMPLETE, *keep))
        yield before


def _gathered(story: Story) -> Iterator[tuple[int, Page]]:
    """Quiet days together, busy ones alone."""
    gathered = Page()
    day = story.period.first
    for day, page in story.pages():
        gathered.extend(page)
        if len(gathered.events) >= _ENOUGH:
            yield day, gathered
            gathered = Page()
    if gathered.events:
        yield day, gathered


async def _append(ledger: Ledger, chunk: Chunk, *, mark: UUID) -> None:
    command_id = f"{mark}/{chunk.number}"
    envelope = Envelope(
        actor=ACTOR,
        correlation=str(identity(mark, chunk.number)),
        command_id=command_id,
        operation=OPERATION,
    )
    [outcome] = await ledger.append(
        [
            Append(
                events=chunk.events,
                envelope=msgspec.json.encode(envelope),
                key=command_key(principal=ACTOR, operation=OPERATION, command_id=command_id),
                fingerprint=_fingerprint(chunk),
                take=chunk.take,
                release=chunk.release,
            )
        ]
    )
    if not isinstance(outcome, Written | Repeated):
        raise LogHoldsSomethingElse(
            f"Somebody else wrote into the log while England was being generated ({outcome}). "
            "Stop whatever writes to it, empty the data folder and begin again."
        )


def _fingerprint(chunk: Chunk) -> bytes:
    """Two chunks with the same last event are the same: identifiers follow from all that is told."""
    last = chunk.events[-1]
    return blake2b(last.event_id.bytes + last.data, digest_size=16).digest()


async def _recognise(ledger: Ledger, chunk: Chunk, position: int) -> None:
    """Make sure that the log holds this chunk where it belongs."""
    [row] = await ledger.read(after=position - 1, limit=1)
    if row["event_id"] != chunk.events[-1].event_id:
        raise _goes_on_otherwise(position)


def _something_else(head: int, *, begun: bool) -> LogHoldsSomethingElse:
    what = "another fictional England (scale, seed or year differ)" if begun else "other events"
    return LogHoldsSomethingElse(
        f"The log holds {head:,} events already, and they are {what}. The fictional England is only "
        "written into an empty log: choose another data folder (--data DIR) or another database."
    )


def _goes_on_otherwise(position: int) -> LogHoldsSomethingElse:
    return LogHoldsSomethingElse(
        f"The log begins as this fictional England, but goes on otherwise by position {position:,}: "
        "it was used before it was complete. Nothing was appended. Use it as it is, or choose another "
        "data folder (--data DIR) to begin again."
    )


def _generated(story: Story, *, events: int, appended: int) -> Generated:
    period = story.period
    return Generated(
        hubs=story.hubs,
        institutions=len(story.lives),
        members=sum(life.is_there(period.today) for life in story.lives),
        events=events,
        appended=appended,
        first_day=date.fromordinal(period.first),
        today=date.fromordinal(period.today),
    )
