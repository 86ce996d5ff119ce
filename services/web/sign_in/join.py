"""Accepting an invitation: its link, opened and confirmed, then whoever signs in next is who was invited.

The rule: the link permits one thing, accepting, and is spent with it; opening the page accepts nothing.
"""

import msgspec

from hub_core.execute import Request as CommandRequest
from hub_core.execute import execute
from hub_core.identity.links.purposes import LinkOutcome, LinkPurpose
from hub_core.identity.links.store import LinkState, Opened
from hub_core.identity.people.invitation import Invitation
from hub_core.identity.people.invitation_commands import AcceptInvitation
from hub_core.identity.people.organisation_names import names_of
from hub_core.log.repository import load
from hub_core.refusals import Refusal
from services.web.sign_in.open_id import Proven
from services.web.sign_in.signing_in import SignIn


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """What an invitation's page says."""

    role: str
    organisation: str


async def opened(sign_in: SignIn, token: str, *, count: bool) -> Opened | None:
    """The link, if it leads to an invitation."""
    found = await sign_in.links.opened(token, count=count)
    if found is None or found.purpose is not LinkPurpose.ACCEPT_INVITATION or not found.thing:
        return None
    return found


async def offered(sign_in: SignIn, link: Opened) -> Offered | None:
    """The role it offers and where; None when the invitation is over."""
    if link.state is not LinkState.OPEN or link.thing is None:
        return None
    ledger = sign_in.parts.platform.ledger
    invitation = await load(ledger, Invitation, link.thing)
    if not invitation.exists:
        return None
    sent = invitation.sent
    names = await names_of(ledger, [sent.organisation])
    return Offered(role=sent.role.label, organisation=names[sent.organisation])


async def accepted(sign_in: SignIn, token: str, proven: Proven, *, correlation: str) -> str | None:
    """Accept for whoever has proved who they are; None when done, otherwise why not, in a sentence."""
    assert sign_in.client is not None
    link = await opened(sign_in, token, count=False)
    if link is None or link.state is not LinkState.OPEN or link.thing is None:
        return "This invitation was used or withdrawn, or its time is over."
    email = proven.claims.get("email") if proven.claims.get("email_verified") else None
    try:
        command = msgspec.convert(
            {
                "invitation": link.thing,
                "issuer": sign_in.client.known_as,
                "subject": proven.subject,
                "name": proven.name or str(email or "").partition("@")[0] or "New colleague",
                "email": email if isinstance(email, str) else None,
            },
            AcceptInvitation,
        )
        await execute(
            command,
            link.principal,
            sign_in.parts.platform,
            CommandRequest(command_id=link.command_id, correlation=correlation),
        )
    except Refusal as refusal:
        return refusal.detail
    except msgspec.ValidationError:
        return "The service you signed in with tells nothing about you that we could keep."
    await sign_in.links.spent(link.link.id, LinkOutcome.JOINED)
    return None
