"""Commands about links.

The rule: a link is issued only for a deed that could be done now, by those whose own deed it is, by
their hub, or by the platform's administrators.
"""

from datetime import datetime, timedelta
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.access import OrganisationKind, Role
from hub_core.access.organisations import Organisation
from hub_core.identity.links.deeds import check_deed
from hub_core.identity.links.events import LinkIssued, Period
from hub_core.identity.links.purposes import PURPOSES, LinkOutcome, LinkPurpose
from hub_core.identity.links.signed_link import SignedLink, no_such_link
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.duties import done, take_on
from hub_core.membership.keys import active_hub_key
from hub_core.refusals import Conflict, Forbidden, Invalid
from hub_core.work import Answer, Changed, Command, Work, handles

#: Most institutions one link lets an employer offer to: as many as its page can name.
MOST_INSTITUTIONS = 12
LONGEST_DAYS = max(purpose.longest for purpose in PURPOSES.values()).days


class IssueLink(Command, frozen=True, kw_only=True):
    """Let somebody without an account do one thing. ``holder`` is the organisation whose deed it is.

    ``hub`` is the hub that sends it; ``encounter``, ``institutions`` and ``period`` say what it is
    about, as the purpose needs.
    """

    OPERATION: ClassVar[str] = "identity.issue_link"
    purpose: LinkPurpose
    holder: Organisation
    hub: UUID | None = None
    encounter: UUID | None = None
    institutions: Annotated[tuple[UUID, ...], msgspec.Meta(max_length=MOST_INSTITUTIONS)] = ()
    period: Period | None = None
    days: Annotated[int, msgspec.Meta(ge=1, le=LONGEST_DAYS)] | None = None


class RevokeLink(Command, frozen=True, kw_only=True):
    """Withdraw a link before it is used. ``holder`` and ``sender`` are as the link has them."""

    OPERATION: ClassVar[str] = "identity.revoke_link"
    link: UUID
    holder: Organisation
    sender: Organisation | None = None


class RecordLinkUse(Command, frozen=True, kw_only=True):
    """Note that a link's deed is done. Only the link itself can."""

    OPERATION: ClassVar[str] = "identity.record_link_use"
    link: UUID
    holder: Organisation
    outcome: LinkOutcome


class LinkAnswer(Answer, frozen=True, kw_only=True, rename="camel"):
    """The new link and when it expires."""

    id: UUID
    version: int
    purpose: LinkPurpose
    expires_at: datetime


@handles(IssueLink)
async def issue_link(command: IssueLink, work: Work) -> LinkAnswer:
    """Refuses a link whose deed could not be done now, with the reason."""
    _require_holder(command)
    await check_deed(command, work)
    sender = await _sender(command, work)
    link = work.begin(SignedLink)
    expires_at = work.now + _lifetime(command)
    link.record(
        LinkIssued(
            link=link.id,
            occurred_on=work.today,
            purpose=command.purpose,
            holder=command.holder,
            sender=sender,
            encounter=command.encounter,
            institutions=command.institutions,
            period=command.period,
            expires_at=expires_at,
        ),
        at=work.now,
    )
    if sender is not None:
        until = expires_at.date()
        await take_on(DutyKind.LINK, link.id, work, at=sender, until=until)
    return LinkAnswer(
        id=link.id, version=link.version, purpose=command.purpose, expires_at=expires_at
    )


@handles(RevokeLink)
async def revoke_link(command: RevokeLink, work: Work) -> Changed:
    """Withdrawing it again changes nothing; one that was used cannot be withdrawn."""
    link = await work.find(SignedLink, command.link, no_such_link(command.link))
    if (link.holder, link.sender) != (command.holder, command.sender):
        raise no_such_link(command.link)
    if link.purpose is LinkPurpose.ACCEPT_INVITATION:
        raise Conflict(
            "This link is an invitation's. Withdraw the invitation: its link goes with it.",
            kind="invitation-link",
        )
    link.revoke(on=work.today, at=work.now)
    await done(DutyKind.LINK, link.id, link.sender, work)
    return Changed(id=link.id, version=link.version)


@handles(RecordLinkUse)
async def record_link_use(command: RecordLinkUse, work: Work) -> Changed:
    """Telling it again changes nothing."""
    link = await work.find(SignedLink, command.link, no_such_link(command.link))
    if work.principal.id != f"link:{command.link}" or link.holder != command.holder:
        raise no_such_link(command.link)
    link.use(command.outcome, on=work.today, at=work.now)
    await done(DutyKind.LINK, link.id, link.sender, work)
    return Changed(id=link.id, version=link.version)


def _require_holder(command: IssueLink) -> None:
    purpose = PURPOSES[command.purpose]
    if purpose.holder is None:
        raise Invalid.field(
            "purpose",
            f"A link for \u201c{command.purpose.label}\u201d is not issued like this.",
            "Invite the person instead: the invitation brings its own link.",
        )
    if command.holder.kind is not purpose.holder:
        raise Invalid.field(
            "holder.kind",
            f"\u201c{command.purpose.label}\u201d is for another kind of organisation.",
            f"Name one of the kind \u201c{purpose.holder}\u201d.",
        )


def _lifetime(command: IssueLink) -> timedelta:
    purpose = PURPOSES[command.purpose]
    if command.days is None:
        return purpose.lifetime
    return min(timedelta(days=command.days), purpose.longest)


async def _sender(command: IssueLink, work: Work) -> Organisation | None:
    """The organisation that sends it: nobody can name another than the one they act for."""
    acting = work.principal.organisation
    if acting is not None and acting.kind is OrganisationKind.HUB:
        if command.hub not in (None, acting.id):
            raise Forbidden("You can send links in the name of your own hub only.")
        await _require_members(command, acting.id, work)
        return acting
    if command.hub is not None:
        if Role.ADMINISTRATOR not in work.principal.roles:
            raise Forbidden("Only the hub itself can send links in its name.")
        await _require_members(command, command.hub, work)
        return Organisation(OrganisationKind.HUB, command.hub)
    return None if acting is None or acting.kind is OrganisationKind.PLATFORM else acting


async def _require_members(command: IssueLink, hub: UUID, work: Work) -> None:
    """A hub's links reach its members only: the holder, or those the employer acts towards."""
    if command.holder.kind is OrganisationKind.INSTITUTION:
        reached: tuple[UUID, ...] = (command.holder.id,)
    else:
        reached = command.institutions
    holders = await work.holders([active_hub_key(one) for one in reached])
    if any(holders.get(active_hub_key(one)) != hub for one in reached):
        raise Conflict(
            "A hub sends links about its own members only, and one of these institutions is not a "
            "member of it now.",
            kind="not-a-member",
        )
