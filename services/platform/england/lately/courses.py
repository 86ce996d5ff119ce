"""Training to come with its bookings, and one that is over, with whoever came.

The rule: places are fewer than those who want one, so that somebody waits.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from hub_core.access import NATIONAL_BODY, Organisation, OrganisationKind, Principal, Role
from hub_core.reference.encounters import DeliveryMode
from hub_core.training.codes import TrainingKind
from hub_core.training.commands import (
    AnnounceTraining,
    CompleteTraining,
    NoteAttendance,
    NoteBursaries,
)
from hub_core.training.events import TrainingDetails
from hub_core.training.institution_commands import BookPlace
from hub_core.workforce.people import PersonSent
from services.platform.england.lately.acts import Acts
from services.platform.england.lately.scene import Scene
from services.platform.england.marks import ACTOR

_IN_PERSON, _ONLINE = DeliveryMode.IN_PERSON, DeliveryMode.VIRTUAL_LIVE


class _Course(msgspec.Struct, frozen=True):
    """``held`` counts days from today, ``booked`` those of the careers leaders who book, from which on."""

    kind: TrainingKind
    held: int
    places: int
    booked: tuple[int, int]
    mode: DeliveryMode = _IN_PERSON
    bursary: bool = False


_TO_COME = (
    _Course(TrainingKind.CAREERS_LEADER, 24, 5, (1, 8), bursary=True),
    _Course(TrainingKind.TECHNICAL_PATHWAYS, 45, 20, (3, 9)),
    _Course(TrainingKind.STAFF_CPD, 66, 30, (0, 4), _ONLINE),
    _Course(TrainingKind.PRIMARY, 80, 16, (0, 0), _ONLINE),
)
_OVER = _Course(TrainingKind.STAFF_CPD, -26, 12, (1, 8), bursary=True)
_NATIONAL = _Course(TrainingKind.GOVERNOR, 38, 400, (0, 0), _ONLINE)
#: Days between announcing and booking, and from the day it was held to its being recorded.
_ANNOUNCED, _BOOKED, _RECORDED = 70, 40, 3


async def tell_courses(acts: Acts, scene: Scene, leaders: Mapping[UUID, UUID]) -> None:
    """The hub's training, and the national body's."""
    for course in _TO_COME:
        training = await _announced(acts, scene, course)
        await _booked(acts, scene, training, _those(leaders, course))
    await _over(acts, scene, _those(leaders, _OVER))
    analyst = Principal(
        id=f"system:{ACTOR}",
        roles=frozenset({Role.NATIONAL_ANALYST}),
        organisation=NATIONAL_BODY,
    )
    announce = AnnounceTraining(organiser=NATIONAL_BODY, details=_details(_NATIONAL, scene))
    await acts.carry_out(announce, analyst, scene.ago(_ANNOUNCED))


async def _over(acts: Acts, scene: Scene, who: Sequence[tuple[UUID, UUID]]) -> None:
    """All but one came and completed it; one bursary is not paid yet."""
    training = await _announced(acts, scene, _OVER)
    bookings = await _booked(acts, scene, training, who)
    if len(bookings) < len(("absent", "paid", "not paid yet")):
        return
    came, after = tuple(bookings[1:]), scene.ago(-_OVER.held - _RECORDED)
    us = _organiser(scene)
    held_on = scene.ago(-_OVER.held)
    for command in (
        NoteAttendance(organiser=us, training=training, attended=came, absent=(bookings[0],)),
        CompleteTraining(organiser=us, training=training, bookings=came, completed_on=held_on),
        NoteBursaries(organiser=us, training=training, paid=came[1:]),
    ):
        await acts.at_hub(scene.hub, command, after)


async def _announced(acts: Acts, scene: Scene, course: _Course) -> UUID:
    announce = AnnounceTraining(organiser=_organiser(scene), details=_details(course, scene))
    return await acts.at_hub(scene.hub, announce, scene.ago(_ANNOUNCED))


async def _booked(
    acts: Acts, scene: Scene, training: UUID, who: Sequence[tuple[UUID, UUID]]
) -> list[UUID]:
    return [
        await acts.at_institution(
            institution,
            BookPlace(institution=institution, training=training, who=PersonSent(person=person)),
            scene.ago(_BOOKED - place),
        )
        for place, (institution, person) in enumerate(who)
    ]


def _those(leaders: Mapping[UUID, UUID], course: _Course) -> Sequence[tuple[UUID, UUID]]:
    first, last = course.booked
    return list(leaders.items())[first:last]


def _details(course: _Course, scene: Scene) -> TrainingDetails:
    return TrainingDetails(
        kind=course.kind,
        held_on=scene.ahead(course.held) if course.held > 0 else scene.ago(-course.held),
        mode=course.mode,
        places=course.places,
        bursary=course.bursary,
    )


def _organiser(scene: Scene) -> Organisation:
    return Organisation(OrganisationKind.HUB, scene.hub)
