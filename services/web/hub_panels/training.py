"""Training at a hub: what is booked and completed, what runs out soon, who has no trained careers leader.

The rule: all of it is read from the log itself, and nobody is named: people are numbers at their institution.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from hub_core.academic_years import academic_year_of
from hub_core.access import NATIONAL_BODY
from hub_core.training.codes import BookingStatus, TrainingKind
from hub_core.training.training_event import TrainingEvent
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
from services.web.hub_panels.training_standing import Leader, Trained, Which, member_next, standings
from services.web.words import counted, long_date, number

#: So many days before a training whoever could still come is reminded of free places.
SOON = timedelta(days=21)
NEXT = "Next step"


async def training_panel(question: Question) -> Panel:
    """The members and the trainings they can book, as they stand now."""
    return panel_of(question, *await standings(question))


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
