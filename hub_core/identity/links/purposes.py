"""What a link can be for: the one deed it permits, whose deed that is, and how long it stays open.

The rule: purposes are this table. A link permits the operations of its purpose and nothing else, as the
role its purpose names, at the organisation it was issued for.
"""

from collections.abc import Mapping
from datetime import timedelta

import msgspec

from hub_core.access import OrganisationKind, Role
from hub_core.reference.labelled import Labelled


class LinkPurpose(Labelled):
    """The deeds a link can be for."""

    OFFER_ENCOUNTER = "offer_encounter", "Offer an encounter"
    RECORD_DELIVERY = "record_delivery", "Say that an encounter took place"
    ANSWER_OFFER = "answer_offer", "Accept or decline an encounter"
    CONFIRM_ENCOUNTER = "confirm_encounter", "Confirm an encounter"
    PRIMARY_RETURN = "primary_return", "Send the year's return"
    MONTHLY_COUNTS = "monthly_counts", "Send the month's counts"
    ACCEPT_INVITATION = "accept_invitation", "Accept an invitation"


class LinkOutcome(Labelled):
    """What became of a link's deed, in words that tell nothing else."""

    OFFERED = "offered", "The encounter was offered"
    DELIVERED = "delivered", "The encounter was recorded as having taken place"
    ACCEPTED = "accepted", "The encounter was accepted"
    DECLINED = "declined", "The encounter was declined"
    CONFIRMED = "confirmed", "The encounter was confirmed"
    SENT = "sent", "The counts were sent"
    JOINED = "joined", "The invitation was accepted"


class Purpose(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table.

    ``outcomes`` are the operations it permits, each with what its deed then comes to.
    ``holder`` is the kind of organisation whose deed it is (None: any) and ``role`` what the link's
    holder counts as there. ``lifetime`` is how long a link stays open unless its issuer says otherwise,
    ``longest`` how long it may. ``page`` is the first part of its address.
    """

    outcomes: Mapping[str, LinkOutcome]
    holder: OrganisationKind | None
    role: Role
    lifetime: timedelta
    longest: timedelta = timedelta(days=60)
    page: str = "link"

    @property
    def operations(self) -> frozenset[str]:
        """What it permits."""
        return frozenset(self.outcomes)


#: Deeds wait for a head's signature or the end of a month, so returns stay open longest. Sixty days is
#: less than the 90 for which the ledger recognises a repeated command.
PURPOSES: Mapping[LinkPurpose, Purpose] = {
    LinkPurpose.OFFER_ENCOUNTER: Purpose(
        outcomes={"encounters.propose_encounter": LinkOutcome.OFFERED},
        holder=OrganisationKind.EMPLOYER,
        role=Role.EMPLOYER_USER,
        lifetime=timedelta(days=30),
    ),
    LinkPurpose.RECORD_DELIVERY: Purpose(
        outcomes={"encounters.deliver_encounter": LinkOutcome.DELIVERED},
        holder=OrganisationKind.EMPLOYER,
        role=Role.EMPLOYER_USER,
        lifetime=timedelta(days=30),
    ),
    LinkPurpose.ANSWER_OFFER: Purpose(
        outcomes={
            "encounters.accept_encounter": LinkOutcome.ACCEPTED,
            "encounters.decline_encounter": LinkOutcome.DECLINED,
        },
        holder=OrganisationKind.INSTITUTION,
        role=Role.CAREERS_LEADER,
        lifetime=timedelta(days=14),
    ),
    LinkPurpose.CONFIRM_ENCOUNTER: Purpose(
        outcomes={"encounters.confirm_encounter": LinkOutcome.CONFIRMED},
        holder=OrganisationKind.INSTITUTION,
        role=Role.CAREERS_LEADER,
        lifetime=timedelta(days=30),
    ),
    LinkPurpose.PRIMARY_RETURN: Purpose(
        outcomes={"returns.send_primary_return": LinkOutcome.SENT},
        holder=OrganisationKind.INSTITUTION,
        role=Role.SENIOR_LEADER,
        lifetime=timedelta(days=60),
    ),
    LinkPurpose.MONTHLY_COUNTS: Purpose(
        outcomes={"returns.send_monthly_counts": LinkOutcome.SENT},
        holder=OrganisationKind.INSTITUTION,
        role=Role.NCS_ADVISER,
        lifetime=timedelta(days=45),
    ),
    LinkPurpose.ACCEPT_INVITATION: Purpose(
        outcomes={"identity.accept_invitation": LinkOutcome.JOINED},
        holder=None,
        # Nobody has a role before they accept: what narrows the link to one invitation is its purpose.
        role=Role.ADMINISTRATOR,
        lifetime=timedelta(days=14),
        page="join",
    ),
}
