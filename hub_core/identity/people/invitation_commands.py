"""Commands about invitations: sent, withdrawn, accepted.

The rule: one open invitation an address, role and organisation. The address is the vault's, and is
destroyed there when the invitation ends, however it ends.
"""

from datetime import date
from typing import ClassVar
from uuid import UUID

from hub_core.access.organisations import Organisation
from hub_core.access.roles import Role
from hub_core.identity.links.events import LinkIssued
from hub_core.identity.links.purposes import LinkOutcome, LinkPurpose
from hub_core.identity.links.signed_link import SignedLink
from hub_core.identity.people.codes import DutyKind, InvitationStatus
from hub_core.identity.people.commands import (
    EmailAddress,
    Issuer,
    PersonName,
    Subject,
    give,
    person_by_sign_in,
)
from hub_core.identity.people.duties import done, take_on
from hub_core.identity.people.existing import require_organisation
from hub_core.identity.people.granting import (
    is_platform_itself,
    may_grant,
    require_may_grant,
    target_of,
)
from hub_core.identity.people.invitation import Invitation, end_of, no_such_invitation
from hub_core.identity.people.keys import (
    invitation_key,
    invitations_of,
    invited_key,
    invited_text,
    link_of,
    person_of_principal,
)
from hub_core.identity.people.person import require_held_at
from hub_core.identity.people.vouching import require_sender_stands
from hub_core.refusals import Conflict
from hub_core.work import Answer, Changed, Command, Work, handles


class InvitePerson(Command, frozen=True, kw_only=True):
    """Invite whoever reads an e-mail address to a role at an organisation."""

    OPERATION: ClassVar[str] = "identity.invite_person"
    organisation: Organisation
    role: Role
    email: EmailAddress


class WithdrawInvitation(Command, frozen=True, kw_only=True):
    """Withdraw an invitation that nobody has accepted yet."""

    OPERATION: ClassVar[str] = "identity.withdraw_invitation"
    invitation: UUID


class AcceptInvitation(Command, frozen=True, kw_only=True):
    """Take the role an invitation offers, signed in with this account."""

    OPERATION: ClassVar[str] = "identity.accept_invitation"
    invitation: UUID
    issuer: Issuer
    subject: Subject
    name: PersonName
    email: EmailAddress | None = None


class ExpireInvitation(Command, frozen=True, kw_only=True):
    """Note that nobody accepted an invitation in time, and forget its address."""

    OPERATION: ClassVar[str] = "identity.expire_invitation"
    invitation: UUID


class Invited(Answer, frozen=True, kw_only=True, rename="camel"):
    """The new invitation, and the last day on which it can be accepted."""

    id: UUID
    version: int
    expires_on: date


class Joined(Answer, frozen=True, kw_only=True, rename="camel"):
    """Who accepted (``id`` is the person), and the role they hold now at which organisation."""

    id: UUID
    version: int
    role: Role
    organisation: Organisation


@handles(InvitePerson)
async def invite_person(command: InvitePerson, work: Work) -> Invited:
    """Refuses a second open invitation of the same address to the same role there."""
    require_held_at(command.role, command.organisation)
    await require_may_grant(command.role, command.organisation, work)
    await require_organisation(command.organisation, work)
    digest = work.vault.fingerprint(invited_text(command.email, command.role, command.organisation))
    await _make_room(digest, work)
    invitation = work.begin(Invitation)
    invitation.invite(
        role=command.role,
        organisation=command.organisation,
        email=work.keep(command.email, subject=invitation.id),
        recognised_by=digest,
        by=person_of_principal(work.principal.id),
        by_organisation=work.principal.organisation,
        on=work.today,
        at=work.now,
    )
    await _issue_link(invitation, work)
    work.claim(invited_key(digest), invitation.id)
    work.claim(invitation_key(invitation.id), invitations_of(command.organisation))
    expires_on = invitation.sent.expires_on
    await take_on(DutyKind.INVITATION, invitation.id, work, until=expires_on)
    return Invited(id=invitation.id, version=invitation.version, expires_on=expires_on)


@handles(WithdrawInvitation)
async def withdraw_invitation(command: WithdrawInvitation, work: Work) -> Changed:
    """By those who sent it, and by those who could have sent it. Again changes nothing."""
    invitation = await work.find(Invitation, command.invitation, no_such_invitation())
    sent = invitation.sent
    sent_here = sent.by_organisation is not None and (
        work.principal.organisation == sent.by_organisation
    )
    target = await target_of(sent.organisation, work)
    if not sent_here and not may_grant(work.principal, sent.role, target):
        raise no_such_invitation()
    work.expect(invitation)
    if invitation.status in (InvitationStatus.OPEN, InvitationStatus.ACCEPTED):
        invitation.withdraw(on=work.today, at=work.now)
        if (link := await _link(invitation, work)).exists:
            link.revoke(on=work.today, at=work.now)
        await _ended(invitation, work)
    return Changed(id=invitation.id, version=invitation.version)


@handles(ExpireInvitation)
async def expire_invitation(command: ExpireInvitation, work: Work) -> Changed:
    """By the platform itself, once its time is over. Again changes nothing."""
    if not is_platform_itself(work.principal):
        raise no_such_invitation()
    invitation = await work.find(Invitation, command.invitation, no_such_invitation())
    if invitation.status is InvitationStatus.OPEN:
        if invitation.status_on(work.today) is InvitationStatus.OPEN:
            raise Conflict(
                f"It stands until {invitation.sent.expires_on:%-d %B %Y}. Withdraw it to end it before.",
                kind="invitation-open",
            )
        invitation.expire(on=work.today, at=work.now)
        await _ended(invitation, work)
    return Changed(id=invitation.id, version=invitation.version)


@handles(AcceptInvitation)
async def accept_invitation(command: AcceptInvitation, work: Work) -> Joined:
    """Registers whoever signs in with the account if nobody does yet. Accepted once, and only while
    whoever answers for the invitation could still send it."""
    if not _holds_its_link(command.invitation, work):
        raise no_such_invitation()
    invitation = await work.find(Invitation, command.invitation, no_such_invitation())
    sent = invitation.sent
    if invitation.status_on(work.today) is InvitationStatus.OPEN:
        await require_sender_stands(invitation, work)
    person = await person_by_sign_in(
        command.issuer, command.subject, command.name, work, email=command.email
    )
    invitation.accept(person.id, on=work.today, at=work.now)
    if (link := await _link(invitation, work)).exists:
        link.use(LinkOutcome.JOINED, on=work.today, at=work.now)
    await give(sent.role, sent.organisation, person, work, invitation=invitation.id)
    await _ended(invitation, work)
    return Joined(
        id=person.id, version=person.version, role=sent.role, organisation=sent.organisation
    )


def _holds_its_link(invitation: UUID, work: Work) -> bool:
    """Knowing an invitation's id is not having been invited: only its link, or the platform, accepts."""
    things = work.principal.things
    return is_platform_itself(work.principal) if things is None else invitation in things


async def _link(invitation: Invitation, work: Work) -> SignedLink:
    """The invitation's own link; invitations from before links were told of have none in the log."""
    return await work.load(SignedLink, link_of(invitation.id))


async def _issue_link(invitation: Invitation, work: Work) -> None:
    link, sent = await _link(invitation, work), invitation.sent
    link.record(
        LinkIssued(
            link=link.id,
            occurred_on=work.today,
            purpose=LinkPurpose.ACCEPT_INVITATION,
            holder=sent.organisation,
            sender=sent.by_organisation,
            expires_at=end_of(sent.expires_on),
        ),
        at=work.now,
    )


async def _make_room(digest: str, work: Work) -> None:
    """Refuse while an earlier invitation of this address stands; end it if its time is over."""
    earlier = await work.holder(invited_key(digest))
    if earlier is None:
        return
    invitation = await work.load(Invitation, earlier)
    if invitation.status_on(work.today) is InvitationStatus.OPEN:
        raise Conflict(
            "This address is invited to this role already, until "
            f"{invitation.sent.expires_on:%-d %B %Y}. Withdraw that invitation to send another.",
            kind="invited-already",
        )
    invitation.expire(on=work.today, at=work.now)
    await _ended(invitation, work)


async def _ended(invitation: Invitation, work: Work) -> None:
    """Whatever ended it, nobody has it to do, and nobody need know the address any more.

    The address goes before the append: if another command is first, that one ended the invitation too.
    """
    sent = invitation.sent
    work.release(invited_key(sent.recognised_by), invitation.id)
    work.release(invitation_key(invitation.id), invitations_of(sent.organisation))
    await done(DutyKind.INVITATION, invitation.id, sent.by_organisation, work)
    await work.vault.erase_subject(invitation.id)
