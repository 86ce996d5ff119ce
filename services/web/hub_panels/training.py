"""Training at a hub: what is booked and completed, what runs out soon, who has no trained careers leader.

The rule: all of it is read from the log itself, and nobody is named: people are numbers at their institution.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.access import NATIONAL_BODY
from hub_core.belonging import members_of
from hub_core.evaluations.codes import USUAL_EVALUATION
from hub_core.membership.institution import Institution
from hub_core.reference.labelled import Labelled
from hub_core.training.codes import BookingStatus, TrainingKind
from hub_core.training.record import TrainingRecord, leader_trained, training_record_stream
from hub_core.training.training_event import TrainingEvent
from hub_core.training_on_offer import DUE, offered_by
from hub_core.values import AcademicYear
from hub_core.workforce.register import Workforce, workforce_stream
from services.web.hub_members.view import phase_label
from services.web.hub_panels.panel import (
    NOTHING_WAITS,
    KeyFigure,
    Panel,
    Question,
    Row,
    Rows,
    Section,
    field,
    labels,
    whose_field,
    year_field,
)
from services.web.words import counted, long_date, number

#: So many days before a training whoever could still come is reminded of free places.
SOON = timedelta(days=21)
NEXT = "Next step"


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


async def training_panel(question: Question) -> Panel:
    """The members and the trainings they can book, as they stand now."""
    ledger = question.ledger
    members = await members_of(ledger, question.hub)
    events = await offered_by(ledger, [question.hub, NATIONAL_BODY.id])
    looked = await question.look()
    known = await looked.read_many(Institution, members)
    posts = await looked.read_many(Workforce, map(workforce_stream, members))
    records = await looked.read_many(TrainingRecord, map(training_record_stream, members))
    found = [
        trained(
            known[one],
            posts[workforce_stream(one)],
            records[training_record_stream(one)],
            events,
            year=question.academic_year,
            today=question.today,
        )
        for one in members
    ]
    found.sort(key=lambda one: (not member_next(one), one.name))
    return panel_of(question, found, events)


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


def panel_of(
    question: Question, found: Sequence[Trained], events: Sequence[TrainingEvent]
) -> Panel:
    """The panel of these members and trainings."""
    which = question.chosen("show", [one.value for one in Which])
    kind = question.chosen("kind", [one.value for one in TrainingKind])
    year = question.academic_year
    taken = question.taken(one.institution for one in found)
    chosen = [one for one in found if one.is_one_of(which) and one.institution in taken]
    held = [
        one
        for one in events
        if academic_year_of(one.details.held_on) == year and kind in ("", one.details.kind)
    ]
    return Panel(
        title="Training",
        headline=headline(found),
        figures=_figures(question, found, events),
        fields=(
            field("show", "Which", labels(Which), which, "Every member"),
            whose_field(question),
            field("kind", "Kind of training", labels(TrainingKind), kind, "Every kind"),
            year_field(question),
        ),
        sections=(_events(held, question), _members(chosen, question)),
        head=_HEAD,
        file=map(_line, chosen),
        terms=TERMS,
        nothing="" if found or events else NOTHING,
    )


def headline(found: Sequence[Trained]) -> str:
    """How many have a trained careers leader, and how many of the others are booked."""
    if not found:
        return "This hub has no members yet"
    asked = [one for one in found if one.leader is not Leader.NOT_ASKED]
    without = [one for one in asked if one.without]
    if not without:
        return f"Every one of {counted(len(asked), 'member')} asked for one has a trained careers leader"
    booked = sum(one.leader_booked is not None for one in without)
    return (
        f"{number(len(without))} of {counted(len(asked), 'member')} asked for one "
        f"{'has' if len(without) == 1 else 'have'} no trained careers leader; {number(booked)} of these "
        f"{'is' if booked == 1 else 'are'} booked on the training"
    )


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


def event_next(one: TrainingEvent, today: date) -> str:
    """What to do about a training; empty where nothing waits."""
    if one.called_off:
        return ""
    free = one.details.places - one.taken
    if one.details.held_on < today:
        unsaid = sum(each.status is BookingStatus.BOOKED for each in one.bookings.values())
        return f"Note who came: nothing is said of {number(unsaid)}." if unsaid else ""
    if one.waiting:
        return f"{counted(len(one.waiting), 'person waits', 'people wait')}: offer a second date."
    if free and one.details.held_on <= today + SOON:
        return f"{counted(free, 'place')} free: remind members without a trained careers leader."
    return ""


def _figures(
    question: Question, found: Sequence[Trained], events: Sequence[TrainingEvent]
) -> tuple[KeyFigure, ...]:
    year, today = question.academic_year, question.today
    asked = [one for one in found if one.leader is not Leader.NOT_ASKED]
    to_come = [one for one in events if one.details.held_on >= today and not one.called_off]

    def behind(which: Which) -> str:
        members = sum(one.is_one_of(which) for one in found)
        return f"at {number(members)} of {counted(len(found), 'member')}, as things stand now"

    return (
        KeyFigure(
            label="Careers leader trained",
            amount=number(sum(one.leader is Leader.TRAINED for one in asked)),
            of=f"of {number(len(asked))}",
            rests_on="members asked for one, as things stand now",
        ),
        KeyFigure(
            label="Booked",
            amount=number(sum(one.booked for one in found)),
            of=f"and {number(sum(one.waiting for one in found))} waiting",
            rests_on=behind(Which.BOOKED),
        ),
        KeyFigure(
            label=f"Completed in {year}",
            amount=number(sum(one.completed for one in found)),
            rests_on=behind(Which.COMPLETED),
        ),
        KeyFigure(
            label="Due to expire",
            amount=number(sum(one.due for one in found)),
            rests_on=f"within 90 days, or over; {behind(Which.DUE)}",
        ),
        KeyFigure(
            label="Places free",
            amount=number(sum(one.details.places - one.taken for one in to_come)),
            rests_on=f"on {counted(len(to_come), 'training')} to come, as things stand now",
        ),
    )


def _events(held: Sequence[TrainingEvent], question: Question) -> Section:
    return Section(
        key="events",
        heading="Training by training",
        says="What this hub and the national body offer in this academic year. Places are theirs altogether: "
        "other hubs’ members book the national body’s too.",
        columns=("Training", "Held", "Places", "Taken", "Waiting", "Came", NEXT),
        rows=Rows(held, lambda one: _event_row(one, question.today)),
        empty="No training of this kind is announced for this academic year.",
        wide=frozenset({NEXT}),
    )


def _event_row(one: TrainingEvent, today: date) -> Row:
    return Row(
        name=one.details.kind.label,
        about=_offered_by(one),
        cells=(
            long_date(one.details.held_on) + (", called off" if one.called_off else ""),
            number(one.details.places),
            number(one.taken),
            number(len(one.waiting)),
            _came(one, today),
            event_next(one, today) or NOTHING_WAITS,
        ),
    )


def _offered_by(one: TrainingEvent) -> str:
    organiser = "the national body" if one.organiser == NATIONAL_BODY else "this hub"
    return f"By {organiser}, {one.details.mode.label[0].lower()}{one.details.mode.label[1:]}"


def _came(one: TrainingEvent, today: date) -> str:
    came = sum(each.status is BookingStatus.ATTENDED for each in one.bookings.values())
    return "Not held yet" if one.details.held_on > today and not came else number(came)


def _members(chosen: Sequence[Trained], question: Question) -> Section:
    return Section(
        key="members",
        heading="Member by member",
        says="Those with something to do come first.",
        columns=(
            "Member",
            "Careers leader",
            "Booked",
            "Waiting",
            "Completed",
            "Due to expire",
            NEXT,
        ),
        rows=Rows(chosen, lambda one: _member_row(one, question)),
        empty="No member matches what you chose.",
        wide=frozenset({NEXT}),
    )


def _member_row(one: Trained, question: Question) -> Row:
    return Row(
        name=one.name,
        href=question.member(one.institution),
        about=one.phase,
        cells=(
            one.leader.label,
            number(one.booked),
            number(one.waiting),
            number(one.completed),
            number(one.due),
            member_next(one) or NOTHING_WAITS,
        ),
    )


def _line(one: Trained) -> tuple[str, ...]:
    return (
        one.name,
        one.phase,
        one.leader.label,
        one.leader_booked.isoformat() if one.leader_booked else "z",
        *map(str, (one.booked, one.waiting, one.completed, one.due)),
        one.due_on.isoformat() if one.due_on else "z",
        member_next(one) or "z",
    )


_HEAD = (
    "Institution", "Phase", "Careers leader", "Careers leader booked for", "Booked", "Waiting",
    "Completed in the year", "Due to expire", "First expires on", "Next step",
)  # fmt: skip
NOTHING = (
    "This hub has no members and no training yet. Members appear here once they are admitted, trainings as "
    "soon as one is announced."
)
TERMS: Mapping[str, str] = {
    "Trained": "The careers leader in post has completed careers leader training. It is a qualification and "
    "does not run out.",
    "Not named": "Nobody was ever told to lead careers there. It is not the same as a vacancy.",
    "Booked": "People with a place on a training to come; “waiting” are those on its waiting list.",
    "Completed": "Trainings completed by the institution’s people in the academic year chosen.",
    "Due to expire": "Training that counts for 90 days more at most, or no longer.",
}
