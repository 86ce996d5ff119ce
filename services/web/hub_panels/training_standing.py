"""How a hub's members stand with training: their careers leaders, and what their people booked and completed.

The rule: all of it is read from the log itself, and nobody is named: people are numbers at their institution.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.access import NATIONAL_BODY
from hub_core.belonging import members_of
from hub_core.evaluations.codes import USUAL_EVALUATION
from hub_core.log.repository import Looked
from hub_core.membership.institution import Institution
from hub_core.reference.labelled import Labelled
from hub_core.training.codes import BookingStatus, TrainingKind
from hub_core.training.record import TrainingRecord, leader_trained, training_record_stream
from hub_core.training.training_event import TrainingEvent
from hub_core.training_on_offer import DUE, by_day, named_by
from hub_core.values import AcademicYear
from hub_core.workforce.register import Workforce, workforce_stream
from services.web.hub_members.view import phase_label
from services.web.hub_panels.panel import Question
from services.web.words import long_date

Found = tuple[tuple["Trained", ...], tuple[TrainingEvent, ...]]


class Leader(Labelled):
    """How it stands with a member's careers leader."""

    TRAINED = "trained", "Trained"
    UNTRAINED = "untrained", "Not trained"
    VACANT = "vacant", "Post vacant"
    UNTOLD = "untold", "Not named"
    NOT_ASKED = "not_asked", "None is asked for"


class Which(Labelled):
    """Which members to show, as an address says it."""

    WITHOUT = "without", "No trained careers leader"
    BOOKED = "booked", "Booked on something"
    DUE = "due", "Training due to expire"
    COMPLETED = "completed", "Completed training this year"


class Trained(msgspec.Struct, frozen=True, kw_only=True):
    """One member: its careers leader, what its people are booked on and completed in the year, and how
    much of their training runs out within 90 days or has, the first of it on ``due_on``."""

    institution: UUID
    name: str
    phase: str
    leader: Leader
    leader_booked: date | None
    leader_waits: bool
    booked: int
    waiting: int
    completed: int
    due: int
    due_on: date | None

    @property
    def without(self) -> bool:
        """Whether a trained careers leader is asked of it, and there is none."""
        return self.leader in (Leader.UNTRAINED, Leader.VACANT, Leader.UNTOLD)

    def is_one_of(self, which: str) -> bool:
        """Whether it is among those an address chooses."""
        match which:
            case Which.WITHOUT:
                return self.without
            case Which.BOOKED:
                return bool(self.booked or self.waiting)
            case Which.DUE:
                return bool(self.due)
            case Which.COMPLETED:
                return bool(self.completed)
            case _:
                return True


async def standings(question: Question) -> Found:
    """The members, who has something to do first, and the trainings they can book, by day."""
    ledger, hub = question.ledger, question.hub
    year, today = question.academic_year, question.today
    members = await members_of(ledger, hub)
    offered = await named_by(ledger, [hub, NATIONAL_BODY.id])
    looked = await question.look()

    async def stand(looked: Looked) -> Found:
        return await _stand(looked, members, offered, year, today)

    return await looked.worked_out(("training", hub, year, today), (members, offered), stand)


async def _stand(
    looked: Looked,
    members: Sequence[UUID],
    offered: Sequence[UUID],
    year: AcademicYear,
    today: date,
) -> Found:
    events = by_day(await looked.read_many(TrainingEvent, offered))
    known = await looked.read_many(Institution, members)
    posts = await looked.read_many(Workforce, map(workforce_stream, members))
    records = await looked.read_many(TrainingRecord, map(training_record_stream, members))
    found = [
        trained(
            known[one],
            posts[workforce_stream(one)],
            records[training_record_stream(one)],
            events,
            year=year,
            today=today,
        )
        for one in members
    ]
    found.sort(key=lambda one: (not member_next(one), one.name))
    return tuple(found), tuple(events)


def trained(
    member: Institution,
    posts: Workforce,
    record: TrainingRecord,
    events: Sequence[TrainingEvent],
    *,
    year: AcademicYear,
    today: date,
) -> Trained:
    """One member, with its bookings on trainings that are still to come."""
    done = record.completions.values()
    ends = [one.expires_on for one in done if one.expires_on and one.expires_on <= today + DUE]
    own = [
        (event, booking)
        for event in events
        if event.details.held_on >= today
        for booking in event.bookings.values()
        if booking.institution == member.id
    ]
    leading = [
        (event.details.held_on, booking.status)
        for event, booking in own
        if event.details.kind is TrainingKind.CAREERS_LEADER
    ]
    stands = Counter(booking.status for _, booking in own)
    return Trained(
        institution=member.id,
        name=member.details.name,
        phase=phase_label(member.details.phase),
        leader=_leader(member, posts, record, today),
        leader_booked=min(
            (day for day, status in leading if status is BookingStatus.BOOKED), default=None
        ),
        leader_waits=any(status is BookingStatus.WAITING for _, status in leading),
        booked=stands[BookingStatus.BOOKED],
        waiting=stands[BookingStatus.WAITING],
        completed=sum(academic_year_of(one.completed_on) == year for one in done),
        due=len(ends),
        due_on=min(ends, default=None),
    )


def _leader(member: Institution, posts: Workforce, record: TrainingRecord, today: date) -> Leader:
    found = leader_trained(posts.leader, record, today)
    if found is not None:
        return Leader.TRAINED if found else Leader.UNTRAINED
    if member.details.phase not in USUAL_EVALUATION:
        return Leader.NOT_ASKED
    return Leader.UNTOLD if posts.vacant_since is None else Leader.VACANT


def member_next(one: Trained) -> str:
    """What to do about a member's training; empty where nothing waits."""
    if one.leader is Leader.UNTOLD:
        return "Ask who leads careers, and name them on the member’s page."
    if one.leader is Leader.VACANT:
        return "Ask the head teacher who takes over, then book them a place."
    if one.leader is Leader.UNTRAINED and one.leader_booked:
        return f"Booked for {long_date(one.leader_booked)}: note then who came."
    if one.leader is Leader.UNTRAINED and one.leader_waits:
        return "Waits for a place: offer a second date."
    if one.leader is Leader.UNTRAINED:
        return "Offer a place on the next careers leader training."
    if one.due_on:
        return f"Book a place before it runs out: the first does on {long_date(one.due_on)}."
    return ""
