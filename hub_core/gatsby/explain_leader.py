"""Why a trained careers leader is in post, or is not: the appointment and the training that say so.

The rule: of the two, the one that the log told later brings the figure; what is about somebody else, or rests
on the school's word alone, does not count and says why.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID, uuid5

from hub_core.gatsby.counting import NotCounted
from hub_core.gatsby.explain import Step
from hub_core.gatsby.facts import Fact
from hub_core.gatsby.leadership import Leader, Leadership
from hub_core.log.event import Event
from hub_core.reference.activities import ActivityKind
from hub_core.reference.encounters import EvidenceStrength
from hub_core.training.codes import TrainingKind
from hub_core.training.events import TrainingCompleted
from hub_core.training.record import as_completed
from hub_core.workforce.events import CareersLeaderAppointed, CareersLeaderStoodDown

_About = CareersLeaderAppointed | CareersLeaderStoodDown | TrainingCompleted


def leader_explained(told: Mapping[int, Event], day: date) -> Iterator[Step]:
    """Every appointment and training of a careers leader up to a day, in the order of the log.

    ``told`` are the institution's events by position, in order.
    """
    leadership = Leadership()
    about: dict[int, _About] = {}
    for position, event in told.items():
        leadership.apply(event)
        if (one := _about(event)) is not None and one.occurred_on <= day:
            about[position] = one
    reasons = _reasons(about, leadership, day)
    counting = [position for position in about if reasons[position] is None]
    trained = leadership.on(day) is Leader.TRAINED
    for position, event in about.items():
        yield Step(
            fact=_fact(event, position),
            contribution=int(trained and position == _complete_with(counting, about)),
            not_counted=reasons[position],
        )


def _about(event: Event) -> _About | None:
    match event:
        case CareersLeaderAppointed() | CareersLeaderStoodDown():
            return event
        case TrainingCompleted() if event.kind is TrainingKind.CAREERS_LEADER:
            return event
        case _:
            return None


def _reasons(
    about: Mapping[int, _About], leadership: Leadership, day: date
) -> dict[int, NotCounted | None]:
    """Why each does not count; of several appointments of who is in post the last one does."""
    person = leadership.in_post(day)
    appointed = max(
        (
            position
            for position, one in about.items()
            if isinstance(one, CareersLeaderAppointed) and one.person == person
        ),
        default=None,
    )
    return {
        position: _why_not_trained(one, person, leadership, day)
        if isinstance(one, TrainingCompleted)
        else (None if position == appointed else NotCounted.NOT_IN_POST)
        for position, one in about.items()
    }


def _why_not_trained(
    event: TrainingCompleted, person: UUID | None, leadership: Leadership, day: date
) -> NotCounted | None:
    if event.person != person:
        return NotCounted.NOT_IN_POST
    if event.training is None:
        return NotCounted.OWN_WORD
    completed = as_completed(event)
    if not completed.current(day):
        return NotCounted.OUTSIDE_WINDOW
    stands = completed in leadership.current(event.person, day)
    return None if stands else NotCounted.WITHDRAWN


def _complete_with(counting: list[int], about: Mapping[int, _About]) -> int:
    """With which of what counts both are there: the appointment, or the first training if that came later."""
    first = next(one for one in counting if isinstance(about[one], TrainingCompleted))
    appointed = next(one for one in counting if isinstance(about[one], CareersLeaderAppointed))
    return max(first, appointed)


def _fact(event: _About, position: int) -> Fact:
    """An appointment is the institution's own act; training is as well known as its organiser knows it."""
    attested = isinstance(event, TrainingCompleted) and event.training is None
    return Fact(
        activity=uuid5(event.person, str(position)),
        position=position,
        kind=ActivityKind.STAFF_DEVELOPMENT,
        on=event.occurred_on,
        strength=EvidenceStrength.ATTESTED if attested else EvidenceStrength.SCHOOL_CONFIRMED,
    )
