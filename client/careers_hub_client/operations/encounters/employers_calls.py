"""Calls of employers, of the service encounters.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.encounters.employers import (
    Catalogue,
    ChangeEmployerDetails,
    ChecksView,
    ContactGuardView,
    DeclareCheckNotNeeded,
    DeclareHostingInterest,
    EmployerEngagement,
    HostingView,
    MergeEmployers,
    RecordApproach,
    RecordCheck,
    RecordStandardsAssessment,
    RegisterEmployer,
    SetApproachLimits,
    UndoMerge,
    VerifyEmployer,
    WithdrawHostingInterest,
    WithdrawVerification,
)
from careers_hub_client.types.shared import Changed


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


def engagement(hub: UUID, *, academic_year: str | None = None) -> Call[EmployerEngagement]:
    """Which employers lapsed, and what the hub's cornerstones do."""
    return Call(
        operation="employers_engagement",
        method="GET",
        path=f"/api/encounters/hubs/{hub}/employer-engagement",
        answer=EmployerEngagement,
        query={"academicYear": academic_year},
    )
