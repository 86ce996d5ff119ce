"""Whether a trained careers leader is in post: criterion 1.1, from appointments and completed training.

The rule: nobody told is not nobody there. Training that only the institution tells of is attested, not
evidence; training whose organiser saw who came is. Source: domain 1.7 (1.1).
"""

from datetime import date
from uuid import UUID

from hub_core.gatsby.edition import Criterion
from hub_core.gatsby.figures import Figure, Status, Unit
from hub_core.log.event import Event
from hub_core.reference.encounters import EvidenceStrength
from hub_core.reference.labelled import Labelled
from hub_core.training.codes import TrainingKind
from hub_core.training.events import CompletionWithdrawn, TrainingCompleted
from hub_core.training.record import Completion, as_completed
from hub_core.workforce.codes import LeavingReason
from hub_core.workforce.events import CareersLeaderAppointed, CareersLeaderStoodDown

#: The events it is made of.
_ABOUT = frozenset(
    {CareersLeaderAppointed, CareersLeaderStoodDown, TrainingCompleted, CompletionWithdrawn}
)


class Leader(Labelled):
    """What is known of an institution's careers leader on a day."""

    NOT_TOLD = "not_told", "Nobody has said"
    VACANT = "vacant", "The post is vacant"
    UNTRAINED = "untrained", "In post, without training"
    ATTESTED = "attested", "In post, trained as the institution says"
    TRAINED = "trained", "In post and trained"


class Leadership:
    """An institution's careers leaders one after another, and who is trained as one."""

    def __init__(self) -> None:
        #: From each day on, who is in post; None while it is vacant.
        self._posts: list[tuple[date, UUID | None]] = []
        self._trained: dict[UUID, list[Completion]] = {}

    def apply(self, event: Event) -> date | None:
        """Take one event in, in the order of the log; from which day on it matters, if it does."""
        if type(event) not in _ABOUT:
            return None
        match event:
            case CareersLeaderAppointed():
                self._posts.append((event.occurred_on, event.person))
            case CareersLeaderStoodDown() if event.reason is LeavingReason.RECORDED_WRONGLY:
                # Who never was in post leaves no vacancy behind.
                return self._posts.pop()[0] if self._posts else None
            case CareersLeaderStoodDown():
                self._posts.append((event.occurred_on, None))
            case TrainingCompleted() if event.kind is TrainingKind.CAREERS_LEADER:
                self._trained.setdefault(event.person, []).append(as_completed(event))
            case CompletionWithdrawn() if event.kind is TrainingKind.CAREERS_LEADER:
                gone = self._trained.pop(event.person, [])
                return min((one.completed_on for one in gone), default=None)
            case _:
                return None
        return event.occurred_on

    def in_post(self, day: date) -> UUID | None:
        """Who is in post on a day; None while it is vacant or nobody has said."""
        held = [who for since, who in self._posts if since <= day]
        return held[-1] if held else None

    def current(self, person: UUID, day: date) -> list[Completion]:
        """The training as a careers leader that somebody has on a day."""
        return [one for one in self._trained.get(person, ()) if one.current(day)]

    def on(self, day: date) -> Leader:
        """What is known of the post on a day."""
        if (person := self.in_post(day)) is None:
            told = any(since <= day for since, _ in self._posts)
            return Leader.VACANT if told else Leader.NOT_TOLD
        if not (current := self.current(person, day)):
            return Leader.UNTRAINED
        seen = any(one.training is not None for one in current)
        return Leader.TRAINED if seen else Leader.ATTESTED


_STATUS = {
    Leader.NOT_TOLD: Status.NO_DATA,
    Leader.VACANT: Status.NOT_ACHIEVED,
    Leader.UNTRAINED: Status.IN_PROGRESS,
    Leader.ATTESTED: Status.IN_PROGRESS,
    Leader.TRAINED: Status.ACHIEVED,
}
_STRENGTH = {
    Leader.ATTESTED: EvidenceStrength.ATTESTED,
    Leader.TRAINED: EvidenceStrength.SCHOOL_CONFIRMED,
}


def trained_leader(criterion: Criterion, leader: Leader) -> Figure:
    """One of one where a trained careers leader is in post."""
    trained = int(leader is Leader.TRAINED)
    return Figure(
        criterion=criterion.code,
        numerator=trained,
        at_most=max(trained, int(leader is Leader.ATTESTED)),
        denominator=1,
        threshold=criterion.threshold,
        status=_STATUS[leader],
        strength=_STRENGTH.get(leader),
        unit=Unit.LEADERS,
    )
