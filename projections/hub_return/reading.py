"""A hub's return as it stands: the figures, what was frozen and signed off, and what came in late.

The rule: what was frozen is read from the log as it was; the figures beside it are those of the same day by
what is known now.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from hashlib import sha256
from uuid import UUID

import asyncpg
import msgspec

from hub_core.access.scope import Scope
from hub_core.log.ledger import Ledger
from hub_core.log.repository import Looked, look
from hub_core.reporting.asked import asked_for
from hub_core.reporting.codes import Period
from hub_core.reporting.commands import TakenFigures
from hub_core.reporting.events import FrozenFigure, ReturnFrozen
from hub_core.reporting.funders import Funder, FunderPeriod
from hub_core.reporting.hub_return import HubReturn, SignOff, return_stream
from hub_core.reporting.restatement import Restated, restatements
from projections.hub_return.figures import figures_of
from projections.hub_return.known import ReturnRead, known_of, return_read
from projections.read_model import BeingUpdated


class StandingReturn(msgspec.Struct, frozen=True, kw_only=True):
    """One return. ``figures`` are those frozen, or those of today where nothing is frozen; ``comments`` are
    the vault's references, by indicator; ``same_question`` is whether the funder asks what it asked then."""

    about: Period
    funder: Funder
    period: FunderPeriod
    version: int
    as_at: date
    over: bool
    figures: tuple[FrozenFigure, ...]
    comments: dict[str, UUID]
    frozen: ReturnFrozen | None
    signed_off: SignOff | None
    restated: tuple[Restated, ...] = ()
    same_question: bool = True


async def standing_return(
    look_at_log: Callable[[], Awaitable[Looked]],
    pool: asyncpg.Pool,
    hub: UUID,
    about: Period,
    *,
    today: date,
    scope: Scope,
) -> StandingReturn | BeingUpdated:
    """The return of a period as it stands today; raises ``NotFound`` for one nobody asks for.

    The log is looked at after the read models were asked who the members are.
    """
    funder, period = asked_for(about)
    read = await _read(pool, hub, about, today=today, scope=scope)
    if isinstance(read, BeingUpdated):
        return read
    looked = await look_at_log()
    found = await looked.read(HubReturn, return_stream(hub, about))
    now = await _worked_out(looked, hub, about, read, scope)
    last = period.last_day(about.academic_year)
    frozen = found.frozen
    return StandingReturn(
        about=about,
        funder=funder,
        period=period,
        version=found.version,
        as_at=min(today, last),
        over=today > last,
        figures=now if frozen is None else frozen.figures,
        comments=found.comments,
        frozen=frozen,
        signed_off=found.signed_off,
        restated=() if frozen is None else restatements(frozen.figures, now),
        same_question=frozen is None or frozen.asked == digest_of(funder),
    )


async def figures_to_freeze(
    ledger: Ledger, pool: asyncpg.Pool, hub: UUID, about: Period, *, today: date, scope: Scope
) -> TakenFigures | BeingUpdated:
    """The figures of this moment: everything recorded up to ``stands_at`` is in them."""
    funder, _ = asked_for(about)
    head = await ledger.head()
    read = await _read(pool, hub, about, today=today, scope=scope, at_least=head)
    if isinstance(read, BeingUpdated):
        return read
    now = await _worked_out(await look(ledger), hub, about, read, scope)
    return TakenFigures(stands_at=head, asked=digest_of(funder), figures=now)


def digest_of(funder: Funder) -> str:
    """What a funder asks, as a digest."""
    return sha256(msgspec.json.encode(funder)).hexdigest()


async def _read(
    pool: asyncpg.Pool,
    hub: UUID,
    about: Period,
    *,
    today: date,
    scope: Scope,
    at_least: int = 0,
) -> ReturnRead | BeingUpdated | None:
    """What the read models say; None of a period that has not begun."""
    funder, period = asked_for(about)
    if today < period.first_day(about.academic_year):
        return None
    year = about.academic_year
    return await return_read(
        pool, hub, funder, period, year, today=today, scope=scope, at_least=at_least
    )


async def _worked_out(
    looked: Looked, hub: UUID, about: Period, read: ReturnRead | None, scope: Scope
) -> tuple[FrozenFigure, ...]:
    """The figures of what was read, kept until that changes or one of the members records something."""
    funder, period = asked_for(about)
    if read is None:
        return tuple(
            FrozenFigure(indicator=one.code, value=None, contributing=0, eligible=0)
            for one in funder.indicator
        )

    async def work_out(looked: Looked) -> tuple[FrozenFigure, ...]:
        return figures_of(await known_of(looked, hub, read), funder, period)

    return await looked.worked_out(("return", hub, about, scope), (funder, read), work_out)
