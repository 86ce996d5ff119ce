"""What a hub's lead can do about one institution, each a command of membership with its words.

The rule: a page offers only what the state of things allows, and the command decides again.
"""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.identity.people.invitation_commands import InvitePerson
from hub_core.membership.codes import SuspensionReason, WithdrawalReason
from hub_core.membership.commands import (
    AdjustScope,
    AdmitMember,
    ReinstateMember,
    SuspendMember,
    WithdrawMember,
)
from hub_core.refusals import Invalid
from hub_core.work import Command
from services.web.deed import Deed
from services.web.hub_members.view import Place

INVITE = "invite"
#: Longer than any e-mail address.
LONGEST = 320


_LEAVING = tuple(one for one in WithdrawalReason if one is not WithdrawalReason.REQUEST_DECLINED)
DEEDS: Mapping[str, Deed] = {
    one.key: one
    for one in (
        Deed(
            key="admit",
            heading="Admit it",
            words="It becomes an active member today: it counts in this hub’s figures from now on, and its "
            "people can be invited.",
            button="Admit to the hub",
            done="is a member of this hub now.",
        ),
        Deed(
            key="decline",
            heading="Decline the request",
            words="It stays outside and can ask again. Tell its head teacher why; that is not recorded here.",
            button="Decline the request",
            done="was declined. It can ask again.",
            warns=True,
        ),
        Deed(
            key="include",
            heading="Take it into the scope",
            words="It lies outside the areas and phases this hub has declared. Taken in by name, it can be "
            "admitted.",
            button="Take into the scope",
            done="is in the scope now. You can admit it.",
        ),
        Deed(
            key=INVITE,
            heading="Invite its careers leader",
            words="You get a link that lets one person in as careers leader. You send it to them yourself.",
            button="Make the link",
            done="",
        ),
        Deed(
            key="reinstate",
            heading="Make it active again",
            words="It counts in this hub’s figures again from today.",
            button="Make active again",
            done="is an active member again.",
        ),
        Deed(
            key="pause",
            heading="Pause the membership",
            words="It stays with this hub and can join no other, and counts in no figures until it is active "
            "again.",
            button="Pause",
            done="is paused now.",
            reasons=tuple(SuspensionReason),
            warns=True,
        ),
        Deed(
            key="withdraw",
            heading="End the membership",
            words="It is free to join another hub. Its figures of finished years stay in this hub’s totals; "
            "those of this year leave with it.",
            button="End the membership",
            done="is with this hub no longer.",
            reasons=_LEAVING,
            warns=True,
        ),
    )
}
_OFFERED: Mapping[Place, tuple[str, ...]] = {
    Place.ASKS: ("admit", "decline"),
    Place.OUTSIDE: ("admit",),
    Place.PAUSED: ("reinstate", "withdraw"),
    Place.MEMBER: (INVITE, "pause", "withdraw"),
    Place.ELSEWHERE: (),
}


def offered(place: Place, *, in_scope: bool) -> tuple[Deed, ...]:
    """What can be done about an institution that stands so."""
    if place is Place.OUTSIDE and not in_scope:
        return (DEEDS["include"],)
    return tuple(DEEDS[key] for key in _OFFERED[place])


def command_of(key: str, hub: UUID, institution: UUID, posted: Mapping[str, str]) -> Command:
    """The command of a form; raises ``Invalid`` with what to mend in it."""
    reason = posted.get("reason", "")
    match key:
        case "admit":
            return AdmitMember(hub=hub, institution=institution)
        case "decline":
            declined = WithdrawalReason.REQUEST_DECLINED
            return WithdrawMember(hub=hub, institution=institution, reason=declined)
        case "include":
            return AdjustScope(hub=hub, include=(institution,))
        case "reinstate":
            return ReinstateMember(hub=hub, institution=institution)
        case "pause":
            why = SuspensionReason(_chosen(key, reason))
            return SuspendMember(hub=hub, institution=institution, reason=why)
        case "withdraw":
            left = WithdrawalReason(_chosen(key, reason))
            return WithdrawMember(hub=hub, institution=institution, reason=left)
        case _:
            raise Invalid("This form is not one of this page’s. Open the page again.")


def invitation_of(institution: UUID, posted: Mapping[str, str]) -> InvitePerson:
    """The invitation of a careers leader; raises ``Invalid`` for what is no address."""
    email = posted.get("email", "").strip()[:LONGEST]
    at = Organisation(OrganisationKind.INSTITUTION, institution)
    sent = {"organisation": at, "role": Role.CAREERS_LEADER, "email": email}
    try:
        return msgspec.convert(sent, InvitePerson)
    except msgspec.ValidationError:
        raise Invalid.field(
            "email", "This is not an e-mail address.", "Write it like name@school.example."
        ) from None


def _chosen(key: str, reason: str) -> str:
    if reason not in DEEDS[key].reasons:
        raise Invalid.field("reason", "Choose a reason.", "It is kept with the membership.")
    return reason
