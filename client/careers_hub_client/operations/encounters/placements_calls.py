"""Calls of placements, of the service encounters.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.encounters.placements import (
    Allocated,
    ApprovePlacement,
    ClashesOfHub,
    CompletePlacement,
    DeclarePlacementWeeks,
    OfferPlacement,
    PlacementCompleted,
    PlacementsOfEmployer,
    PlacementsOfHub,
    PlacementsOfInstitution,
    PlacesStand,
    RequestPlaces,
    WeeksView,
    WithdrawPlacement,
)
from careers_hub_client.types.shared import Changed


def placements_of_institution(institution: UUID) -> Call[PlacementsOfInstitution]:
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


def placements_of_hub(hub: UUID) -> Call[PlacementsOfHub]:
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
