"""Calls of workforce, of the service training.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.shared import Changed
from careers_hub_client.types.training.workforce import (
    AppointCareersLeader,
    ChangeContract,
    HubWorkforce,
    MatchEnterpriseAdviser,
    MembersContactsTaken,
    NameColleague,
    PersonInRole,
    RecordMembersContacts,
    StandDownCareersLeader,
    StandDownColleague,
    UnmatchEnterpriseAdviser,
    WorkforceView,
)


def workforce(institution: UUID) -> Call[WorkforceView]:
    """Who leads, advises on and governs careers at an institution, by name."""
    return Call(
        operation="workforce_workforce",
        method="GET",
        path=f"/api/training/institutions/{institution}/workforce",
        answer=WorkforceView,
    )


def name_colleague(institution: UUID, body: NameColleague) -> Call[PersonInRole]:
    """Name a link governor, senior leader for careers, deputy, adviser or member of staff.

    Several may hold a role at once, and one person several. Refuses an employer for any role
    but that of a governor.
    """
    return Call(
        operation="workforce_name_colleague",
        method="POST",
        path=f"/api/training/institutions/{institution}/workforce",
        answer=PersonInRole,
        body=body,
    )


def hub_workforce(hub: UUID) -> Call[HubWorkforce]:
    """Which of a hub's members have a careers leader, an enterprise adviser, a link governor."""
    return Call(
        operation="workforce_hub_workforce",
        method="GET",
        path=f"/api/training/hubs/{hub}/workforce",
        answer=HubWorkforce,
    )


def record_members_contacts(hub: UUID, body: RecordMembersContacts) -> Call[MembersContactsTaken]:
    """Record who leads and supports careers at a hub's members from a CSV file. With check nothing
    is.

    Every row that is in order is recorded, and every other one told with line, column, reason
    and remedy. A file sent again appends nothing.
    """
    return Call(
        operation="workforce_record_members_contacts",
        method="POST",
        path=f"/api/training/hubs/{hub}/workforce/file",
        answer=MembersContactsTaken,
        body=body,
    )


def appoint_careers_leader(institution: UUID, body: AppointCareersLeader) -> Call[PersonInRole]:
    """Say who is the institution's careers leader.

    Refuses a second one beside the careers leader in post.
    """
    return Call(
        operation="workforce_appoint_careers_leader",
        method="POST",
        path=f"/api/training/institutions/{institution}/careers-leader",
        answer=PersonInRole,
        body=body,
    )


def stand_down_careers_leader(
    institution: UUID, body: StandDownCareersLeader, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that the post of careers leader is vacant.

    The vacancy counts from that day until somebody is appointed. `id` is the institution's.
    """
    return Call(
        operation="workforce_stand_down_careers_leader",
        method="POST",
        path=f"/api/training/institutions/{institution}/careers-leader/stand-down",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def change_contract(
    institution: UUID, body: ChangeContract, *, if_match: str | None = None
) -> Call[Changed]:
    """Renew or change the careers leader's contract.

    Refuses an institution without careers leader. `id` is the institution's.
    """
    return Call(
        operation="workforce_change_contract",
        method="PUT",
        path=f"/api/training/institutions/{institution}/careers-leader/contract",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def match_enterprise_adviser(institution: UUID, body: MatchEnterpriseAdviser) -> Call[PersonInRole]:
    """Match an enterprise adviser to the institution; volunteer_of is the employer they come from.

    An institution may have more than one.
    """
    return Call(
        operation="workforce_match_enterprise_adviser",
        method="POST",
        path=f"/api/training/institutions/{institution}/enterprise-advisers",
        answer=PersonInRole,
        body=body,
    )


def unmatch_enterprise_adviser(
    institution: UUID, person: UUID, body: UnmatchEnterpriseAdviser, *, if_match: str | None = None
) -> Call[PersonInRole]:
    """End an enterprise adviser's match.

    Refuses somebody who is not matched.
    """
    return Call(
        operation="workforce_unmatch_enterprise_adviser",
        method="POST",
        path=f"/api/training/institutions/{institution}/enterprise-advisers/{person}/unmatch",
        answer=PersonInRole,
        headers={"If-Match": if_match},
        body=body,
    )


def stand_down_colleague(
    institution: UUID, person: UUID, body: StandDownColleague, *, if_match: str | None = None
) -> Call[PersonInRole]:
    """Say that somebody no longer is what they were named.

    Refuses somebody who does not hold the role.
    """
    return Call(
        operation="workforce_stand_down_colleague",
        method="POST",
        path=f"/api/training/institutions/{institution}/workforce/{person}/stand-down",
        answer=PersonInRole,
        headers={"If-Match": if_match},
        body=body,
    )


def forget_person(
    institution: UUID, person: UUID, *, if_match: str | None = None
) -> Call[PersonInRole]:
    """Destroy what the vault keeps of somebody who holds no role any more.

    That somebody was there stays; who it was is gone for good. The vault is changed first:
    should the append then fail, the same command again completes it.
    """
    return Call(
        operation="workforce_forget_person",
        method="POST",
        path=f"/api/training/institutions/{institution}/workforce/{person}/forget",
        answer=PersonInRole,
        headers={"If-Match": if_match},
        body={},
    )
