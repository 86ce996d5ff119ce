"""Calls of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.activities import (
    ActivityStands,
    CorrectActivity,
    CorrectMonthlyCounts,
    CorrectPrimaryReturn,
    DeclareRoll,
    EraseLearner,
    MonthlyCountsList,
    PrimaryReturnList,
    RecordActivity,
    RemoveLearners,
    RosterReceived,
    RosterView,
    SendMonthlyCounts,
    SendPrimaryReturn,
    SendRoster,
    WithdrawActivity,
)
from careers_hub_client.types.shared import Changed


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

    Refuses a reference sent twice and sensitive groups; leaves out, and reports, one that was
    erased.
    """
    return Call(
        operation="rosters_send_roster",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/roster",
        answer=RosterReceived,
        headers={"If-Match": if_match},
        body=body,
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


def declare_roll(
    institution: UUID, body: DeclareRoll, *, if_match: str | None = None
) -> Call[Changed]:
    """Give numbers on roll by year group, without learners.

    Answers with the institution and the version of its roster.
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

    Also for a reference that never came: it is refused should it come.

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


def record_activity(institution: UUID, body: RecordActivity) -> Call[ActivityStands]:
    """Record an activity that took place.

    Refuses a day to come, details that do not fit the kind, and learners who are not on the
    roster.
    """
    return Call(
        operation="activities_record_activity",
        method="POST",
        path=f"/api/activities/institutions/{institution}/activities",
        answer=ActivityStands,
        body=body,
    )


def correct_activity(
    institution: UUID, activity: UUID, body: CorrectActivity, *, if_match: str | None = None
) -> Call[ActivityStands]:
    """Give an activity anew, as a whole.

    The whole activity is given anew; sent again unchanged it records nothing.
    """
    return Call(
        operation="activities_correct_activity",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/activities/{activity}",
        answer=ActivityStands,
        headers={"If-Match": if_match},
        body=body,
    )


def withdraw_activity(
    institution: UUID, activity: UUID, body: WithdrawActivity, *, if_match: str | None = None
) -> Call[Changed]:
    """Take an activity back.

    It no longer counts; what was recorded stays in the log.
    """
    return Call(
        operation="activities_withdraw_activity",
        method="POST",
        path=f"/api/activities/institutions/{institution}/activities/{activity}/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def primary_returns(institution: UUID) -> Call[PrimaryReturnList]:
    """A primary school's returns, the latest year first."""
    return Call(
        operation="returns_primary_returns",
        method="GET",
        path=f"/api/activities/institutions/{institution}/primary-returns",
        answer=PrimaryReturnList,
    )


def send_primary_return(institution: UUID, body: SendPrimaryReturn) -> Call[Changed]:
    """Send a primary school's return of an academic year.

    One return a year; refuses numbers that contradict each other. `id` is the institution's.
    """
    return Call(
        operation="returns_send_primary_return",
        method="POST",
        path=f"/api/activities/institutions/{institution}/primary-returns",
        answer=Changed,
        body=body,
    )


def monthly_counts(institution: UUID) -> Call[MonthlyCountsList]:
    """An adult service's months, the latest first."""
    return Call(
        operation="returns_monthly_counts",
        method="GET",
        path=f"/api/activities/institutions/{institution}/monthly-counts",
        answer=MonthlyCountsList,
    )


def send_monthly_counts(institution: UUID, body: SendMonthlyCounts) -> Call[Changed]:
    """Send an adult service's counts of a month that is over.

    One return a month; refuses numbers that contradict each other. `id` is the institution's.
    """
    return Call(
        operation="returns_send_monthly_counts",
        method="POST",
        path=f"/api/activities/institutions/{institution}/monthly-counts",
        answer=Changed,
        body=body,
    )


def correct_primary_return(
    institution: UUID, body: CorrectPrimaryReturn, *, if_match: str | None = None
) -> Call[Changed]:
    """Give a primary school's whole return anew.

    What was sent before no longer counts. `id` is the institution's, `version` the return's.
    """
    return Call(
        operation="returns_correct_primary_return",
        method="POST",
        path=f"/api/activities/institutions/{institution}/primary-returns/correct",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def correct_monthly_counts(
    institution: UUID, body: CorrectMonthlyCounts, *, if_match: str | None = None
) -> Call[Changed]:
    """Give an adult service's whole month anew.

    What was sent before no longer counts. `id` is the institution's, `version` the month's.
    """
    return Call(
        operation="returns_correct_monthly_counts",
        method="POST",
        path=f"/api/activities/institutions/{institution}/monthly-counts/correct",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
