"""Issuing and withdrawing links from outside: the event in the log first, then the token's hash.

The rule: a token exists only for a link the log knows. Whoever asks again with the same command id is
told of the same link, never its token a second time.
"""

from datetime import datetime
from uuid import UUID

import msgspec

from hub_core.access import Principal
from hub_core.authorisation import hidden
from hub_core.execute import Accepted, Platform, Request, execute
from hub_core.identity.links.commands import IssueLink, LinkAnswer, RecordLinkUse, RevokeLink
from hub_core.identity.links.purposes import PURPOSES, LinkOutcome
from hub_core.identity.links.signed_link import SignedLink
from hub_core.identity.links.store import AlreadyIssued, Link, Links, Opened
from hub_core.log.repository import load


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """A link as its issuer is told of it; ``path`` is None when it was told before."""

    link: UUID
    path: str | None
    expires_at: datetime
    accepted: Accepted


async def issue(
    command: IssueLink, principal: Principal, platform: Platform, links: Links, request: Request
) -> Issued:
    """Issue a link; raises what ``execute`` raises."""
    accepted = await execute(command, principal, platform, request)
    answer = msgspec.json.decode(accepted.answer, type=LinkAnswer)
    known = await load(platform.ledger, SignedLink, answer.id)
    about = (command.encounter,) if command.encounter else ()
    try:
        token = await links.issue(
            command.purpose,
            command.holder,
            (*about, *command.institutions),
            principal.id,
            answer.expires_at,
            link=answer.id,
            period=command.period,
            sender=known.sender,
        )
    except AlreadyIssued:
        path = None
    else:
        path = f"/{PURPOSES[command.purpose].page}/{token}"
    return Issued(link=answer.id, path=path, expires_at=answer.expires_at, accepted=accepted)


async def withdraw(
    link: UUID, principal: Principal, platform: Platform, links: Links, request: Request
) -> Accepted:
    """Withdraw a link before it is used; raises what ``execute`` raises."""
    known = await links.find(link)
    if known is None or known.organisation is None:
        raise hidden()  # word for word what is said of another organisation's
    command = RevokeLink(link=link, holder=known.organisation, sender=known.sender)
    accepted = await execute(command, principal, platform, request)
    await links.revoke(link)
    return accepted


async def use(
    opened: Opened, outcome: LinkOutcome, platform: Platform, links: Links, *, correlation: str
) -> None:
    """Note in the log and in the store that a link's deed is done; again changes nothing."""
    link = opened.link
    assert link.organisation is not None
    await links.spent(link.id, outcome)
    await execute(
        RecordLinkUse(link=link.id, holder=link.organisation, outcome=outcome),
        recorder_of(opened.principal, link),
        platform,
        Request(command_id=f"{opened.command_id}:used", correlation=correlation),
    )


def recorder_of(principal: Principal, link: Link) -> Principal:
    """The link as it notes its own use, and does nothing else."""
    assert link.organisation is not None
    return msgspec.structs.replace(
        principal,
        operations=frozenset({RecordLinkUse.OPERATION}),
        things=frozenset({link.id, link.organisation.id}),
    )
