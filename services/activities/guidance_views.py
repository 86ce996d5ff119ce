"""What is told of guidance: advisers, meetings, the queue and how many were reached.

The rule: names and what was agreed come from the vault when the institution itself asks, and nothing that
leaves the institution is more than a protected count.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec

from hub_core.activities.events import AdviserLevel
from hub_core.disclosure import protect, protect_breakdown
from hub_core.guidance.adviser import Adviser
from hub_core.guidance.codes import ActionOwner, ActionStatus, AdviserPresence
from hub_core.guidance.events import ActionNumber, MeetingMinutes
from hub_core.guidance.meeting import GuidanceMeeting
from hub_core.guidance.priority import Place
from hub_core.guidance.reach import Access
from hub_core.reference.encounters import DeliveryMode
from hub_core.values import AcademicYear, YearGroup


class _View(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Spelt as our APIs spell."""


class AdviserView(_View, frozen=True, kw_only=True):
    """One adviser; ``name`` is None when it was erased. ``version`` is what If-Match refers to."""

    id: UUID
    version: int
    name: str | None
    presence: AdviserPresence
    level: AdviserLevel | None
    on_register: bool
    matrix: bool
    since: date
    until: date | None
    left_on: date | None


class AdviserList(_View, frozen=True, kw_only=True):
    """Every adviser of an institution, those who left last."""

    advisers: tuple[AdviserView, ...]


class MeetingLine(_View, frozen=True, kw_only=True):
    """A meeting in a list: without what was agreed. ``learner`` is None when erased."""

    id: UUID
    version: int
    held_on: date
    learner: str | None
    adviser: UUID
    mode: DeliveryMode
    minutes: MeetingMinutes
    follow_up_on: date | None
    open_actions: int
    overdue_actions: int


class MeetingList(_View, frozen=True, kw_only=True):
    """A page of meetings, the latest first; ``next`` is the cursor of the one after, if any."""

    meetings: tuple[MeetingLine, ...]
    next: str | None = None


class ActionView(_View, frozen=True, kw_only=True):
    """One agreed action; ``text`` is None when it was erased with the learner."""

    number: ActionNumber
    text: str | None
    owner: ActionOwner
    due_on: date | None
    status: ActionStatus
    ended_on: date | None


class MeetingCopy(_View, frozen=True, kw_only=True):
    """Everything of one meeting, as the learner is given it."""

    id: UUID
    version: int
    held_on: date
    learner: str | None
    adviser: str | None
    adviser_level: AdviserLevel | None
    mode: DeliveryMode
    minutes: MeetingMinutes
    follow_up_on: date | None
    withdrawn: bool
    actions: tuple[ActionView, ...]


class QueuePlace(_View, frozen=True, kw_only=True):
    """One learner to be seen, with the reasons in words, the heaviest first."""

    learner: str
    year_group: YearGroup
    meetings: int
    last_met: date | None
    follow_up_on: date | None
    weight: int
    reasons: tuple[str, ...]


class Queue(_View, frozen=True, kw_only=True):
    """Who should be seen next, of so many learners on roll; ``unmet`` have had no meeting yet."""

    on_roll: int
    unmet: int
    learners: tuple[QueuePlace, ...]


class AccessView(_View, frozen=True, kw_only=True):
    """Access to guidance in one academic year. Numbers of learners are None where they are withheld."""

    academic_year: AcademicYear
    advisers: int
    qualified: int
    on_register: int
    matrix: int
    remote: int
    meetings: int | None
    meetings_qualified: int | None
    learners: int | None
    counted: int | None


class MemberAccess(AccessView, frozen=True, kw_only=True):
    """The same of one member of a hub."""

    institution: UUID


class HubAccess(AccessView, frozen=True, kw_only=True):
    """A hub's members together, and each; ``with_meetings`` of them held any this year."""

    members: int
    with_meetings: int
    institutions: tuple[MemberAccess, ...]


def adviser_view(adviser: Adviser, name: str | None) -> AdviserView:
    """An adviser as the institution keeps them."""
    known = adviser.details
    return AdviserView(
        id=adviser.id,
        version=adviser.version,
        name=name,
        presence=known.presence,
        level=known.level,
        on_register=known.on_register,
        matrix=known.matrix,
        since=adviser.since,
        until=known.until,
        left_on=adviser.left_on,
    )


def meeting_line(meeting: GuidanceMeeting, learner: str | None, *, today: date) -> MeetingLine:
    """A meeting in a list."""
    still = [
        action
        for number, action in enumerate(meeting.actions, start=1)
        if meeting.status_of(number) is ActionStatus.OPEN
    ]
    return MeetingLine(
        id=meeting.meeting,
        version=meeting.version,
        held_on=meeting.held_on,
        learner=learner,
        adviser=meeting.held.adviser,
        mode=meeting.held.mode,
        minutes=meeting.held.minutes,
        follow_up_on=meeting.held.follow_up_on,
        open_actions=len(still),
        overdue_actions=sum(one.due_on is not None and one.due_on < today for one in still),
    )


def meeting_copy(
    meeting: GuidanceMeeting,
    *,
    learner: str | None,
    adviser: str | None,
    texts: Mapping[UUID, str | None],
) -> MeetingCopy:
    """Everything of one meeting."""
    return MeetingCopy(
        id=meeting.meeting,
        version=meeting.version,
        held_on=meeting.held_on,
        learner=learner,
        adviser=adviser,
        adviser_level=meeting.held.level,
        mode=meeting.held.mode,
        minutes=meeting.held.minutes,
        follow_up_on=meeting.held.follow_up_on,
        withdrawn=meeting.is_withdrawn,
        actions=tuple(
            ActionView(
                number=number,
                text=texts.get(action.text),
                owner=action.owner,
                due_on=action.due_on,
                status=meeting.status_of(number),
                ended_on=meeting.ended[number][1] if number in meeting.ended else None,
            )
            for number, action in enumerate(meeting.actions, start=1)
        ),
    )


def queue_place(place: Place, learner: str) -> QueuePlace:
    """A place in the queue, for the institution."""
    known = place.known
    return QueuePlace(
        learner=learner,
        year_group=known.year_group,
        meetings=known.meetings,
        last_met=known.last_met,
        follow_up_on=known.follow_up_on,
        weight=place.weight,
        reasons=tuple(reason.label for reason in place.reasons),
    )


def exact(access: Access) -> AccessView:
    """As the institution itself sees it."""
    return AccessView(**msgspec.structs.asdict(access))


def protected(access: Access) -> AccessView:
    """As others see it: numbers of learners suppressed where small, and rounded."""
    return AccessView(**msgspec.structs.asdict(access) | _LEARNERS.of(access))


def of_hub(members: Mapping[UUID, Access], year: AcademicYear) -> HubAccess:
    """A hub's members together and each, so that none can be worked out by subtraction."""
    every = list(members.values())
    cells = {
        field: protect_breakdown(
            {one: getattr(access, field) for one, access in members.items()}, total_published=True
        )
        for field in _LEARNERS.fields
    }
    together = Access(
        academic_year=year,
        **{
            field: sum(getattr(one, field) for one in every)
            for field in Access.__struct_fields__
            if field != "academic_year"
        },
    )
    return HubAccess(
        **msgspec.structs.asdict(protected(together)),
        members=len(members),
        with_meetings=sum(one.meetings > 0 for one in every),
        institutions=tuple(
            MemberAccess(
                institution=one,
                **msgspec.structs.asdict(access)
                | {field: cells[field][one].shown for field in _LEARNERS.fields},
            )
            for one, access in members.items()
        ),
    )


class _OfLearners:
    """The numbers that are about learners; those of advisers are about staff and no secret."""

    fields = ("meetings", "meetings_qualified", "learners", "counted")

    def of(self, access: Access) -> dict[str, int | None]:
        """Each, protected by itself."""
        return {field: protect(getattr(access, field)).shown for field in self.fields}


_LEARNERS = _OfLearners()
