"""Forgetting learners who left so long ago that the rules of retention ask for it.

The rule: whose time is over follows from the roster; nobody names anybody, and no reference is read.
"""

from typing import ClassVar
from uuid import UUID

from hub_core.membership.institution import Institution, no_such_institution
from hub_core.rosters.learner_subject import learner_subject
from hub_core.rosters.retention import due, left_before
from hub_core.rosters.roster import Roster, roster_stream
from hub_core.work import Answer, Command, Work, handles


class EraseLeavers(Command, frozen=True, kw_only=True):
    """Forget every learner who left longer ago than the rules of retention allow."""

    OPERATION: ClassVar[str] = "rosters.erase_leavers"
    institution: UUID


class LeaversErased(Answer, frozen=True, kw_only=True, rename="camel"):
    """How many learners were forgotten now."""

    id: UUID
    version: int
    learners: int


@handles(EraseLeavers)
async def erase_leavers(command: EraseLeavers, work: Work) -> LeaversErased:
    """References and texts are destroyed; sets in the log stay, about nobody. Again it does nothing.

    The vault is changed first. Should the append then fail, the same command again completes it.
    """
    otherwise = no_such_institution(command.institution)
    await work.find(Institution, command.institution, otherwise)
    roster = await work.load(Roster, roster_stream(command.institution))
    over = due(roster, today=work.today)
    for ordinal in over:
        await work.vault.erase_subject(learner_subject(command.institution, ordinal))
    if over:
        await work.vault.forget(command.institution, over)
    fresh = len(over - roster.forgotten)
    if fresh:
        roster.forget_leavers(
            command.institution,
            over,
            left_before=left_before(work.today),
            learners=fresh,
            on=work.today,
            at=work.now,
        )
    return LeaversErased(id=command.institution, version=roster.version, learners=fresh)
