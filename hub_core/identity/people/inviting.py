"""Inviting from outside: the event in the log first, then the link that lets the invited person in.

The rule: whoever asks again with the same command id is told of the same invitation, never its link a
second time; a withdrawn invitation's link opens nothing.
"""

from uuid import UUID

import msgspec

from hub_core.access.principal import Principal
from hub_core.execute import Accepted, Platform, Request, execute
from hub_core.identity.links.purposes import PURPOSES, LinkPurpose
from hub_core.identity.links.store import AlreadyIssued, Links
from hub_core.identity.people.invitation import end_of
from hub_core.identity.people.invitation_commands import (
    Invited,
    InvitePerson,
    WithdrawInvitation,
)
from hub_core.identity.people.keys import link_of


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation as its sender is told of it; ``path`` is None when it was told before."""

    invited: Invited
    path: str | None
    accepted: Accepted


async def invite(
    command: InvitePerson, principal: Principal, platform: Platform, links: Links, request: Request
) -> Sent:
    """Invite somebody; raises what ``execute`` raises."""
    accepted = await execute(command, principal, platform, request)
    invited = msgspec.json.decode(accepted.answer, type=Invited)
    try:
        token = await links.issue(
            LinkPurpose.ACCEPT_INVITATION,
            command.organisation,
            (invited.id,),
            principal.id,
            end_of(invited.expires_on),
            link=link_of(invited.id),
            sender=principal.organisation,
        )
    except AlreadyIssued:
        path = None
    else:
        path = f"/{PURPOSES[LinkPurpose.ACCEPT_INVITATION].page}/{token}"
    return Sent(invited=invited, path=path, accepted=accepted)


async def withdraw(
    invitation: UUID, principal: Principal, platform: Platform, links: Links, request: Request
) -> Accepted:
    """Withdraw an invitation and its link; raises what ``execute`` raises."""
    command = WithdrawInvitation(invitation=invitation)
    accepted = await execute(command, principal, platform, request)
    await links.revoke(link_of(invitation))
    return accepted
