"""Commands about insurance and checks.

The rule: an employer says what it holds; a hub that has seen the paper says so in its own name only.
"""

from datetime import date
from typing import ClassVar
from uuid import UUID

from hub_core.access import OrganisationKind
from hub_core.employers.check_events import CheckKind, CheckNotNeededReason
from hub_core.employers.checks import Checks, checks_stream
from hub_core.employers.finding import acting_employer
from hub_core.refusals import Forbidden
from hub_core.work import Changed, Command, Work, handles


class RecordCheck(Command, frozen=True, kw_only=True):
    """Say that the employer holds a check, and its last day. ``hub`` is the hub that saw the paper."""

    OPERATION: ClassVar[str] = "employers.record_check"
    employer: UUID
    kind: CheckKind
    valid_until: date
    hub: UUID | None = None


class DeclareCheckNotNeeded(Command, frozen=True, kw_only=True):
    """Say that a check that is usually needed is not needed at this employer."""

    OPERATION: ClassVar[str] = "employers.declare_check_not_needed"
    employer: UUID
    kind: CheckKind
    reason: CheckNotNeededReason


@handles(RecordCheck)
async def record_check(command: RecordCheck, work: Work) -> Changed:
    """The newest word stands. ``version`` is that of the employer's checks."""
    employer = await acting_employer(command.employer, work)
    checks = await work.load(Checks, checks_stream(employer.id))
    work.expect(checks)
    checks.hold(
        employer.id,
        command.kind,
        valid_until=command.valid_until,
        seen_by=_seen_by(command.hub, work),
        on=work.today,
        at=work.now,
    )
    return Changed(id=employer.id, version=checks.version)


@handles(DeclareCheckNotNeeded)
async def declare_check_not_needed(command: DeclareCheckNotNeeded, work: Work) -> Changed:
    """Refuses for an employer that is registered with more than nine people."""
    employer = await acting_employer(command.employer, work)
    checks = await work.load(Checks, checks_stream(employer.id))
    work.expect(checks)
    checks.need_none(
        employer.id,
        command.kind,
        command.reason,
        size=employer.details.size,
        on=work.today,
        at=work.now,
    )
    return Changed(id=employer.id, version=checks.version)


def _seen_by(hub: UUID | None, work: Work) -> UUID | None:
    """The hub that saw it: nobody can name another than the one they act for."""
    acting = work.principal.organisation
    own = acting.id if acting is not None and acting.kind is OrganisationKind.HUB else None
    if hub != own:
        raise Forbidden(
            "A paper is seen by the hub that says so. Leave \u201chub\u201d out when you are the employer."
        )
    return own
