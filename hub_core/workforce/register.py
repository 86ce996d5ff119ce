"""An institution's careers workforce as it stands.

The rule: one careers leader at a time. The register of an institution is one stream, so that two
appointments at once cannot both be accepted.
"""

from datetime import date, datetime
from uuid import UUID, uuid5

import msgspec

from hub_core.derived_ids import derived
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, Invalid, NotFound
from hub_core.workforce.codes import ColleagueRole, LeavingReason
from hub_core.workforce.events import (
    CareersLeaderAppointed,
    CareersLeaderStoodDown,
    ColleagueNamed,
    ColleagueStoodDown,
    Contract,
    ContractChanged,
    EnterpriseAdviserMatched,
    EnterpriseAdviserUnmatched,
    GovernorCameFrom,
    PersonEntered,
    PersonForgotten,
)


class Kept(msgspec.Struct, frozen=True):
    """Where the vault keeps somebody's name and address."""

    name: UUID
    email: UUID | None = None


class LeaderInPost(msgspec.Struct, frozen=True, kw_only=True):
    """The careers leader there is."""

    person: UUID
    since: date
    shared: bool = False
    contract: Contract | None = None


class Workforce(Aggregate):
    """The register of one institution (stream: ``workforce_stream``)."""

    def begin(self) -> None:
        self.people: dict[UUID, Kept] = {}
        self.leader: LeaderInPost | None = None
        #: Since when the post is vacant; None while it is filled, and where there never was anybody.
        self.vacant_since: date | None = None
        self.advisers: dict[UUID, date] = {}
        self.colleagues: dict[tuple[UUID, ColleagueRole], date] = {}
        #: Governors who come from an employer, and which.
        self.governors_from: dict[UUID, UUID] = {}

    def evolve(self, event: Event) -> None:
        match event:
            case PersonEntered():
                self.people[event.person] = Kept(event.name, event.email)
            case CareersLeaderAppointed():
                self.leader = LeaderInPost(
                    person=event.person,
                    since=event.occurred_on,
                    shared=event.shared,
                    contract=event.contract,
                )
                self.vacant_since = None
            case CareersLeaderStoodDown():
                self.leader, self.vacant_since = None, event.occurred_on
            case ContractChanged():
                if self.leader is not None:
                    self.leader = msgspec.structs.replace(self.leader, contract=event.contract)
            case EnterpriseAdviserMatched():
                self.advisers[event.person] = event.occurred_on
            case EnterpriseAdviserUnmatched():
                self.advisers.pop(event.person, None)
            case ColleagueNamed():
                self.colleagues[event.person, event.role] = event.occurred_on
            case GovernorCameFrom():
                self.governors_from[event.person] = event.volunteer_of
            case ColleagueStoodDown():
                self.colleagues.pop((event.person, event.role), None)
                if event.role is ColleagueRole.LINK_GOVERNOR:
                    self.governors_from.pop(event.person, None)
            case PersonForgotten():
                self.people.pop(event.person, None)
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a workforce")

    def enter(self, institution: UUID, person: UUID, kept: Kept, *, on: date, at: datetime) -> None:
        """Let somebody be known here."""
        self.record(
            PersonEntered(
                institution=institution,
                person=person,
                occurred_on=on,
                name=kept.name,
                email=kept.email,
            ),
            at=at,
        )

    def require_vacancy(self, person: UUID | None, *, on: date) -> None:
        """Refuse an appointment beside the careers leader there is, or before the last one went."""
        if self.leader is not None and self.leader.person != person:
            raise Conflict(
                f"There is a careers leader in post since {self.leader.since:%-d %B %Y}. "
                "Stand them down first, or name the other one deputy.",
                kind="careers-leader-in-post",
            )
        if self.vacant_since is not None and on < self.vacant_since:
            raise Invalid.field(
                "appointedOn",
                f"The careers leader before was in post until {self.vacant_since:%-d %B %Y}.",
                "Give that day or a later one.",
            )

    def appoint(
        self,
        institution: UUID,
        person: UUID,
        *,
        shared: bool,
        contract: Contract | None,
        on: date,
        at: datetime,
    ) -> None:
        """Have this careers leader; appointing the one in post again changes nothing."""
        self.require_vacancy(person, on=on)
        if self.leader is None:
            self.record(
                CareersLeaderAppointed(
                    institution=institution,
                    person=person,
                    occurred_on=on,
                    shared=shared,
                    contract=contract,
                ),
                at=at,
            )

    def stand_down(
        self, institution: UUID, reason: LeavingReason, *, on: date, at: datetime
    ) -> None:
        """Be without careers leader from this day on."""
        leader = self._leader()
        _not_before(on, leader.since, field="leftOn", what="The appointment")
        self.record(
            CareersLeaderStoodDown(
                institution=institution, person=leader.person, occurred_on=on, reason=reason
            ),
            at=at,
        )

    def change_contract(
        self, institution: UUID, contract: Contract, *, on: date, at: datetime
    ) -> None:
        """Have the careers leader work on other terms; the same again changes nothing."""
        leader = self._leader()
        if leader.contract != contract:
            self.record(
                ContractChanged(
                    institution=institution, person=leader.person, occurred_on=on, contract=contract
                ),
                at=at,
            )

    def match(
        self, institution: UUID, person: UUID, volunteer_of: UUID | None, *, on: date, at: datetime
    ) -> None:
        """Have this enterprise adviser; matching again changes nothing."""
        if person not in self.advisers:
            self.record(
                EnterpriseAdviserMatched(
                    institution=institution,
                    person=person,
                    occurred_on=on,
                    volunteer_of=volunteer_of,
                ),
                at=at,
            )

    def unmatch(
        self, institution: UUID, person: UUID, reason: LeavingReason, *, on: date, at: datetime
    ) -> None:
        """End a match."""
        since = self.advisers.get(person)
        if since is None:
            raise NotFound("This person is not matched to the institution. Check the id.")
        _not_before(on, since, field="unmatchedOn", what="The match")
        self.record(
            EnterpriseAdviserUnmatched(
                institution=institution, person=person, occurred_on=on, reason=reason
            ),
            at=at,
        )

    def name(
        self, institution: UUID, person: UUID, role: ColleagueRole, *, on: date, at: datetime
    ) -> None:
        """Let somebody hold a role; naming them again changes nothing."""
        if (person, role) not in self.colleagues:
            self.record(
                ColleagueNamed(institution=institution, person=person, occurred_on=on, role=role),
                at=at,
            )

    def come_from(
        self, institution: UUID, person: UUID, employer: UUID, *, on: date, at: datetime
    ) -> None:
        """Let a link governor be an employer's; telling the same again changes nothing."""
        if self.governors_from.get(person) != employer:
            self.record(
                GovernorCameFrom(
                    institution=institution, person=person, occurred_on=on, volunteer_of=employer
                ),
                at=at,
            )

    def release(
        self,
        institution: UUID,
        person: UUID,
        role: ColleagueRole,
        reason: LeavingReason,
        *,
        on: date,
        at: datetime,
    ) -> None:
        """Let somebody no longer hold a role."""
        since = self.colleagues.get((person, role))
        if since is None:
            raise NotFound(f"This person is not named “{role.label}” here. Check id and role.")
        _not_before(on, since, field="leftOn", what="The role")
        self.record(
            ColleagueStoodDown(
                institution=institution, person=person, occurred_on=on, role=role, reason=reason
            ),
            at=at,
        )

    def forget(self, institution: UUID, person: UUID, *, on: date, at: datetime) -> None:
        """No longer know who somebody is, who must hold no role; once is enough."""
        held = {self.leader.person} if self.leader else set()
        held |= {*self.advisers, *(one for one, _ in self.colleagues)}
        if person in held:
            raise Conflict(
                "This person still holds a role here. Stand them down first.", kind="holds-a-role"
            )
        self.record(PersonForgotten(institution=institution, person=person, occurred_on=on), at=at)

    def require(self, person: UUID) -> None:
        """Refuse an id nobody here has."""
        if person not in self.people:
            raise NotFound(
                f"The institution's workforce knows nobody by the id {person}. "
                "Check it, or give name and address instead."
            )

    def _leader(self) -> LeaderInPost:
        if self.leader is None:
            raise Conflict("There is no careers leader in post.", kind="no-careers-leader")
        return self.leader


@derived
def workforce_stream(institution: UUID) -> UUID:
    """The stream of an institution's workforce."""
    return uuid5(institution, "careers workforce")


def _not_before(on: date, since: date, *, field: str, what: str) -> None:
    if on < since:
        raise Invalid.field(
            field, f"{what} began on {since:%-d %B %Y}.", "Give that day or a later one."
        )
