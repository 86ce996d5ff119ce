"""A training event: never more people than places, and nobody waits while one is free."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.access import NATIONAL_BODY, Organisation, OrganisationKind, Principal, Role
from hub_core.log.aggregate import Recorded
from hub_core.membership.commands import AdmitMember
from hub_core.reference.encounters import DeliveryMode
from hub_core.refusals import Conflict, Invalid, NotFound, Refusal
from hub_core.training.bookings import bookings_from
from hub_core.training.codes import (
    BookingEnd,
    BookingStatus,
    BursaryState,
    TrainingCancellation,
    TrainingKind,
)
from hub_core.training.commands import (
    AnnounceTraining,
    CallOffTraining,
    ChangeTraining,
    CompleteTraining,
    NoteAttendance,
    NoteBursaries,
)
from hub_core.training.events import (
    BookingCancelled,
    BursaryNoted,
    MovedUp,
    TrainingCompleted,
    TrainingDetails,
)
from hub_core.training.institution_commands import (
    BookPlace,
    CancelBooking,
    RecordTraining,
    WithdrawTraining,
)
from hub_core.training.record import completions, expiry
from hub_core.training.training_event import TrainingEvent
from hub_core.workforce.people import PersonSent
from tests.hub_core.conftest import NOW, Story

TODAY = NOW.date()
DETAILS = TrainingDetails(
    kind=TrainingKind.CAREERS_LEADER, held_on=TODAY, mode=DeliveryMode.IN_PERSON, places=2
)
HUB = Organisation(OrganisationKind.HUB, UUID(int=5))


def an_event(places: int) -> TrainingEvent:
    training = TrainingEvent.of(uuid4())
    details = msgspec.structs.replace(DETAILS, places=places)
    training.announce(HUB, details, on=TODAY, at=NOW)
    return training


@given(
    places=st.integers(1, 4),
    deeds=st.lists(
        st.tuples(st.sampled_from(["book", "cancel", "more", "fewer"]), st.integers(0, 9)),
        max_size=40,
    ),
)
def test_places_are_never_exceeded_and_never_stand_empty_beside_a_queue(
    places: int, deeds: list[tuple[str, int]]
) -> None:
    training = an_event(places)
    queue: list[UUID] = []  # who should be on it, the first `places` of them with a place
    for deed, number in deeds:
        who, booking = UUID(int=number), UUID(int=100 * len(queue) + number)
        held = training.details.places
        if deed == "book":
            before = len(training.bookings)
            training.book(uuid4(), who, who, on=TODAY, at=NOW)
            if len(training.bookings) > before:
                queue.append(list(training.bookings)[-1])
        elif deed == "cancel" and queue:
            booking = queue.pop(number % len(queue))
            of = training.bookings[booking].institution
            training.cancel(booking, of, BookingEnd.BY_INSTITUTION, on=TODAY, at=NOW)
        elif deed == "more":
            details = msgspec.structs.replace(training.details, places=held + 1)
            training.change(details, on=TODAY, at=NOW)
        elif deed == "fewer" and held - 1 >= max(training.taken, 1):
            details = msgspec.structs.replace(training.details, places=held - 1)
            training.change(details, on=TODAY, at=NOW)
        assert training.taken == min(len(queue), training.details.places)
        assert [one.id for one in training.waiting] == queue[training.details.places :]
    events = [one.event for one in training.pending_events if isinstance(one, Recorded)]
    again = TrainingEvent.of(training.id, [(n, NOW, e) for n, e in enumerate(events, start=1)])
    assert again.bookings == training.bookings
    assert {one.booking: one.status for one in bookings_from(events)} == {
        one.id: one.status for one in training.bookings.values()
    }


@pytest.fixture
async def hub(story: Story) -> UUID:
    return await story.hub()


async def member(story: Story, hub: UUID) -> UUID:
    school = await story.school()
    await story.do(AdmitMember(hub=hub, institution=school))
    return school


def of(hub: UUID) -> Organisation:
    return Organisation(OrganisationKind.HUB, hub)


def lead_of(hub: UUID) -> Principal:
    return Principal(id="person:lead", roles=frozenset({Role.HUB_LEAD}), organisation=of(hub))


async def announce(story: Story, hub: UUID, **changes: Any) -> UUID:
    details = msgspec.structs.replace(DETAILS, **changes)
    answer = await story.do(AnnounceTraining(organiser=of(hub), details=details))
    return UUID(answer["id"])


def book(institution: UUID, training: UUID, name: str = "Priya Nair") -> BookPlace:
    return BookPlace(institution=institution, training=training, who=PersonSent(name=name))


async def test_racing_bookings_share_the_places_there_are(story: Story, hub: UUID) -> None:
    schools = [await member(story, hub) for _ in range(6)]
    training = await announce(story, hub, places=2)
    answers = await asyncio.gather(*(story.do(book(school, training)) for school in schools))
    assert sorted(answer["status"] for answer in answers) == ["booked"] * 2 + ["waiting"] * 4


async def test_a_free_place_goes_to_whoever_waited_longest_in_the_same_breath(
    story: Story, hub: UUID
) -> None:
    first, second, third = [await member(story, hub) for _ in range(3)]
    training = await announce(story, hub, places=1)
    booked = await story.do(book(first, training))
    waits = await story.do(book(second, training))
    await story.do(book(third, training))
    cancel = CancelBooking(institution=first, training=training, booking=UUID(booked["id"]))
    cancelled, moved = await story.new_events(cancel)
    assert isinstance(cancelled, BookingCancelled)
    assert isinstance(moved, MovedUp)
    assert (moved.institution, str(moved.booking)) == (second, waits["id"])
    assert await story.new_events(cancel) == []


async def test_a_hubs_training_is_for_its_members_and_the_national_bodys_for_all(
    story: Story, hub: UUID
) -> None:
    stranger = await story.school()
    with pytest.raises(NotFound, match="no training"):
        await story.do(book(stranger, await announce(story, hub)))
    national = await story.do(
        AnnounceTraining(organiser=NATIONAL_BODY, details=DETAILS),
        by=Principal(
            id="person:national",
            roles=frozenset({Role.NATIONAL_ANALYST}),
            organisation=NATIONAL_BODY,
        ),
    )
    assert (await story.do(book(stranger, UUID(national["id"]))))["status"] == "booked"


async def test_another_hub_changes_nothing(story: Story, hub: UUID) -> None:
    training = await announce(story, hub)
    other = await story.hub("southbank")
    off = CallOffTraining(
        organiser=of(other), training=training, reason=TrainingCancellation.TOO_FEW
    )
    with pytest.raises(NotFound, match="no training"):
        await story.do(off)
    with pytest.raises(Refusal):
        await story.do(msgspec.structs.replace(off, organiser=of(hub)), by=lead_of(other))


async def test_what_is_called_off_cancels_every_booking(story: Story, hub: UUID) -> None:
    schools = [await member(story, hub) for _ in range(3)]
    training = await announce(story, hub, places=2)
    for school in schools:
        await story.do(book(school, training))
    off = CallOffTraining(
        organiser=of(hub), training=training, reason=TrainingCancellation.TRAINER_UNAVAILABLE
    )
    _, *cancelled = await story.new_events(off)
    assert [one.institution for one in cancelled if isinstance(one, BookingCancelled)] == schools
    with pytest.raises(Conflict, match="called off"):
        await story.do(book(schools[0], training))


async def test_a_move_is_told_to_every_institution_booked(story: Story, hub: UUID) -> None:
    school = await member(story, hub)
    training = await announce(story, hub)
    await story.do(book(school, training))
    june = msgspec.structs.replace(DETAILS, held_on=date(2026, 6, 17))
    await story.do(ChangeTraining(organiser=of(hub), training=training, details=june))
    own = [one for one in await story.events() if getattr(one, "institution", None) == school]
    [booking] = bookings_from(own)
    assert (booking.held_on, booking.status) == (date(2026, 6, 17), BookingStatus.BOOKED)
    other = msgspec.structs.replace(june, kind=TrainingKind.GOVERNOR)
    with pytest.raises(Conflict, match="People are booked"):
        await story.do(ChangeTraining(organiser=of(hub), training=training, details=other))


async def test_who_attended_completes_and_is_trained(story: Story, hub: UUID) -> None:
    school = await member(story, hub)
    training = await announce(story, hub, kind=TrainingKind.STAFF_CPD)
    booked = await story.do(book(school, training))
    bookings = (UUID(booked["id"]),)
    complete = CompleteTraining(organiser=of(hub), training=training, bookings=bookings)
    with pytest.raises(Conflict, match="1 of 1 bookings are not recorded as attended"):
        await story.do(complete)
    await story.do(NoteAttendance(organiser=of(hub), training=training, attended=bookings))
    [event] = await story.new_events(complete)
    assert isinstance(event, TrainingCompleted)
    assert (event.institution, str(event.person)) == (school, booked["person"])
    assert event.expires_on == date(2029, 2, 11)
    assert await story.new_events(complete) == []
    with pytest.raises(Conflict, match="The organiser of the training recorded it"):
        await story.do(
            WithdrawTraining(institution=school, person=event.person, kind=TrainingKind.STAFF_CPD)
        )


async def test_a_bursary_is_for_those_who_completed_training_that_has_one(
    story: Story, hub: UUID
) -> None:
    school = await member(story, hub)
    training = await announce(story, hub, bursary=True)
    booked = UUID((await story.do(book(school, training)))["id"])
    paid = NoteBursaries(organiser=of(hub), training=training, paid=(booked,))
    await story.do(NoteAttendance(organiser=of(hub), training=training, attended=(booked,)))
    with pytest.raises(Conflict, match="1 of 1 bookings are not recorded as completed"):
        await story.do(paid)
    await story.do(CompleteTraining(organiser=of(hub), training=training, bookings=(booked,)))
    with pytest.raises(Invalid, match="named more than once"):
        await story.do(
            NoteBursaries(organiser=of(hub), training=training, paid=(booked,), refused=(booked,))
        )
    [event] = await story.new_events(paid)
    assert isinstance(event, BursaryNoted)
    assert await story.new_events(paid) == []
    refused = NoteBursaries(organiser=of(hub), training=training, refused=(booked,))
    await story.do(refused)
    own = [one for one in await story.events() if getattr(one, "institution", None) == school]
    [booking] = bookings_from(own)
    assert (booking.status, booking.bursary) == (BookingStatus.ATTENDED, BursaryState.REFUSED)
    without = await announce(story, hub)
    other = UUID((await story.do(book(school, without, name="Amara Cole")))["id"])
    await story.do(NoteAttendance(organiser=of(hub), training=without, attended=(other,)))
    await story.do(CompleteTraining(organiser=of(hub), training=without, bookings=(other,)))
    with pytest.raises(Conflict, match="has no bursary"):
        await story.do(NoteBursaries(organiser=of(hub), training=without, paid=(other,)))


async def test_nobody_attends_before_the_day_and_nobody_is_booked_after_it(
    story: Story, hub: UUID
) -> None:
    school = await member(story, hub)
    training = await announce(story, hub, held_on=date(2026, 6, 17))
    booked = await story.do(book(school, training))
    with pytest.raises(Conflict, match="Record on that day who came"):
        await story.do(
            NoteAttendance(organiser=of(hub), training=training, attended=(UUID(booked["id"]),))
        )
    with pytest.raises(Invalid, match="cannot be announced for 10 February 2026"):
        await announce(story, hub, held_on=date(2026, 2, 10))


async def test_training_elsewhere_is_recorded_and_taken_back(story: Story) -> None:
    school = await story.school()
    record = RecordTraining(
        institution=school,
        who=PersonSent(name="Priya Nair"),
        kind=TrainingKind.CAREERS_LEADER,
        completed_on=date(2024, 7, 12),
    )
    person = UUID((await story.do(record))["id"])
    assert await story.new_events(record) == []
    withdraw = WithdrawTraining(institution=school, person=person, kind=TrainingKind.CAREERS_LEADER)
    own = [one for one in await story.events() if getattr(one, "institution", None) == school]
    assert [one.person for one in completions(own, TODAY)] == [person]
    assert completions(own, date(2024, 7, 11)) == []
    await story.do(withdraw)
    with pytest.raises(NotFound, match="has not completed"):
        await story.do(withdraw)


@pytest.mark.parametrize(
    ("kind", "completed_on", "until"),
    [
        (TrainingKind.CAREERS_LEADER, date(2024, 7, 12), None),
        (TrainingKind.STAFF_CPD, date(2024, 12, 31), date(2027, 12, 31)),
        (TrainingKind.TECHNICAL_PATHWAYS, date(2024, 2, 29), date(2026, 2, 28)),
        (TrainingKind.COMMUNITY_OF_PRACTICE, date(2025, 1, 31), date(2026, 1, 31)),
    ],
)
def test_validity_is_counted_by_the_calendar(
    kind: TrainingKind, completed_on: date, until: date | None
) -> None:
    assert expiry(kind, completed_on) == until
