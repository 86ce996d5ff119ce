"""Calls of the service training.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.shared import Changed
from careers_hub_client.types.training import (
    AnnounceTraining,
    AppointCareersLeader,
    BookingList,
    BookingStands,
    BookPlace,
    CallOffTraining,
    ChangeContract,
    ChangeTraining,
    CompleteLeadershipReview,
    CompleteTraining,
    HoldPeerReview,
    HubQuality,
    HubTraining,
    HubWorkforce,
    InstitutionQuality,
    InstitutionTraining,
    MatchEnterpriseAdviser,
    NameColleague,
    NationalTrainings,
    NoteAttendance,
    PersonInRole,
    RecordAward,
    RecordTraining,
    StandDownCareersLeader,
    StandDownColleague,
    TrainingCalendar,
    TrainingStands,
    UnmatchEnterpriseAdviser,
    WithdrawAward,
    WithdrawReview,
    WithdrawTraining,
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

    Several may hold a role at once, and one person several.
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


def hub_calendar(hub: UUID) -> Call[TrainingCalendar]:
    """Every training a hub offers or has offered, by day."""
    return Call(
        operation="training_hub_calendar",
        method="GET",
        path=f"/api/training/hubs/{hub}/events",
        answer=TrainingCalendar,
    )


def open_trainings(institution: UUID) -> Call[TrainingCalendar]:
    """What an institution can book from today on: its hub's training, and the national body's."""
    return Call(
        operation="training_open_trainings",
        method="GET",
        path=f"/api/training/institutions/{institution}/events",
        answer=TrainingCalendar,
    )


def bookings(training: UUID) -> Call[BookingList]:
    """Who is booked on a hub's training, by name."""
    return Call(
        operation="training_bookings",
        method="GET",
        path=f"/api/training/events/{training}/bookings",
        answer=BookingList,
    )


def national_trainings() -> Call[NationalTrainings]:
    """The national body's training with its bookings, by institution and id; never by name."""
    return Call(
        operation="training_national_trainings",
        method="GET",
        path="/api/training/national/events",
        answer=NationalTrainings,
    )


def institution_training(institution: UUID) -> Call[InstitutionTraining]:
    """An institution's bookings, and what its people are trained in and until when."""
    return Call(
        operation="training_institution_training",
        method="GET",
        path=f"/api/training/institutions/{institution}/training",
        answer=InstitutionTraining,
    )


def record_training(institution: UUID, body: RecordTraining) -> Call[Changed]:
    """Record what somebody of an institution has completed elsewhere.

    Counts from that day until it expires; an older one of the same kind changes nothing. `id`
    is the person's, `version` that of the institution's training record.
    """
    return Call(
        operation="training_record_training",
        method="POST",
        path=f"/api/training/institutions/{institution}/training",
        answer=Changed,
        body=body,
    )


def hub_training(hub: UUID) -> Call[HubTraining]:
    """Which members have a trained careers leader, and where training is due to expire."""
    return Call(
        operation="training_hub_training",
        method="GET",
        path=f"/api/training/hubs/{hub}/training",
        answer=HubTraining,
    )


def announce_training(body: AnnounceTraining) -> Call[TrainingStands]:
    """Offer training with so many places.

    Refuses an organiser that is neither hub nor national body, and a day gone by.
    """
    return Call(
        operation="training_announce_training",
        method="POST",
        path="/api/training/events",
        answer=TrainingStands,
        body=body,
    )


def change_training(
    training: UUID, body: ChangeTraining, *, if_match: str | None = None
) -> Call[TrainingStands]:
    """Give anew, as a whole, what a training is.

    Whoever waits moves up into new places; refuses fewer places than are taken.
    """
    return Call(
        operation="training_change_training",
        method="PUT",
        path=f"/api/training/events/{training}",
        answer=TrainingStands,
        headers={"If-Match": if_match},
        body=body,
    )


def call_off_training(
    training: UUID, body: CallOffTraining, *, if_match: str | None = None
) -> Call[TrainingStands]:
    """Let a training not take place.

    Every booking ends with it.
    """
    return Call(
        operation="training_call_off_training",
        method="POST",
        path=f"/api/training/events/{training}/call-off",
        answer=TrainingStands,
        headers={"If-Match": if_match},
        body=body,
    )


def note_attendance(
    training: UUID, body: NoteAttendance, *, if_match: str | None = None
) -> Call[TrainingStands]:
    """Record who came and who did not, by their bookings.

    From the day of the training on, of those who had a place; the latest word counts.
    """
    return Call(
        operation="training_note_attendance",
        method="POST",
        path=f"/api/training/events/{training}/attendance",
        answer=TrainingStands,
        headers={"If-Match": if_match},
        body=body,
    )


def complete_training(
    training: UUID, body: CompleteTraining, *, if_match: str | None = None
) -> Call[Changed]:
    """Record who completed the training, of those who attended it.

    Stands in the training record of each one's institution from then on, until it expires.
    """
    return Call(
        operation="training_complete_training",
        method="POST",
        path=f"/api/training/events/{training}/complete",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def book_place(institution: UUID, training: UUID, body: BookPlace) -> Call[BookingStands]:
    """Book a place on a training for somebody of an institution, or join its waiting list.

    Where no place is free, they wait and move up by themselves. A hub's training is for its
    members.
    """
    return Call(
        operation="training_book_place",
        method="POST",
        path=f"/api/training/institutions/{institution}/events/{training}/bookings",
        answer=BookingStands,
        body=body,
    )


def cancel_booking(
    institution: UUID, training: UUID, booking: UUID, *, if_match: str | None = None
) -> Call[BookingStands]:
    """Cancel a booking; whoever waits longest has the place.

    A place that comes free goes at once to whoever has waited longest.
    """
    return Call(
        operation="training_cancel_booking",
        method="POST",
        path=f"/api/training/institutions/{institution}/events/{training}/bookings/{booking}/cancel",
        answer=BookingStands,
        headers={"If-Match": if_match},
        body={},
    )


def withdraw_training(
    institution: UUID, body: WithdrawTraining, *, if_match: str | None = None
) -> Call[Changed]:
    """Take back a training that was recorded by mistake.

    Refuses what an organiser has recorded. `id` is the person's.
    """
    return Call(
        operation="training_withdraw_training",
        method="POST",
        path=f"/api/training/institutions/{institution}/training/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def institution_quality(institution: UUID) -> Call[InstitutionQuality]:
    """An institution's reviews and awards, and which of them are current today."""
    return Call(
        operation="quality_institution_quality",
        method="GET",
        path=f"/api/training/institutions/{institution}/quality",
        answer=InstitutionQuality,
    )


def hub_quality(hub: UUID) -> Call[HubQuality]:
    """Which of a hub's members were reviewed, and which hold the Quality in Careers Standard."""
    return Call(
        operation="quality_hub_quality",
        method="GET",
        path=f"/api/training/hubs/{hub}/quality",
        answer=HubQuality,
    )


def complete_leadership_review(
    institution: UUID, body: CompleteLeadershipReview | None = None
) -> Call[Changed]:
    """Record an internal leadership review, with what it found where that is shared.

    Once a day; the same day again gives it anew. `id` is the review's.
    """
    return Call(
        operation="quality_complete_leadership_review",
        method="POST",
        path=f"/api/training/institutions/{institution}/leadership-reviews",
        answer=Changed,
        body={} if body is None else body,
    )


def hold_peer_review(hub: UUID, body: HoldPeerReview) -> Call[Changed]:
    """Record that a trio of a hub's members reviewed each other.

    Each of the three must be a member of the hub and have reviewed itself before. `id` is the
    review's; `version` is 1.
    """
    return Call(
        operation="quality_hold_peer_review",
        method="POST",
        path=f"/api/training/hubs/{hub}/peer-reviews",
        answer=Changed,
        body=body,
    )


def withdraw_review(
    institution: UUID, review: UUID, body: WithdrawReview, *, if_match: str | None = None
) -> Call[Changed]:
    """Take a review back that was recorded by mistake.

    It no longer counts for this institution; a peer review stays with the other two.
    """
    return Call(
        operation="quality_withdraw_review",
        method="POST",
        path=f"/api/training/institutions/{institution}/reviews/{review}/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def record_award(institution: UUID, body: RecordAward) -> Call[Changed]:
    """Record that an award is held or worked towards; renewing it gives the new day and expiry.

    One of each kind; the latest word counts. `id` is the award's.
    """
    return Call(
        operation="quality_record_award",
        method="POST",
        path=f"/api/training/institutions/{institution}/awards",
        answer=Changed,
        body=body,
    )


def withdraw_award(
    institution: UUID, body: WithdrawAward, *, if_match: str | None = None
) -> Call[Changed]:
    """Say that an award is no longer held, or was recorded by mistake.

    What was held stays in the log; an award that merely expires need not be withdrawn.
    """
    return Call(
        operation="quality_withdraw_award",
        method="POST",
        path=f"/api/training/institutions/{institution}/awards/withdraw",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )
