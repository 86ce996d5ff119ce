"""Calls of the service encounters.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call, PagedCall
from careers_hub_client.types.encounters import (
    Allocated,
    ApprovePlacement,
    CancelEncounter,
    CancelParticipation,
    Catalogue,
    ChangeEmployerDetails,
    ChecksView,
    ClashesOfHub,
    CompletePlacement,
    Confirmed,
    ConfirmEncounter,
    ContactGuardView,
    CorrectConfirmation,
    DeclareCheckNotNeeded,
    DeclareHostingInterest,
    DeclarePlacementWeeks,
    DeclineEncounter,
    DeliverEncounter,
    DisputeEncounter,
    EmployerEngagement,
    EmployerView,
    HostingView,
    InviteInstitutions,
    MergeEmployers,
    OfferPlacement,
    OfferView,
    PartList,
    PartStatus,
    PartView,
    PlacementCompleted,
    PlacementsOfEmployer,
    PlacementsOfHub,
    PlacementsOfInstitution,
    PlacesStand,
    Proposed,
    ProposeEncounter,
    RecordApproach,
    RecordCheck,
    RecordStandardsAssessment,
    RegisterEmployer,
    RequestPlaces,
    RescheduleEncounter,
    SetApproachLimits,
    UndoMerge,
    VerifyEmployer,
    WeeksView,
    WithdrawConfirmation,
    WithdrawHostingInterest,
    WithdrawPlacement,
    WithdrawVerification,
)
from careers_hub_client.types.shared import Changed


def employer(employer: UUID) -> Call[EmployerView]:
    """One employer."""
    return Call(
        operation="encounters_employer",
        method="GET",
        path=f"/api/encounters/employers/{employer}",
        answer=EmployerView,
    )


def change_employer_details(
    employer: UUID, body: ChangeEmployerDetails, *, if_match: str | None = None
) -> Call[Changed]:
    """Give the whole new description of an employer.

    A new number or address is claimed and the old one given up.
    """
    return Call(
        operation="employers_change_employer_details",
        method="PUT",
        path=f"/api/encounters/employers/{employer}",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def checks(employer: UUID) -> Call[ChecksView]:
    """The insurance and checks an employer holds. Version 0 says that it told of none."""
    return Call(
        operation="employers_checks",
        method="GET",
        path=f"/api/encounters/employers/{employer}/checks",
        answer=ChecksView,
    )


def record_check(
    employer: UUID, body: RecordCheck, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that the employer holds a check, and its last day. hub is the hub that saw the paper.

    The newest word stands. `version` is that of the employer's checks.
    """
    return Call(
        operation="employers_record_check",
        method="POST",
        path=f"/api/encounters/employers/{employer}/checks",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def contact_guard(employer: UUID) -> Call[ContactGuardView]:
    """How often institutions may approach an employer, and when it is possible next."""
    return Call(
        operation="employers_contact_guard",
        method="GET",
        path=f"/api/encounters/employers/{employer}/approaches",
        answer=ContactGuardView,
    )


def register_employer(body: RegisterEmployer) -> Call[Changed]:
    """Register an employer. employer is the id of the organisation that registers itself.

    Answers with the new employer; refuses one that is registered already.
    """
    return Call(
        operation="employers_register_employer",
        method="POST",
        path="/api/encounters/employers",
        answer=Changed,
        body=body,
    )


def declare_check_not_needed(
    employer: UUID, body: DeclareCheckNotNeeded, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that a check that is usually needed is not needed at this employer.

    Refuses for an employer that is registered with more than nine people.
    """
    return Call(
        operation="employers_declare_check_not_needed",
        method="POST",
        path=f"/api/encounters/employers/{employer}/checks/not-needed",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def record_standards_assessment(
    employer: UUID, body: RecordStandardsAssessment, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that the employer assessed itself against the Employer Standards, and when.

    Refuses a day to come. The latest day stands; how the employer did is not recorded.
    """
    return Call(
        operation="employers_record_standards_assessment",
        method="POST",
        path=f"/api/encounters/employers/{employer}/standards-assessment",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def set_approach_limits(
    employer: UUID, body: SetApproachLimits, *, if_match: str | None = None
) -> Call[Changed]:
    """Say how often all institutions together may approach the employer.

    0 approaches lets nobody ask. `version` is that of the employer's contact guard.
    """
    return Call(
        operation="employers_set_approach_limits",
        method="PUT",
        path=f"/api/encounters/employers/{employer}/approach-limits",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def record_approach(
    institution: UUID, body: RecordApproach, *, if_match: str | None = None
) -> Call[Changed]:
    """Note that the institution approaches an employer today.

    Refuses when the employer has been asked enough: says from when it is possible and who
    coordinates.
    """
    return Call(
        operation="employers_record_approach",
        method="POST",
        path=f"/api/encounters/institutions/{institution}/approaches",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def verify_employer(
    hub: UUID, employer: UUID, body: VerifyEmployer, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that an employer is who it says it is.

    Verifying one that is verified already changes nothing.
    """
    return Call(
        operation="employers_verify_employer",
        method="POST",
        path=f"/api/encounters/hubs/{hub}/employers/{employer}/verify",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def withdraw_verification(
    hub: UUID, employer: UUID, body: WithdrawVerification, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that an employer is no longer verified.

    What was delivered stays; nothing more is until a hub verifies it again.
    """
    return Call(
        operation="employers_withdraw_verification",
        method="POST",
        path=f"/api/encounters/hubs/{hub}/employers/{employer}/withdraw-verification",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def designate_cornerstone(
    hub: UUID, employer: UUID, *, if_match: str | None = None
) -> Call[Changed]:
    """Make a verified employer one of the hub's cornerstones.

    Refuses one that is not verified.
    """
    return Call(
        operation="employers_designate_cornerstone",
        method="POST",
        path=f"/api/encounters/hubs/{hub}/employers/{employer}/cornerstone",
        answer=Changed,
        headers={"If-Match": if_match},
        body={},
    )


def end_cornerstone(hub: UUID, employer: UUID, *, if_match: str | None = None) -> Call[Changed]:
    """End that an employer is one of the hub's cornerstones.

    Refuses one that is none of this hub's.
    """
    return Call(
        operation="employers_end_cornerstone",
        method="POST",
        path=f"/api/encounters/hubs/{hub}/employers/{employer}/end-cornerstone",
        answer=Changed,
        headers={"If-Match": if_match},
        body={},
    )


def merge_employers(
    hub: UUID, survivor: UUID, body: MergeEmployers, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that merged is the same employer as survivor, which stays.

    The merged one's numbers lead to the survivor; encounters keep the employer they had.
    """
    return Call(
        operation="employers_merge_employers",
        method="POST",
        path=f"/api/encounters/hubs/{hub}/employers/{survivor}/merge",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def undo_merge(
    hub: UUID, survivor: UUID, body: UndoMerge, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that two merged employers are two after all.

    The numbers go back; refuses when one of them has gone to somebody else meanwhile.
    """
    return Call(
        operation="employers_undo_merge",
        method="POST",
        path=f"/api/encounters/hubs/{hub}/employers/{survivor}/undo-merge",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def hosting(employer: UUID, *, academic_year: str | None = None) -> Call[HostingView]:
    """What one employer would host in an academic year. Version 0 says that it told nothing."""
    return Call(
        operation="employers_hosting",
        method="GET",
        path=f"/api/encounters/employers/{employer}/hosting",
        answer=HostingView,
        query={"academicYear": academic_year},
    )


def declare_hosting_interest(
    employer: UUID, body: DeclareHostingInterest, *, if_match: str | None = None
) -> Call[Changed]:
    """Say what the employer would host in an academic year, as a whole, and with which hubs.

    Said again unchanged it records nothing. `version` is that of the year's interest.
    """
    return Call(
        operation="employers_declare_hosting_interest",
        method="PUT",
        path=f"/api/encounters/employers/{employer}/hosting",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def catalogue(hub: UUID, *, academic_year: str | None = None) -> Call[Catalogue]:
    """The employers that told a hub what they would host in an academic year."""
    return Call(
        operation="employers_catalogue",
        method="GET",
        path=f"/api/encounters/hubs/{hub}/employers",
        answer=Catalogue,
        query={"academicYear": academic_year},
    )


def catalogue_of_institution(
    institution: UUID, *, academic_year: str | None = None
) -> Call[Catalogue]:
    """The employers that told the institution's own hub what they would host."""
    return Call(
        operation="employers_catalogue_of_institution",
        method="GET",
        path=f"/api/encounters/institutions/{institution}/employers",
        answer=Catalogue,
        query={"academicYear": academic_year},
    )


def withdraw_hosting_interest(
    employer: UUID, body: WithdrawHostingInterest, *, if_match: str | None = None
) -> Call[Changed]:
    """Take back what the employer said of an academic year.

    Offers and placements made already stay.
    """
    return Call(
        operation="employers_withdraw_hosting_interest",
        method="POST",
        path=f"/api/encounters/employers/{employer}/hosting/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def of_institution(institution: UUID) -> Call[PlacementsOfInstitution]:
    """The placements open to an institution, and what it asked for and has in each."""
    return Call(
        operation="placements_of_institution",
        method="GET",
        path=f"/api/encounters/institutions/{institution}/placements",
        answer=PlacementsOfInstitution,
    )


def of_employer(employer: UUID) -> Call[PlacementsOfEmployer]:
    """The placements an employer offers, and how many places each institution has."""
    return Call(
        operation="placements_of_employer",
        method="GET",
        path=f"/api/encounters/employers/{employer}/placements",
        answer=PlacementsOfEmployer,
    )


def offer_placement(employer: UUID, body: OfferPlacement) -> Call[Changed]:
    """Offer places at the employer's workplace. coordinated_by is the hub that allocates them.

    Refuses days outside the academic year or over, and hubs and institutions nobody knows.
    """
    return Call(
        operation="placements_offer_placement",
        method="POST",
        path=f"/api/encounters/employers/{employer}/placements",
        answer=Changed,
        body=body,
    )


def of_hub(hub: UUID) -> Call[PlacementsOfHub]:
    """The placements a hub coordinates, with who asked; and those others open to its members."""
    return Call(
        operation="placements_of_hub",
        method="GET",
        path=f"/api/encounters/hubs/{hub}/placements",
        answer=PlacementsOfHub,
    )


def withdraw_placement(
    employer: UUID, placement: UUID, body: WithdrawPlacement, *, if_match: str | None = None
) -> Call[Changed]:
    """Take a placement back.

    Every institution that asked is told; learners who would have gone are free on those days.
    """
    return Call(
        operation="placements_withdraw_placement",
        method="POST",
        path=f"/api/encounters/employers/{employer}/placements/{placement}/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def allocate_placement(
    hub: UUID, placement: UUID, *, if_match: str | None = None
) -> Call[Allocated]:
    """Give out the places of a placement, by need.

    Whoever has places keeps them; what is free goes where the need is greatest, and says why.
    """
    return Call(
        operation="placements_allocate_placement",
        method="POST",
        path=f"/api/encounters/hubs/{hub}/placements/{placement}/allocate",
        answer=Allocated,
        headers={"If-Match": if_match},
        body={},
    )


def request_places(
    institution: UUID, placement: UUID, body: RequestPlaces, *, if_match: str | None = None
) -> Call[PlacesStand]:
    """Ask for places and say for whom by numbers.

    Refuses groups no agreement covers, more of one than places, and learners not on the roster.
    """
    return Call(
        operation="placements_request_places",
        method="POST",
        path=f"/api/encounters/institutions/{institution}/placements/{placement}/request",
        answer=PlacesStand,
        headers={"If-Match": if_match},
        body=body,
    )


def give_back_places(
    institution: UUID, placement: UUID, *, if_match: str | None = None
) -> Call[Changed]:
    """Take the request back, and with it every place the institution has in the placement.

    Whoever waits moves up at once, by need.
    """
    return Call(
        operation="placements_give_back_places",
        method="POST",
        path=f"/api/encounters/institutions/{institution}/placements/{placement}/give-back",
        answer=Changed,
        headers={"If-Match": if_match},
        body={},
    )


def approve_placement(
    institution: UUID,
    placement: UUID,
    body: ApprovePlacement | None = None,
    *,
    if_match: str | None = None,
) -> Call[Changed]:
    """Let learners go: learners by reference, or count where they are only counted.

    Refuses without verification, with a check that is missing or ends too early, more learners
    than places, and a learner who is at another workplace on one of the days.
    """
    return Call(
        operation="placements_approve_placement",
        method="POST",
        path=f"/api/encounters/institutions/{institution}/placements/{placement}/approve",
        answer=Changed,
        headers={"If-Match": if_match},
        body={} if body is None else body,
    )


def complete_placement(
    institution: UUID, placement: UUID, body: CompletePlacement, *, if_match: str | None = None
) -> Call[PlacementCompleted]:
    """Say that the placement took place, who was there and how long each was.

    Records the one activity a placement is for an institution; refuses learners who were not
    approved.
    """
    return Call(
        operation="placements_complete_placement",
        method="POST",
        path=f"/api/encounters/institutions/{institution}/placements/{placement}/complete",
        answer=PlacementCompleted,
        headers={"If-Match": if_match},
        body=body,
    )


def engagement(hub: UUID, *, academic_year: str | None = None) -> Call[EmployerEngagement]:
    """Which employers lapsed, and what the hub's cornerstones do."""
    return Call(
        operation="employers_engagement",
        method="GET",
        path=f"/api/encounters/hubs/{hub}/employer-engagement",
        answer=EmployerEngagement,
        query={"academicYear": academic_year},
    )


def weeks(institution: UUID, *, academic_year: str | None = None) -> Call[WeeksView]:
    """An institution's own placement weeks. Version 0 says that it never told any."""
    return Call(
        operation="placements_weeks",
        method="GET",
        path=f"/api/encounters/institutions/{institution}/placement-weeks",
        answer=WeeksView,
        query={"academicYear": academic_year},
    )


def declare_weeks(
    institution: UUID, body: DeclarePlacementWeeks, *, if_match: str | None = None
) -> Call[Changed]:
    """Say in which weeks of an academic year the institution's placements are, and for how many.

    Said again unchanged it records nothing. `version` is that of the year's plan.
    """
    return Call(
        operation="placements_declare_weeks",
        method="PUT",
        path=f"/api/encounters/institutions/{institution}/placement-weeks",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def clashes(hub: UUID, *, academic_year: str | None = None) -> Call[ClashesOfHub]:
    """In which weeks members' placements clash, for about how many learners, and who could move
    where.
    """
    return Call(
        operation="placements_clashes",
        method="GET",
        path=f"/api/encounters/hubs/{hub}/placement-clashes",
        answer=ClashesOfHub,
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
