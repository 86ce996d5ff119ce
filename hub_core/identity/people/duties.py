"""Duties as other commands see them: taken on by whoever acts, ended when there is nothing left to do.

The rule: only people have duties. What a machine or the platform does leaves nobody anything to hand over.
"""

from datetime import date
from uuid import UUID

from hub_core.access.organisations import Organisation
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.events import Duty
from hub_core.identity.people.keys import person_of_principal, team_stream
from hub_core.identity.people.team import Team
from hub_core.work import Work


async def take_on(
    kind: DutyKind,
    thing: UUID,
    work: Work,
    *,
    at: Organisation | None = None,
    until: date | None = None,
) -> None:
    """Put this into the hands of the person who acts, at the organisation they act for.

    With ``at``, only if it is that one they act for: what is done for others is nobody's duty there.
    """
    person, organisation = person_of_principal(work.principal.id), work.principal.organisation
    if person is None or organisation is None or work.principal.on_behalf_of is not None:
        return
    if at is None or at == organisation:
        team = await work.load(Team, team_stream(organisation))
        duty = Duty(kind, thing, until)
        team.take(organisation, person, [duty], on=work.today, at=work.now)


async def done(kind: DutyKind, thing: UUID, organisation: Organisation | None, work: Work) -> None:
    """Take this out of whosever hands it is in at the organisation."""
    if organisation is not None:
        team = await work.load(Team, team_stream(organisation))
        team.end(organisation, [Duty(kind, thing)], on=work.today, at=work.now)
