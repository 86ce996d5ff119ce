"""Undoing a roster that was sent by mistake.

The rule: the latest sending first; what was told before it stands again, on every day it was told of.
"""

from typing import ClassVar
from uuid import UUID

from hub_core.rosters.commands import roster_of
from hub_core.work import Changed, Command, Work, handles


class UndoSending(Command, frozen=True, kw_only=True):
    """Let the roster be as it was before a sending."""

    OPERATION: ClassVar[str] = "rosters.undo_sending"
    institution: UUID
    sending: UUID


@handles(UndoSending)
async def undo_sending(command: UndoSending, work: Work) -> Changed:
    """The latest sending only; undo several one after another. Whoever was erased since stays so."""
    roster = await roster_of(command.institution, work)
    roster.restore(command.institution, command.sending, on=work.today, at=work.now)
    return Changed(id=command.institution, version=roster.version)
