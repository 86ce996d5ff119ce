"""Commands about the return of a hub to its funder.

The rule: only a period that is over is frozen, only what is frozen is signed off, and only a person signs.
"""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.membership.hub import Hub, no_such_hub
from hub_core.refusals import Conflict, Forbidden, NotFound
from hub_core.reporting.asked import asked_for
from hub_core.reporting.codes import FunderCode, IndicatorCode, Period, PeriodCode
from hub_core.reporting.events import FrozenFigure, ReturnFrozen
from hub_core.reporting.funders import Funder, FunderPeriod
from hub_core.reporting.hub_return import HubReturn, return_stream
from hub_core.snapshots.codes import Digest, LogPosition
from hub_core.values import AcademicYear
from hub_core.work import Changed, Command, Work, handles

#: A comment in a paragraph or two.
LONGEST_COMMENT = 1_000
CommentText = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[^\s\x00-\x08\x0b-\x1f\x7f](?:[^\x00-\x08\x0b-\x1f\x7f]*\S)?$(?!\n)",
        min_length=1,
        max_length=LONGEST_COMMENT,
        description="What the hub says about an indicator; kept in the vault only",
    ),
]
_PERSON = "person:"


class TakenFigures(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The figures as the platform worked them out, with the log position they stand at."""

    stands_at: LogPosition
    asked: Digest
    figures: tuple[FrozenFigure, ...]


class _OfReturn(Command, frozen=True, kw_only=True):
    """Which return."""

    hub: UUID
    funder: FunderCode
    academic_year: AcademicYear
    period: PeriodCode

    @property
    def about(self) -> Period:
        """The period."""
        return Period(funder=self.funder, academic_year=self.academic_year, period=self.period)


class CommentOnIndicator(_OfReturn, frozen=True, kw_only=True):
    """Say something about one indicator of a return; nothing takes back what was said."""

    OPERATION: ClassVar[str] = "reporting.comment_on_indicator"
    indicator: IndicatorCode
    comment: CommentText | None = None


class FreezeReturn(_OfReturn, frozen=True, kw_only=True):
    """Freeze the figures of a period that is over."""

    OPERATION: ClassVar[str] = "reporting.freeze_return"
    #: Worked out by the platform when it is asked to freeze, and never taken from a caller.
    FILLED_IN: ClassVar[frozenset[str]] = frozenset({"taken"})
    taken: TakenFigures


class SignOffReturn(_OfReturn, frozen=True, kw_only=True):
    """Answer for the frozen figures of a return."""

    OPERATION: ClassVar[str] = "reporting.sign_off_return"


@handles(CommentOnIndicator)
async def comment_on_indicator(command: CommentOnIndicator, work: Work) -> Changed:
    """The latest word counts. Nobody should be named in it; it is kept in the vault all the same."""
    funder, _, found = await _return(command, work)
    if command.indicator not in funder.codes:
        raise NotFound(
            f"{funder.name} asks for no indicator {command.indicator!r}. It asks for: "
            f"{', '.join(funder.codes)}."
        )
    work.expect(found)
    comment = None if command.comment is None else work.keep(command.comment, subject=found.id)
    found.comment(
        command.hub, command.about, command.indicator, comment, on=work.today, at=work.now
    )
    return Changed(id=found.id, version=found.version)


@handles(FreezeReturn)
async def freeze_return(command: FreezeReturn, work: Work) -> Changed:
    """The figures stand in the log from then on; what comes in later is a restatement beside them."""
    _, period, found = await _return(command, work)
    last = period.last_day(command.academic_year)
    if work.today <= last:
        raise Conflict(
            f"{period.label} runs until {last:%-d %B %Y}. Freeze the return from the day after.",
            kind="not-over",
        )
    work.expect(found)
    found.freeze(
        ReturnFrozen(
            hub=command.hub,
            about=command.about,
            occurred_on=work.today,
            as_at=last,
            stands_at=command.taken.stands_at,
            asked=command.taken.asked,
            figures=command.taken.figures,
        ),
        at=work.now,
    )
    return Changed(id=found.id, version=found.version)


@handles(SignOffReturn)
async def sign_off_return(command: SignOffReturn, work: Work) -> Changed:
    """Once, and by a person: a machine can answer for nothing."""
    _, _, found = await _return(command, work)
    who = work.principal.id
    if not who.startswith(_PERSON):
        raise Forbidden("A return is signed off by a person who signs in, not by a machine.")
    work.expect(found)
    by = UUID(who.removeprefix(_PERSON))
    found.sign_off(command.hub, command.about, by, on=work.today, at=work.now)
    return Changed(id=found.id, version=found.version)


async def _return(command: _OfReturn, work: Work) -> tuple[Funder, FunderPeriod, HubReturn]:
    funder, period = asked_for(command.about)
    await work.find(Hub, command.hub, no_such_hub(command.hub))
    return funder, period, await work.load(HubReturn, return_stream(command.hub, command.about))
