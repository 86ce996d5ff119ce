"""Who answers for an invitation when it is accepted: whoever sent it, or who took that over from them.

The rule: an invitation is worth no more than the standing of whoever answers for it on the day it is
accepted. What a machine or the platform sent is answered for by the platform.
"""

import msgspec

from hub_core.access.principal import Principal
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.granting import may_grant, target_of
from hub_core.identity.people.invitation import Invitation
from hub_core.identity.people.keys import PERSON, team_stream
from hub_core.identity.people.team import Team
from hub_core.refusals import Conflict
from hub_core.work import Work


async def require_sender_stands(invitation: Invitation, work: Work) -> None:
    """Refuse an invitation that nobody who answers for it could send any more."""
    sent = invitation.sent
    if sent.by is None or sent.by_organisation is None:
        return
    team = await work.load(Team, team_stream(sent.by_organisation))
    in_hands = team.duties.get((DutyKind.INVITATION, invitation.id))
    # Others who joined meanwhile take nothing from an invitation that was right when it was sent.
    target = msgspec.structs.replace(await target_of(sent.organisation, work), has_people=False)
    if in_hands is not None:
        answering = Principal(
            id=f"{PERSON}{in_hands[0]}",
            roles=team.roles_of(in_hands[0]),
            organisation=sent.by_organisation,
        )
        if may_grant(answering, sent.role, target):
            return
    raise Conflict(
        "Whoever invited you does not invite people there any more. Ask somebody who leads the "
        "organisation or its hub for another invitation.",
        kind="invitation-unsupported",
    )
