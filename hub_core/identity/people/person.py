"""The person: who signs in how, and which roles they hold at which organisations.

The rule: what somebody may do follows from this one stream, read anew at every request. A person who was
erased holds nothing and can do nothing, and stays a pseudonym in what they once did.
"""

from datetime import date, datetime
from uuid import UUID

from hub_core.access.organisations import Organisation
from hub_core.access.roles import HELD_AT, Role
from hub_core.identity.people.codes import RoleEndReason
from hub_core.identity.people.events import (
    BegunActingOnBehalf,
    EndedActingOnBehalf,
    PersonErased,
    PersonRegistered,
    RoleEnded,
    RoleGranted,
    SignInLinked,
)
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, Invalid, NotFound


class Person(Aggregate):
    """One person."""

    def begin(self) -> None:
        self.name: UUID | None = None
        self.email: UUID | None = None
        self.sign_ins: tuple[str, ...] = ()
        self.roles: dict[Organisation, tuple[Role, ...]] = {}
        self.invitations: tuple[UUID, ...] = ()
        self.acting: frozenset[tuple[Organisation, Organisation]] = frozenset()
        self.erased = False

    def evolve(self, event: Event) -> None:
        match event:
            case PersonRegistered():
                self.name, self.email = event.name, event.email
            case SignInLinked():
                self.sign_ins = (*self.sign_ins, event.sign_in)
            case RoleGranted():
                self.roles[event.organisation] = (*self.roles_at(event.organisation), event.role)
                if event.invitation is not None:
                    self.invitations = (*self.invitations, event.invitation)
            case RoleEnded():
                self._lose(event.role, event.organisation)
            case BegunActingOnBehalf():
                self.acting |= {(event.organisation, event.on_behalf_of)}
            case EndedActingOnBehalf():
                self.acting -= {(event.organisation, event.on_behalf_of)}
            case PersonErased():
                self.name = self.email = None
                self.sign_ins, self.erased = (), True
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a person")

    def roles_at(self, organisation: Organisation) -> tuple[Role, ...]:
        """The roles held there, in the order they were given."""
        return self.roles.get(organisation, ())

    def register(self, *, name: UUID, email: UUID | None, on: date, at: datetime) -> None:
        """Become known, by references of the vault."""
        if self.exists:
            raise Conflict("This person is registered already.", kind="already-registered")
        self.record(PersonRegistered(person=self.id, occurred_on=on, name=name, email=email), at=at)

    def link_sign_in(self, sign_in: str, *, on: date, at: datetime) -> None:
        """Be recognised by one more account; the same again changes nothing."""
        self._still_there()
        if sign_in not in self.sign_ins:
            self.record(SignInLinked(person=self.id, occurred_on=on, sign_in=sign_in), at=at)

    def grant(
        self,
        role: Role,
        organisation: Organisation,
        *,
        invitation: UUID | None,
        on: date,
        at: datetime,
    ) -> bool:
        """Hold a role there; whether that is new. Refuses a role that this kind does not have."""
        self._still_there()
        require_held_at(role, organisation)
        if role in self.roles_at(organisation):
            return False
        self.record(
            RoleGranted(
                person=self.id,
                occurred_on=on,
                role=role,
                organisation=organisation,
                invitation=invitation,
            ),
            at=at,
        )
        return True

    def end_role(
        self,
        role: Role,
        organisation: Organisation,
        reason: RoleEndReason,
        *,
        on: date,
        at: datetime,
    ) -> None:
        """Hold a role no longer, and with the last one there act for nobody any more."""
        if role not in self.roles_at(organisation):
            raise Conflict(
                f"This person is not \u201c{role.label}\u201d there, or no longer. "
                "Look up who holds which role there.",
                kind="role-not-held",
            )
        for begun_at, on_behalf_of in sorted(self.acting):
            if begun_at == organisation and len(self.roles_at(organisation)) == 1:
                self.end_acting(organisation, on_behalf_of, on=on, at=at)
        self.record(
            RoleEnded(
                person=self.id, occurred_on=on, role=role, organisation=organisation, reason=reason
            ),
            at=at,
        )

    def begin_acting(
        self, organisation: Organisation, on_behalf_of: Organisation, *, on: date, at: datetime
    ) -> None:
        """Act for another organisation; beginning again changes nothing."""
        if (organisation, on_behalf_of) not in self.acting:
            self.record(
                BegunActingOnBehalf(
                    person=self.id,
                    occurred_on=on,
                    organisation=organisation,
                    on_behalf_of=on_behalf_of,
                ),
                at=at,
            )

    def end_acting(
        self, organisation: Organisation, on_behalf_of: Organisation, *, on: date, at: datetime
    ) -> None:
        """Act for it no longer; ending again changes nothing."""
        if (organisation, on_behalf_of) in self.acting:
            self.record(
                EndedActingOnBehalf(
                    person=self.id,
                    occurred_on=on,
                    organisation=organisation,
                    on_behalf_of=on_behalf_of,
                ),
                at=at,
            )

    def erase(self, *, on: date, at: datetime) -> None:
        """Be forgotten; the roles must have ended before."""
        self.record(PersonErased(person=self.id, occurred_on=on), at=at)

    def _still_there(self) -> None:
        if self.erased:
            raise Conflict(
                "This person asked to be forgotten. Invite them anew.", kind="person-erased"
            )

    def _lose(self, role: Role, organisation: Organisation) -> None:
        left = tuple(held for held in self.roles_at(organisation) if held is not role)
        if left:
            self.roles[organisation] = left
        else:
            self.roles.pop(organisation, None)


def require_held_at(role: Role, organisation: Organisation) -> None:
    """Refuse a role that cannot be held at an organisation of this kind."""
    if HELD_AT[role] is not organisation.kind:
        raise Invalid.field(
            "role",
            f"\u201c{role.label}\u201d is not a role of \u201c{organisation.kind.label}\u201d.",
            f"It is held at: {HELD_AT[role].label}.",
        )


def no_such_person(person: UUID) -> NotFound:
    """What to say when an id leads to nobody."""
    return NotFound(f"There is nobody here with the id {person}.")
