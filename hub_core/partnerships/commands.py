"""Commands about partnerships between institutions.

The rule: ``institution`` acts, as one of the two; what it does is told to both in one append.
"""

from typing import ClassVar
from uuid import UUID

from hub_core.membership.institution import Institution, no_such_institution
from hub_core.partnerships.codes import JOINS, EndReason, PartnershipKind
from hub_core.partnerships.side import (
    PartnershipSide,
    no_such_partnership,
    partnership_key,
    side_stream,
)
from hub_core.refusals import Conflict, Invalid
from hub_core.work import Changed, Command, Work, handles


class ProposePartnership(Command, frozen=True, kw_only=True):
    """Propose a partnership to another institution."""

    OPERATION: ClassVar[str] = "partnerships.propose_partnership"
    institution: UUID
    partner: UUID
    kind: PartnershipKind


class AcceptPartnership(Command, frozen=True, kw_only=True):
    """Agree to a partnership."""

    OPERATION: ClassVar[str] = "partnerships.accept_partnership"
    institution: UUID
    partnership: UUID


class DeclinePartnership(Command, frozen=True, kw_only=True):
    """Decline a partnership."""

    OPERATION: ClassVar[str] = "partnerships.decline_partnership"
    institution: UUID
    partnership: UUID


class EndPartnership(Command, frozen=True, kw_only=True):
    """End a partnership, or take back a proposal."""

    OPERATION: ClassVar[str] = "partnerships.end_partnership"
    institution: UUID
    partnership: UUID
    reason: EndReason


@handles(ProposePartnership)
async def propose_partnership(command: ProposePartnership, work: Work) -> Changed:
    """Refuses phases that the kind does not join, and partners that are so already."""
    one = await _open(command.institution, work)
    other = await _open(command.partner, work)
    gives = _gives(command.kind, one, other)
    source, destination = (one.id, other.id) if gives else (other.id, one.id)
    key = partnership_key(command.kind, source, destination)
    if await work.holder(key) is not None:
        raise Conflict(
            f"{one.details.name} and {other.details.name} have this partnership already, or one of "
            "them has proposed it.",
            kind="already-partners",
        )
    partnership = work.new_id()
    work.claim(key, partnership)
    own = await work.load(PartnershipSide, side_stream(partnership, one.id))
    theirs = await work.load(PartnershipSide, side_stream(partnership, other.id))
    for side, of, partner in ((own, one, other), (theirs, other, one)):
        side.propose(
            partnership,
            of.id,
            partner.id,
            command.kind,
            gives=of.id == source,
            proposer=side is own,
            on=work.today,
            at=work.now,
        )
    return Changed(id=partnership, version=own.version)


@handles(AcceptPartnership)
async def accept_partnership(command: AcceptPartnership, work: Work) -> Changed:
    """Only the one that was asked can."""
    own, theirs = await _sides(command.institution, command.partnership, work)
    own.require_to_answer()
    for side in (own, theirs):
        side.accept(on=work.today, at=work.now)
    return Changed(id=command.partnership, version=own.version)


@handles(DeclinePartnership)
async def decline_partnership(command: DeclinePartnership, work: Work) -> Changed:
    """Only the one that was asked can; it may be proposed again."""
    own, theirs = await _sides(command.institution, command.partnership, work)
    own.require_to_answer()
    for side in (own, theirs):
        side.decline(on=work.today, at=work.now)
    _free(own, work)
    return Changed(id=command.partnership, version=own.version)


@handles(EndPartnership)
async def end_partnership(command: EndPartnership, work: Work) -> Changed:
    """Either of the two can; it may be proposed again."""
    own, theirs = await _sides(command.institution, command.partnership, work)
    own.require_standing()
    for side in (own, theirs):
        side.end(command.reason, on=work.today, at=work.now)
    _free(own, work)
    return Changed(id=command.partnership, version=own.version)


def _free(side: PartnershipSide, work: Work) -> None:
    key = partnership_key(side.kind, side.source, side.destination)
    work.release(key, side.partnership)


async def _open(institution_id: UUID, work: Work) -> Institution:
    institution = await work.find(Institution, institution_id, no_such_institution(institution_id))
    institution.require_open(on=work.today)
    return institution


def _gives(kind: PartnershipKind, one: Institution, other: Institution) -> bool:
    """Whether learners go on from the first to the second; refuses what the kind does not join."""
    sources, destinations = JOINS[kind]
    if one.details.phase in sources and other.details.phase in destinations:
        return True
    if other.details.phase in sources and one.details.phase in destinations:
        return False
    phases = " and ".join(
        f"{each.details.name} is \u201c{each.details.phase.label if each.details.phase else 'none'}\u201d"
        for each in (one, other)
    )
    raise Invalid.field(
        "kind", f"\u201c{kind.label}\u201d does not fit: {phases}.", "Choose the kind that does."
    )


async def _sides(
    institution: UUID, partnership: UUID, work: Work
) -> tuple[PartnershipSide, PartnershipSide]:
    otherwise = no_such_partnership(partnership)
    own = await work.find(PartnershipSide, side_stream(partnership, institution), otherwise)
    work.expect(own)
    return own, await work.load(PartnershipSide, side_stream(partnership, own.partner))
