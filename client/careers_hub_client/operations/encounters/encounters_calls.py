"""Calls of encounters, of the service encounters.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call, PagedCall
from careers_hub_client.types.encounters.encounters import (
    CampaignsOfHub,
    CancelEncounter,
    CancelParticipation,
    Confirmed,
    ConfirmEncounter,
    CorrectConfirmation,
    DeclineEncounter,
    DeliverEncounter,
    DisputeEncounter,
    EmployerView,
    InviteInstitutions,
    OfferView,
    PartList,
    PartView,
    Proposed,
    ProposeEncounter,
    RescheduleEncounter,
    WithdrawConfirmation,
)
from careers_hub_client.types.shared import Changed, PartStatus


def employer(employer: UUID) -> Call[EmployerView]:
    """One employer."""
    return Call(
        operation="encounters_employer",
        method="GET",
        path=f"/api/encounters/employers/{employer}",
        answer=EmployerView,
    )


def campaigns(hub: UUID, *, academic_year: str | None = None) -> Call[CampaignsOfHub]:
    """Encounters that took place and activities, by the campaign they were part of."""
    return Call(
        operation="encounters_campaigns",
        method="GET",
        path=f"/api/encounters/hubs/{hub}/campaigns",
        answer=CampaignsOfHub,
        query={"academicYear": academic_year},
    )


def encounter(encounter: UUID) -> Call[OfferView]:
    """One encounter."""
    return Call(
        operation="encounters_encounter",
        method="GET",
        path=f"/api/encounters/encounters/{encounter}",
        answer=OfferView,
    )


def part(institution: UUID, encounter: UUID) -> Call[PartView]:
    """One institution's part in one encounter."""
    return Call(
        operation="encounters_part",
        method="GET",
        path=f"/api/encounters/institutions/{institution}/encounters/{encounter}",
        answer=PartView,
    )


def parts(
    institution: UUID,
    *,
    status: PartStatus | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> PagedCall[PartList, PartView]:
    """What was proposed to an institution and what became of it, the latest planned first."""
    return PagedCall(
        operation="encounters_parts",
        method="GET",
        path=f"/api/encounters/institutions/{institution}/encounters",
        answer=PartList,
        query={"status": status, "cursor": cursor, "limit": limit},
        items="encounters",
    )


def propose_encounter(employer: UUID, body: ProposeEncounter) -> Call[Proposed]:
    """Offer an encounter to one or many institutions, named by URN, UKPRN or id.

    Refuses with every URN, UKPRN and id that leads to no institution open on that day.

    Whoever proposes it is its contact at the employer, until it is cancelled or they hand over.
    """
    return Call(
        operation="encounters_propose_encounter",
        method="POST",
        path=f"/api/encounters/employers/{employer}/encounters",
        answer=Proposed,
        body=body,
    )


def invite_institutions(
    employer: UUID,
    encounter: UUID,
    body: InviteInstitutions | None = None,
    *,
    if_match: str | None = None,
) -> Call[Proposed]:
    """Let an offer go to more institutions.

    Institutions invited before are left as they are.
    """
    return Call(
        operation="encounters_invite_institutions",
        method="POST",
        path=f"/api/encounters/employers/{employer}/encounters/{encounter}/invite",
        answer=Proposed,
        headers={"If-Match": if_match},
        body={} if body is None else body,
    )


def reschedule_encounter(
    employer: UUID, encounter: UUID, body: RescheduleEncounter, *, if_match: str | None = None
) -> Call[Changed]:
    """Move an encounter to another day, everywhere or only at one institution (at).

    Every part not yet held moves and has to be accepted anew. `version` is the part's with
    `at`.
    """
    return Call(
        operation="encounters_reschedule_encounter",
        method="POST",
        path=f"/api/encounters/employers/{employer}/encounters/{encounter}/reschedule",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def cancel_encounter(
    employer: UUID, encounter: UUID, body: CancelEncounter, *, if_match: str | None = None
) -> Call[Changed]:
    """Call an encounter off, everywhere or only at one institution (at).

    What was held already stays as it is. `version` is the part's with `at`.
    """
    return Call(
        operation="encounters_cancel_encounter",
        method="POST",
        path=f"/api/encounters/employers/{employer}/encounters/{encounter}/cancel",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def deliver_encounter(
    employer: UUID, encounter: UUID, body: DeliverEncounter, *, if_match: str | None = None
) -> Call[Changed]:
    """Report that it took place at an institution, with the number of learners counted, if any.

    The number is the employer's report and shown as such. `version` is the part's.

    Refuses an employer that no hub has verified yet, and says who can.
    """
    return Call(
        operation="encounters_deliver_encounter",
        method="POST",
        path=f"/api/encounters/employers/{employer}/encounters/{encounter}/deliver",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def accept_encounter(
    institution: UUID, encounter: UUID, *, if_match: str | None = None
) -> Call[Changed]:
    """Take an encounter up for the day proposed.

    Only what stands proposed can be accepted.
    """
    return Call(
        operation="encounters_accept_encounter",
        method="POST",
        path=f"/api/encounters/institutions/{institution}/encounters/{encounter}/accept",
        answer=Changed,
        headers={"If-Match": if_match},
        body={},
    )


def decline_encounter(
    institution: UUID, encounter: UUID, body: DeclineEncounter, *, if_match: str | None = None
) -> Call[Changed]:
    """Not take it up, with a reason.

    Only what stands proposed can be declined.
    """
    return Call(
        operation="encounters_decline_encounter",
        method="POST",
        path=f"/api/encounters/institutions/{institution}/encounters/{encounter}/decline",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def cancel_participation(
    institution: UUID, encounter: UUID, body: CancelParticipation, *, if_match: str | None = None
) -> Call[Changed]:
    """Call one's own part off after accepting it.

    The offer and other institutions' parts stay as they are.
    """
    return Call(
        operation="encounters_cancel_participation",
        method="POST",
        path=f"/api/encounters/institutions/{institution}/encounters/{encounter}/cancel",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def confirm_encounter(
    institution: UUID, encounter: UUID, body: ConfirmEncounter, *, if_match: str | None = None
) -> Call[Confirmed]:
    """Confirm that it took place, who came, and what made it meaningful.

    Refuses a second confirmation, a day to come, and learners who are not on the roster.
    """
    return Call(
        operation="encounters_confirm_encounter",
        method="POST",
        path=f"/api/encounters/institutions/{institution}/encounters/{encounter}/confirm",
        answer=Confirmed,
        headers={"If-Match": if_match},
        body=body,
    )


def correct_confirmation(
    institution: UUID, encounter: UUID, body: CorrectConfirmation, *, if_match: str | None = None
) -> Call[Confirmed]:
    """Replace a confirmation by the right one.

    The whole confirmation is given anew; the one before no longer counts.
    """
    return Call(
        operation="encounters_correct_confirmation",
        method="POST",
        path=f"/api/encounters/institutions/{institution}/encounters/{encounter}/correct",
        answer=Confirmed,
        headers={"If-Match": if_match},
        body=body,
    )


def withdraw_confirmation(
    institution: UUID, encounter: UUID, body: WithdrawConfirmation, *, if_match: str | None = None
) -> Call[Changed]:
    """Take a confirmation back.

    The part stands again where it stood before it was confirmed.
    """
    return Call(
        operation="encounters_withdraw_confirmation",
        method="POST",
        path=f"/api/encounters/institutions/{institution}/encounters/{encounter}/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def dispute_encounter(
    institution: UUID, encounter: UUID, body: DisputeEncounter, *, if_match: str | None = None
) -> Call[Changed]:
    """Dispute what the employer reported.

    Only what the employer reported can be disputed; confirming it settles the dispute.
    """
    return Call(
        operation="encounters_dispute_encounter",
        method="POST",
        path=f"/api/encounters/institutions/{institution}/encounters/{encounter}/dispute",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
