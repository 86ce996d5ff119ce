"""The team: who works for an organisation in which role, and who of them looks after what.

The rule: one stream an organisation, so that two people who leave at once cannot both be told that the
other stays, and no duty is in two hands or falls between two.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from hub_core.access.organisations import Organisation
from hub_core.access.roles import Role
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.events import (
    DutiesEnded,
    DutiesHandedOver,
    DutiesTaken,
    Duty,
    TeamJoined,
    TeamLeft,
)
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict

#: Without one of these an organisation can neither act nor invite who could.
INDISPENSABLE = frozenset({Role.HUB_LEAD, Role.CAREERS_LEADER, Role.ADMINISTRATOR})


class Team(Aggregate):
    """The people of one organisation (stream: ``keys.team_stream``)."""

    def begin(self) -> None:
        self.members: dict[UUID, frozenset[Role]] = {}
        self.duties: dict[tuple[DutyKind, UUID], tuple[UUID, Duty]] = {}

    def evolve(self, event: Event) -> None:
        match event:
            case TeamJoined():
                self.members[event.person] = self.roles_of(event.person) | {event.role}
            case TeamLeft():
                self.members[event.person] = self.roles_of(event.person) - {event.role}
                if not self.members[event.person]:
                    del self.members[event.person]
            case DutiesTaken():
                self._in_hands_of(event.person, event.duties)
            case DutiesEnded():
                for duty in event.duties:
                    self.duties.pop((duty.kind, duty.thing), None)
            case DutiesHandedOver():
                self._in_hands_of(event.successor, event.duties)
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a team")

    def roles_of(self, person: UUID) -> frozenset[Role]:
        """The roles somebody holds here."""
        return self.members.get(person, frozenset())

    def holders_of(self, role: Role) -> frozenset[UUID]:
        """Everybody who holds a role here."""
        return frozenset(person for person, roles in self.members.items() if role in roles)

    def duties_of(self, person: UUID, *, on: date) -> tuple[Duty, ...]:
        """What somebody looks after on a day, in order; what is over by then is nobody's."""
        return self.duties_by_person(on=on).get(person, ())

    def duties_by_person(self, *, on: date) -> dict[UUID, tuple[Duty, ...]]:
        """The same of everybody who looks after something."""
        found: dict[UUID, list[Duty]] = {}
        for _, (who, duty) in sorted(self.duties.items()):
            if duty.until is None or on <= duty.until:
                found.setdefault(who, []).append(duty)
        return {who: tuple(duties) for who, duties in found.items()}

    def holder_of(self, kind: DutyKind, thing: UUID, *, on: date) -> UUID | None:
        """Whose hands something is in on a day; None where it is in nobody's."""
        person, duty = self.duties.get((kind, thing), (None, None))
        return None if duty is None or (duty.until and duty.until < on) else person

    def join(
        self, organisation: Organisation, person: UUID, role: Role, *, on: date, at: datetime
    ) -> None:
        """Have somebody in a role."""
        if role not in self.roles_of(person):
            self.record(
                TeamJoined(organisation=organisation, occurred_on=on, person=person, role=role),
                at=at,
            )

    def lay_down(self, organisation: Organisation, person: UUID, *, on: date, at: datetime) -> None:
        """Have nothing in somebody's hands any more, over or not."""
        held = [duty for who, duty in self.duties.values() if who == person]
        self.end(organisation, held, on=on, at=at)

    def leave(
        self, organisation: Organisation, person: UUID, role: Role, *, on: date, at: datetime
    ) -> None:
        """Have somebody in a role no longer."""
        self.record(
            TeamLeft(organisation=organisation, occurred_on=on, person=person, role=role), at=at
        )

    def take(
        self,
        organisation: Organisation,
        person: UUID,
        duties: Iterable[Duty],
        *,
        on: date,
        at: datetime,
    ) -> None:
        """Put duties into somebody's hands, out of whose they were in; what they have changes nothing."""
        new = tuple(
            duty
            for duty in dict.fromkeys(duties)
            if self.duties.get((duty.kind, duty.thing)) != (person, duty)
        )
        if new:
            self.record(
                DutiesTaken(organisation=organisation, occurred_on=on, person=person, duties=new),
                at=at,
            )

    def end(
        self, organisation: Organisation, things: Iterable[Duty], *, on: date, at: datetime
    ) -> None:
        """Have duties in nobody's hands; those that are in none change nothing."""
        keys = dict.fromkeys((duty.kind, duty.thing) for duty in things)
        ended = tuple(self.duties[key][1] for key in keys if key in self.duties)
        if ended:
            self.record(DutiesEnded(organisation=organisation, occurred_on=on, duties=ended), at=at)

    def hand_over(
        self,
        organisation: Organisation,
        person: UUID,
        successor: UUID,
        *,
        on: date,
        at: datetime,
    ) -> None:
        """Put all of somebody's duties into a colleague's hands. Nothing to hand over changes nothing."""
        if person == successor:
            raise Conflict("Nobody succeeds themselves. Name a colleague.", kind="no-successor")
        if successor not in self.members:
            raise Conflict(
                "The successor holds no role there yet. Invite them first, and hand over when they "
                "have accepted.",
                kind="no-successor",
            )
        duties = self.duties_of(person, on=on)
        caseload = [duty for duty in duties if duty.kind is DutyKind.CASELOAD]
        if caseload:
            self.require_caseworker(successor)
        if duties:
            self.record(
                DutiesHandedOver(
                    organisation=organisation,
                    occurred_on=on,
                    person=person,
                    successor=successor,
                    duties=duties,
                ),
                at=at,
            )

    def require_caseworker(self, person: UUID) -> None:
        """Refuse whoever is not there to look after institutions."""
        if not self.roles_of(person) & {Role.HUB_LEAD, Role.FACILITATOR}:
            raise Conflict(
                "Institutions are looked after by the hub's lead or a facilitator. "
                "Choose somebody who is one.",
                kind="not-a-facilitator",
            )

    def require_somebody_left(self, person: UUID, role: Role) -> None:
        """Refuse to lose the last one in a role without whom the organisation cannot act."""
        if role in INDISPENSABLE and self.holders_of(role) == {person}:
            raise Conflict(
                f"Nobody else is \u201c{role.label}\u201d there. Invite a successor first "
                "(a program may say \u201cunattended\u201d to leave the organisation without one).",
                kind="last-one",
            )

    def require_nothing_open(self, person: UUID, *, on: date) -> None:
        """Refuse to let somebody go with duties that nobody else would have."""
        if duties := self.duties_of(person, on=on):
            raise Conflict(
                f"{len(duties)} {'duty is' if len(duties) == 1 else 'duties are'} still in their "
                "hands. Hand over to a colleague (a program may say \u201cunattended\u201d to leave "
                "them undone).",
                kind="duties-open",
            )

    def _in_hands_of(self, person: UUID, duties: Iterable[Duty]) -> None:
        for duty in duties:
            self.duties[duty.kind, duty.thing] = (person, duty)
