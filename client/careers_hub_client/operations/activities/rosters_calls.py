"""Calls of rosters, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.activities.rosters import (
    BundleChecked,
    BundleReceived,
    CheckOneRoster,
    DeclareRoll,
    EraseLearner,
    LearnerRecord,
    LeaversDue,
    LeaversErased,
    RemoveLearners,
    RosterReceived,
    RosterView,
    SendOneRoster,
    SendProgrammes,
    SendRoster,
    SetApart,
    UndoSending,
)
from careers_hub_client.types.shared import Changed


def check_oneroster(
    institution: UUID, body: CheckOneRoster, *, if_match: str | None = None
) -> Call[BundleChecked]:
    """Say what a OneRoster bundle would change, and change nothing.

    Refuses a bundle that cannot be read, with why. Nothing is recorded and no learner enrolled.
    """
    return Call(
        operation="rosters_check_oneroster",
        method="POST",
        path=f"/api/activities/institutions/{institution}/roster/oneroster/check",
        answer=BundleChecked,
        headers={"If-Match": if_match},
        body=body,
    )


def send_oneroster(
    institution: UUID, body: SendOneRoster, *, if_match: str | None = None
) -> Call[BundleReceived]:
    """Take a OneRoster bundle as the roster.

    Refuses a bundle that cannot be read, with why, what no agreement covers, and what a roster
    is refused for: year groups that were not moved on, most learners missing.
    """
    return Call(
        operation="rosters_send_oneroster",
        method="POST",
        path=f"/api/activities/institutions/{institution}/roster/oneroster",
        answer=BundleReceived,
        headers={"If-Match": if_match},
        body=body,
    )


def roster(institution: UUID) -> Call[RosterView]:
    """An institution's roster as it was last sent. Version 0 says that it never sent one."""
    return Call(
        operation="rosters_roster",
        method="GET",
        path=f"/api/activities/institutions/{institution}/roster",
        answer=RosterView,
    )


def send_roster(
    institution: UUID, body: SendRoster, *, if_match: str | None = None
) -> Call[RosterReceived]:
    """Say who is on roll. With complete, whoever is not in it has left.

    Refuses what no agreement covers, a reference sent twice, year groups that were not moved
    on, and a complete list without most learners on roll.
    """
    return Call(
        operation="rosters_send_roster",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/roster",
        answer=RosterReceived,
        headers={"If-Match": if_match},
        body=body,
    )


def learner_record(institution: UUID, *, learner_reference: str) -> Call[LearnerRecord]:
    """Everything held of one learner, by the institution's reference: to answer a request for
    access.
    """
    return Call(
        operation="rosters_learner_record",
        method="GET",
        path=f"/api/activities/institutions/{institution}/learner-record",
        answer=LearnerRecord,
        headers={"Learner-Reference": learner_reference},
    )


def leavers_due(institution: UUID) -> Call[LeaversDue]:
    """How long each class of data is kept after leaving, and how many learners are to be
    forgotten.
    """
    return Call(
        operation="rosters_leavers_due",
        method="GET",
        path=f"/api/activities/institutions/{institution}/retention",
        answer=LeaversDue,
    )


def erase_leavers(institution: UUID, *, if_match: str | None = None) -> Call[LeaversErased]:
    """Forget every learner who left longer ago than the rules of retention allow.

    References and texts are destroyed; sets in the log stay, about nobody. Again it does
    nothing.

    The vault is changed first. Should the append then fail, the same command again completes
    it.
    """
    return Call(
        operation="rosters_erase_leavers",
        method="POST",
        path=f"/api/activities/institutions/{institution}/retention/erase-leavers",
        answer=LeaversErased,
        headers={"If-Match": if_match},
        body={},
    )


def remove_learners(
    institution: UUID, body: RemoveLearners, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that learners have left.

    Refuses references that never were on the roster, naming the place of each.
    """
    return Call(
        operation="rosters_remove_learners",
        method="POST",
        path=f"/api/activities/institutions/{institution}/roster/leavers",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def undo_sending(
    institution: UUID, body: UndoSending, *, if_match: str | None = None
) -> Call[Changed]:
    """Let the roster be as it was before a sending.

    The latest sending only; undo several one after another. Whoever was erased since stays so.
    """
    return Call(
        operation="rosters_undo_sending",
        method="POST",
        path=f"/api/activities/institutions/{institution}/roster/undo",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def send_programmes(
    institution: UUID, body: SendProgrammes, *, if_match: str | None = None
) -> Call[RosterReceived]:
    """Say who is on which programme. With complete, whoever is not in it has left.

    Refuses what no agreement covers, days that cannot be, and a learner in two programmes.

    `refused` counts through the learners of all programmes in order.
    """
    return Call(
        operation="rosters_send_programmes",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/programmes",
        answer=RosterReceived,
        headers={"If-Match": if_match},
        body=body,
    )


def set_apart(institution: UUID, body: SetApart, *, if_match: str | None = None) -> Call[Changed]:
    """Say who is outside the relevant cohort for one reason: all of them, or nobody any more.

    For special schools and alternative provision. Refuses learners who are not on the roster.
    """
    return Call(
        operation="rosters_set_apart",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/relevant-cohort",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def declare_roll(
    institution: UUID, body: DeclareRoll, *, if_match: str | None = None
) -> Call[Changed]:
    """Give numbers on roll by year group, without learners.

    Refuses what no agreement covers. Answers with the institution and its roster's version.
    """
    return Call(
        operation="rosters_declare_roll",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/roll",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def erase_learner(
    institution: UUID, body: EraseLearner, *, if_match: str | None = None
) -> Call[Changed]:
    """Destroy who a learner is, for good; the reference is refused from then on.

    With all that was written about the learner. Also for a reference that never came: it is
    refused should it come.

    The vault is changed first. Should the append then fail, the same command again completes
    it.
    """
    return Call(
        operation="rosters_erase_learner",
        method="POST",
        path=f"/api/activities/institutions/{institution}/erase-learner",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
