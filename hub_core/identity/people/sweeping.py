"""Invitations that nobody accepted in time: noted as expired, and their addresses destroyed.

The rule: an address is kept no longer than its invitation stands; ``hub people sweep`` is run once a day.
"""

from hub_core.access.principal import Principal
from hub_core.execute import ENGLAND, Platform, Request, execute
from hub_core.identity.people.codes import InvitationStatus
from hub_core.identity.people.invitation import Invitation
from hub_core.identity.people.invitation_commands import ExpireInvitation
from hub_core.identity.people.keys import invitation_of_key
from hub_core.log.repository import load_many

_OPEN = "select key from ledger.claims where key like 'invitation:%' order by key"


async def sweep(principal: Principal, platform: Platform) -> int:
    """End every open invitation whose time is over; how many there were."""
    keys = [row["key"] for row in await platform.ledger.pool.fetch(_OPEN)]
    today = platform.clock().astimezone(ENGLAND).date()
    ids = [one for key in keys if (one := invitation_of_key(key)) is not None]
    found = await load_many(platform.ledger, Invitation, ids)
    over = [one for one in found.values() if one.status_on(today) is InvitationStatus.EXPIRED]
    for invitation in over:
        command = ExpireInvitation(invitation=invitation.id)
        await execute(command, principal, platform, Request())
    return len(over)
