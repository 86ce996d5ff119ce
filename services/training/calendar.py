"""Training over HTTP: what is offered, who is booked, who is trained and until when.

The rule: a name is told to the organiser's hub only, and each look is recorded; everybody else sees ids,
numbers and days.
"""

from datetime import date
from uuid import UUID

from litestar import Response
from litestar.params import FromPath

from hub_core.access import NATIONAL_BODY, Organisation, Resource
from hub_core.belonging import members_of
from hub_core.execute import ENGLAND, Platform
from hub_core.log.aggregate import AnotherKind
from hub_core.log.repository import load, load_many
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.training.bookings import BookingOfInstitution
from hub_core.training.commands import (
    AnnounceTraining,
    CallOffTraining,
    ChangeTraining,
    CompleteTraining,
    NoteAttendance,
    NoteBursaries,
)
from hub_core.training.institution_commands import (
    BookPlace,
    CancelBooking,
    RecordTraining,
    WithdrawTraining,
)
from hub_core.training.record import (
    Completion,
    TrainingRecord,
    leader_trained,
    training_record_stream,
)
from hub_core.training.training_event import (
    Booking,
    TrainingEvent,
    no_such_training,
)
from hub_core.training_on_offer import bookings_of, is_due, offered_by, open_to
from hub_core.workforce.register import Workforce, workforce_stream
from services.http.authentication import Connection
from services.http.openapi import ETAG
from services.http.parts import OpenParts, OpenPlatform
from services.http.permission import hub_in_path, institution_in_path, ledger_of
from services.http.reading import etag, find
from services.http.routes import command_route, read_route
from services.training.training_views import (
    BookingList,
    BookingView,
    CompletionView,
    HubTraining,
    InstitutionTraining,
    MemberTrainingView,
    NationalTrainings,
    NationalTrainingView,
    OrganiserView,
    OwnBookingView,
    TrainingCalendar,
    TrainingView,
)

_EVENT = "/events/{training:uuid}"
_TRAINING = "/institutions/{institution:uuid}/training"
_BOOKINGS = "/institutions/{institution:uuid}/events/{training:uuid}/bookings"


async def organiser_of_training(connection: Connection) -> Resource | None:
    """Whoever offers the training the path names; None when there is none."""
    named = connection.path_params["training"]
    try:
        found = await load(ledger_of(connection), TrainingEvent, named)
    except AnotherKind:
        return None
    if not found.exists:
        return None
    return Resource(owners=frozenset({found.organiser}), things=frozenset({named}))


async def the_national_bodys(_: Connection) -> Resource:
    """What belongs to the national body."""
    return Resource(owners=frozenset({NATIONAL_BODY}))


@read_route("/hubs/{hub:uuid}/events", operation="training.hub_calendar", about=hub_in_path)
async def hub_calendar(platform: OpenPlatform, hub: FromPath[UUID]) -> Response[TrainingCalendar]:
    """Every training a hub offers or has offered, by day."""
    await find(platform.ledger, Hub, hub, no_such_hub(hub))
    found = await offered_by(platform.ledger, [hub])
    return Response(TrainingCalendar(trainings=tuple(map(_training, found))))


@read_route(
    "/institutions/{institution:uuid}/events",
    operation="training.open_trainings",
    about=institution_in_path,
)
async def open_trainings(
    platform: OpenPlatform, institution: FromPath[UUID]
) -> Response[TrainingCalendar]:
    """What an institution can book from today on: its hub's training, and the national body's."""
    ledger = platform.ledger
    await find(ledger, Institution, institution, no_such_institution(institution))
    found = await open_to(ledger, institution, _today(platform))
    return Response(TrainingCalendar(trainings=tuple(map(_training, found))))


@read_route(
    f"{_EVENT}/bookings",
    operation="training.bookings",
    about=organiser_of_training,
    headers=(ETAG,),
)
async def bookings(parts: OpenParts, training: FromPath[UUID]) -> Response[BookingList]:
    """Who is booked on a hub's training, by name."""
    ledger = parts.platform.ledger
    found = await find(ledger, TrainingEvent, training, no_such_training(training))
    names = await _names(parts, found)
    view = BookingList(
        version=found.version,
        bookings=tuple(
            _booking(one, name=names.get(one.person)) for one in found.bookings.values()
        ),
    )
    return Response(view, headers={"etag": etag(found.version), "cache-control": "no-store"})


@read_route("/national/events", operation="training.national_trainings", about=the_national_bodys)
async def national_trainings(platform: OpenPlatform) -> Response[NationalTrainings]:
    """The national body's training with its bookings, by institution and id; never by name."""
    found = await offered_by(platform.ledger, [NATIONAL_BODY.id])
    return Response(
        NationalTrainings(
            trainings=tuple(
                NationalTrainingView(
                    training=_training(one),
                    bookings=tuple(_booking(booking) for booking in one.bookings.values()),
                )
                for one in found
            )
        )
    )


@read_route(
    _TRAINING,
    operation="training.institution_training",
    about=institution_in_path,
    headers=(ETAG,),
)
async def institution_training(
    platform: OpenPlatform, institution: FromPath[UUID]
) -> Response[InstitutionTraining]:
    """An institution's bookings, and what its people are trained in and until when."""
    ledger = platform.ledger
    await find(ledger, Institution, institution, no_such_institution(institution))
    record = await load(ledger, TrainingRecord, training_record_stream(institution))
    workforce = await load(ledger, Workforce, workforce_stream(institution))
    today = _today(platform)
    view = InstitutionTraining(
        version=record.version,
        careers_leader_trained=leader_trained(workforce.leader, record, today),
        bookings=tuple(map(_own, await bookings_of(ledger, institution))),
        completions=tuple(_shown(one, today) for one in record.completions.values()),
    )
    return Response(view, headers={"etag": etag(record.version)})


@read_route("/hubs/{hub:uuid}/training", operation="training.hub_training", about=hub_in_path)
async def hub_training(platform: OpenPlatform, hub: FromPath[UUID]) -> Response[HubTraining]:
    """Which members have a trained careers leader, and where training is due to expire."""
    ledger = platform.ledger
    await find(ledger, Hub, hub, no_such_hub(hub))
    members = await members_of(ledger, hub)
    known = await load_many(ledger, Institution, members)
    posts = await load_many(ledger, Workforce, map(workforce_stream, members))
    records = await load_many(ledger, TrainingRecord, map(training_record_stream, members))
    today = _today(platform)
    listed = sorted(
        (
            _member(
                known[one],
                posts[workforce_stream(one)],
                records[training_record_stream(one)],
                today,
            )
            for one in members
        ),
        key=lambda one: (one.name, one.institution),
    )
    return Response(
        HubTraining(
            members=len(listed),
            trained=sum(one.careers_leader_trained is True for one in listed),
            untrained=sum(one.careers_leader_trained is False for one in listed),
            no_careers_leader=sum(one.careers_leader_trained is None for one in listed),
            institutions=tuple(listed),
        )
    )


async def _names(parts: OpenParts, training: TrainingEvent) -> dict[UUID, str | None]:
    """Names of everybody booked, from the registers of their institutions."""
    streams = {workforce_stream(one.institution) for one in training.bookings.values()}
    registers = await load_many(parts.platform.ledger, Workforce, streams)
    kept = {person: one for found in registers.values() for person, one in found.people.items()}
    return {
        one.person: await parts.vault.reveal(kept[one.person].name)
        for one in training.bookings.values()
        if one.person in kept
    }


def _training(found: TrainingEvent) -> TrainingView:
    organiser: Organisation = found.organiser
    return TrainingView(
        id=found.id,
        version=found.version,
        organiser=OrganiserView(kind=organiser.kind, id=organiser.id),
        kind=found.details.kind,
        held_on=found.details.held_on,
        mode=found.details.mode,
        places=found.details.places,
        taken=found.taken,
        waiting=len(found.waiting),
        bursary=found.details.bursary,
        called_off=found.called_off,
    )


def _booking(one: Booking, *, name: str | None = None) -> BookingView:
    return BookingView(
        id=one.id,
        institution=one.institution,
        person=one.person,
        name=name,
        status=one.status,
        bursary=one.bursary,
    )


def _own(one: BookingOfInstitution) -> OwnBookingView:
    return OwnBookingView(
        booking=one.booking,
        training=one.training,
        person=one.person,
        kind=one.kind,
        held_on=one.held_on,
        status=one.status,
        bursary=one.bursary,
    )


def _shown(one: Completion, today: date) -> CompletionView:
    return CompletionView(
        person=one.person,
        kind=one.kind,
        completed_on=one.completed_on,
        expires_on=one.expires_on,
        current=one.current(today),
        due=is_due(one, today),
        training=one.training,
    )


def _member(
    institution: Institution, workforce: Workforce, record: TrainingRecord, today: date
) -> MemberTrainingView:
    found = record.completions.values()
    return MemberTrainingView(
        institution=institution.id,
        name=institution.details.name,
        careers_leader_trained=leader_trained(workforce.leader, record, today),
        current=sum(one.current(today) for one in found),
        due=sum(is_due(one, today) for one in found),
    )


def _today(platform: Platform) -> date:
    return platform.clock().astimezone(ENGLAND).date()


ROUTES = (
    hub_calendar,
    open_trainings,
    bookings,
    national_trainings,
    institution_training,
    hub_training,
    command_route("/events", AnnounceTraining, creates=True),
    command_route(_EVENT, ChangeTraining, replaces=True),
    command_route(f"{_EVENT}/call-off", CallOffTraining),
    command_route(f"{_EVENT}/attendance", NoteAttendance),
    command_route(f"{_EVENT}/complete", CompleteTraining),
    command_route(f"{_EVENT}/bursaries", NoteBursaries),
    command_route(_BOOKINGS, BookPlace, creates=True),
    command_route(f"{_BOOKINGS}/{{booking:uuid}}/cancel", CancelBooking),
    command_route(_TRAINING, RecordTraining, creates=True),
    command_route(f"{_TRAINING}/withdraw", WithdrawTraining),
)
