"""Types of the service training.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.shared import DeliveryMode, Organisation, OrganisationKind, PersonSent


class AnnounceTraining(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Offer training with so many places."""

    organiser: Organisation
    details: TrainingDetails


class AppointCareersLeader(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say who is the institution's careers leader."""

    who: PersonSent
    appointed_on: date | None = None
    shared: bool = False
    contract: Contract | None = None


#: External awards. Source: domain 3.6.
AwardKind = Literal["matrix", "quality_in_careers"]


#: How far an institution has come with an award.
AwardLevel = Literal["held", "working_towards"]


class AwardView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An award as last told. `held` is false for one worked towards and one that has expired."""

    id: UUID
    kind: AwardKind
    level: AwardLevel
    told_on: date
    body: str | None
    expires_on: date | None
    held: bool
    expired: bool


class BookPlace(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Book a place on a training for somebody of an institution, or join its waiting list."""

    who: PersonSent


class BookingList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Everybody booked on a training, in the order of their bookings, which is that of the waiting
    list.
    """

    version: int
    bookings: tuple[BookingView, ...]


class BookingStands(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The booking, the version of the training, who it is for, and whether they have a place or
    wait.
    """

    id: UUID
    version: int
    person: UUID
    status: BookingStatus
    position: int


#: Where a booking stands.
BookingStatus = Literal["absent", "attended", "booked", "cancelled", "waiting"]


class BookingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Somebody on a training. `name` is null where it is not to be shown, and once it was
    forgotten.
    """

    id: UUID
    institution: UUID
    person: UUID
    name: str | None
    status: BookingStatus


class CallOffTraining(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Let a training not take place."""

    organiser: Organisation
    reason: TrainingCancellation


class CancelBooking(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Cancel a booking; whoever waits longest has the place."""


class CareersLeaderView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """The careers leader in post. `contractEndsOn` is null where it is open-ended or not told."""

    person: StaffView
    since: date
    shared: bool
    contract_ends_on: date | None
    training_required: bool | None


class ChangeContract(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Renew or change the careers leader's contract."""

    contract: Contract


class ChangeTraining(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Give anew, as a whole, what a training is."""

    organiser: Organisation
    details: TrainingDetails


#: Those beside the careers leader and the enterprise adviser. Several may hold each at once. A
#: careers leader has one deputy or more this way: the statutory named person stays one.
ColleagueRole = Literal[
    "careers_adviser", "deputy_careers_leader", "link_governor", "senior_link", "staff"
]


class ColleagueView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Somebody who holds another role."""

    person: StaffView
    role: ColleagueRole
    since: date


class CompleteLeadershipReview(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Record an internal leadership review, with what it found where that is shared."""

    completed_on: date | None = None
    overall: int | None = None
    themes: dict[str, int] = {}


class CompleteTraining(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Record who completed the training, of those who attended it."""

    organiser: Organisation
    bookings: tuple[UUID, ...]
    completed_on: date | None = None


class CompletionView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What somebody completed. `expiresOn` is the last day it counts, null when it stays; `due`
    says that this is within 90 days or gone by.
    """

    person: UUID
    kind: TrainingKind
    completed_on: date
    expires_on: date | None
    current: bool
    due: bool
    training: UUID | None


class Contract(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """On what terms a careers leader works. `endsOn` is the last day, None where it is open-ended;
    `trainingRequired` says whether the contract asks for training in careers leadership.
    """

    ends_on: date | None = None
    training_required: bool | None = None


class EnterpriseAdviserView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """An enterprise adviser matched to the institution."""

    person: StaffView
    since: date


class ForgetPerson(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Destroy what the vault keeps of somebody who holds no role any more."""


class HoldPeerReview(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record that a trio of a hub's members reviewed each other."""

    trio: tuple[UUID, ...]
    held_on: date | None = None


class HubQuality(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A hub's members: how many were reviewed by their leaders within twelve months, by peers
    within three years, and hold the Quality in Careers Standard today.
    """

    members: int
    leadership_reviewed: int
    peer_reviewed: int
    standard_held: int
    institutions: tuple[MemberQualityView, ...]


class HubTraining(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A hub's members: how many have a trained careers leader, one without training, or none told."""

    members: int
    trained: int
    untrained: int
    no_careers_leader: int
    institutions: tuple[MemberTrainingView, ...]


class HubWorkforce(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A hub's members and their posts, by name. `untold` have never named a careers leader, which
    is not the same as a vacancy. `renewals` are contracts that end within a year, the soonest
    first.
    """

    members: int
    in_post: int
    vacant: int
    untold: int
    matched: int
    renewals: tuple[UUID, ...]
    institutions: tuple[PostsView, ...]


class InstitutionQuality(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """An institution's reviews, the latest first, and its awards."""

    version: int
    reviews: tuple[ReviewView, ...]
    awards: tuple[AwardView, ...]


class InstitutionTraining(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """An institution's bookings, the latest day first, and what its people are trained in."""

    version: int
    careers_leader_trained: bool | None
    bookings: tuple[OwnBookingView, ...]
    completions: tuple[CompletionView, ...]


#: Why somebody no longer holds a role.
LeavingReason = Literal["contract_ended", "left", "other", "recorded_wrongly", "role_changed"]


class MatchEnterpriseAdviser(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Match an enterprise adviser to the institution; `volunteerOf` is the employer they come
    from.
    """

    who: PersonSent
    volunteer_of: UUID | None = None
    matched_on: date | None = None


class MemberQualityView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A member's latest reviews and whether it holds the Quality in Careers Standard."""

    institution: UUID
    name: str
    leadership_review_on: date | None
    leadership_review_current: bool
    peer_review_on: date | None
    standard: AwardView | None


class MemberTrainingView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A member's training. `careersLeaderTrained` is null where no careers leader is in post."""

    institution: UUID
    name: str
    careers_leader_trained: bool | None
    current: int
    due: int


class NameColleague(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Name a link governor, senior leader for careers, deputy, adviser or member of staff."""

    who: PersonSent
    role: ColleagueRole
    named_on: date | None = None


class NationalTrainingView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A training of the national body with everybody booked on it, without names."""

    training: TrainingView
    bookings: tuple[BookingView, ...]


class NationalTrainings(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """The national body's training events, in the order in which they are held."""

    trainings: tuple[NationalTrainingView, ...]


class NoteAttendance(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record who came and who did not, by their bookings."""

    organiser: Organisation
    attended: tuple[UUID, ...] = ()
    absent: tuple[UUID, ...] = ()


class OrganiserView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Who offers a training."""

    kind: OrganisationKind
    id: UUID


class OwnBookingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A booking of an institution's own."""

    booking: UUID
    training: UUID
    person: UUID
    kind: TrainingKind
    held_on: date
    status: BookingStatus


class PersonInRole(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Who it is, by the register's id, and the version of the institution's workforce."""

    id: UUID
    version: int
    position: int


class PostsView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Whether a member's posts are filled, without a name."""

    institution: UUID
    name: str
    careers_leader_since: date | None
    vacant_since: date | None
    contract_ends_on: date | None
    enterprise_advisers: int
    link_governor: bool


#: Why a review or award no longer counts.
QualityCorrection = Literal["other", "recorded_wrongly", "withdrawn_by_body"]


class RecordAward(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record that an award is held or worked towards; renewing it gives the new day and expiry."""

    kind: AwardKind
    level: AwardLevel = "held"
    body: str | None = None
    awarded_on: date | None = None
    expires_on: date | None = None


class RecordTraining(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record what somebody of an institution has completed elsewhere."""

    who: PersonSent
    kind: TrainingKind
    completed_on: date


#: Reviews of the Careers Impact System. Source: domain 3.6.
ReviewKind = Literal["leadership", "peer"]


class ReviewView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A review. `overall` and `themes` of a leadership review where told, `peers` of a peer
    review.
    """

    id: UUID
    kind: ReviewKind
    held_on: date
    current_until: date
    current: bool
    overall: int | None
    themes: tuple[ThemeView, ...]
    peers: tuple[UUID, ...]


class StaffView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Somebody of the workforce; name and address are null once they were forgotten."""

    id: UUID
    name: str | None
    email: str | None


class StandDownCareersLeader(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say that the post of careers leader is vacant."""

    reason: LeavingReason
    left_on: date | None = None


class StandDownColleague(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say that somebody no longer is what they were named."""

    role: ColleagueRole
    reason: LeavingReason
    left_on: date | None = None


class ThemeView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A theme of the maturity model by its number, and the level found."""

    theme: int
    level: int


class TrainingCalendar(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Training events in the order in which they are held."""

    trainings: tuple[TrainingView, ...]


#: Why a training was called off.
TrainingCancellation = Literal["other", "too_few", "trainer_unavailable", "venue_unavailable"]


class TrainingDetails(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """What a training event is. `bursary` says that those who complete it can be paid one."""

    kind: TrainingKind
    held_on: date
    mode: DeliveryMode
    places: int
    bursary: bool = False


#: What a training event is for. Source: domain A.1 (TrainingEvent), section C (F-05, F-32).
TrainingKind = Literal[
    "careers_leader",
    "community_of_practice",
    "enterprise_adviser",
    "governor",
    "primary",
    "staff_cpd",
    "technical_pathways",
]


class TrainingStands(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The training, its version, how many places are taken and how many people wait."""

    id: UUID
    version: int
    taken: int
    waiting: int
    position: int


class TrainingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A training event; `version` is what If-Match refers to."""

    id: UUID
    version: int
    organiser: OrganiserView
    kind: TrainingKind
    held_on: date
    mode: DeliveryMode
    places: int
    taken: int
    waiting: int
    bursary: bool
    called_off: bool


class UnmatchEnterpriseAdviser(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """End an enterprise adviser's match."""

    reason: LeavingReason
    unmatched_on: date | None = None


class WithdrawAward(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say that an award is no longer held, or was recorded by mistake."""

    kind: AwardKind
    reason: QualityCorrection


class WithdrawReview(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Take a review back that was recorded by mistake."""

    reason: QualityCorrection


class WithdrawTraining(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take back a training that was recorded by mistake."""

    person: UUID
    kind: TrainingKind


class WorkforceView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An institution's careers workforce as it stands. `vacantSince` is set while the post of
    careers leader is vacant after somebody left it; both null: nobody was ever told.
    """

    institution: UUID
    version: int
    careers_leader: CareersLeaderView | None
    vacant_since: date | None
    enterprise_advisers: tuple[EnterpriseAdviserView, ...]
    colleagues: tuple[ColleagueView, ...]
