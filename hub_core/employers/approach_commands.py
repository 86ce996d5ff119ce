"""Commands of the contact guard.

The rule: an institution notes an approach before it makes it, and is told when and by whom it goes instead.
"""

from typing import ClassVar
from uuid import UUID

from hub_core.employers.approach_events import ApproachLimits, ApproachPurpose
from hub_core.employers.approaches import Approaches, approaches_stream
from hub_core.employers.employer import Employer
from hub_core.employers.finding import acting_employer, hub_name, survivor_of
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.refusals import Conflict
from hub_core.work import Changed, Command, Work, handles


class SetApproachLimits(Command, frozen=True, kw_only=True):
    """Say how often all institutions together may approach the employer."""

    OPERATION: ClassVar[str] = "employers.set_approach_limits"
    employer: UUID
    limits: ApproachLimits


class RecordApproach(Command, frozen=True, kw_only=True):
    """Note that the institution approaches an employer today."""

    OPERATION: ClassVar[str] = "employers.record_approach"
    institution: UUID
    approached: UUID
    purpose: ApproachPurpose


@handles(SetApproachLimits)
async def set_approach_limits(command: SetApproachLimits, work: Work) -> Changed:
    """0 approaches lets nobody ask. ``version`` is that of the employer's contact guard."""
    employer = await acting_employer(command.employer, work)
    approaches = await work.load(Approaches, approaches_stream(employer.id))
    work.expect(approaches)
    approaches.limit(employer.id, command.limits, on=work.today, at=work.now)
    return Changed(id=employer.id, version=approaches.version)


@handles(RecordApproach)
async def record_approach(command: RecordApproach, work: Work) -> Changed:
    """Refuses when the employer has been asked enough: says from when it is possible and who coordinates."""
    institution = command.institution
    await work.find(Institution, institution, no_such_institution(institution))
    employer = await survivor_of(command.approached, work)
    approaches = await work.load(Approaches, approaches_stream(employer.id))
    possible = approaches.next_possible(work.today)
    if possible != work.today:
        raise Conflict(
            await _asked_enough(employer, institution, possible, work), kind="asked-enough"
        )
    approaches.approach(employer.id, institution, command.purpose, on=work.today, at=work.now)
    return Changed(id=employer.id, version=approaches.version)


async def _asked_enough(employer: Employer, institution: UUID, possible: object, work: Work) -> str:
    hub = await hub_name(institution, work)
    instead = (
        f"{hub} coordinates approaches for its members: ask it to speak for several of you."
        if hub
        else "Your institution is with no Careers Hub now; the hub of your area coordinates approaches."
    )
    if possible is None:
        return f"{employer.title} asks not to be approached by schools directly. {instead}"
    return (
        f"{employer.title} has been approached as often as it wishes for now. "
        f"It is possible again from {possible:%-d %B %Y}. {instead}"
    )
