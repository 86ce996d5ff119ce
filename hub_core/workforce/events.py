"""What happens to the people who do careers work at an institution.

The rule: a person is an id of this register and references into the vault; no name, address or contact
stands here. ``occurred_on`` is the day from which it is so.
"""

from datetime import date
from uuid import UUID

import msgspec

from hub_core.log.event import Event
from hub_core.workforce.codes import ColleagueRole, LeavingReason


class Contract(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """On what terms a careers leader works. ``ends_on`` is the last day, None where it is open-ended;
    ``training_required`` says whether the contract asks for training in careers leadership."""

    ends_on: date | None = None
    training_required: bool | None = None


class PersonEntered(Event, frozen=True, kw_only=True):
    """Somebody came into an institution's register; name and address are in the vault under these
    references, sealed for ``person``."""

    TOPIC = "workforce.PersonEntered.v1"
    institution: UUID
    person: UUID
    occurred_on: date
    name: UUID
    email: UUID | None = None

    def heading(self) -> str:
        return "Somebody was entered in an institution's careers workforce"


class CareersLeaderAppointed(Event, frozen=True, kw_only=True):
    """An institution has a careers leader. ``shared`` says that other institutions have the same one."""

    TOPIC = "workforce.CareersLeaderAppointed.v1"
    institution: UUID
    person: UUID
    occurred_on: date
    shared: bool = False
    contract: Contract | None = None

    def heading(self) -> str:
        return "A careers leader was appointed"


class CareersLeaderStoodDown(Event, frozen=True, kw_only=True):
    """The post is vacant from ``occurred_on`` on."""

    TOPIC = "workforce.CareersLeaderStoodDown.v1"
    institution: UUID
    person: UUID
    occurred_on: date
    reason: LeavingReason

    def heading(self) -> str:
        return f"A careers leader stood down: {self.reason.label}"


class ContractChanged(Event, frozen=True, kw_only=True):
    """The careers leader's contract was renewed or changed."""

    TOPIC = "workforce.ContractChanged.v1"
    institution: UUID
    person: UUID
    occurred_on: date
    contract: Contract

    def heading(self) -> str:
        return "A careers leader's contract was changed"


class EnterpriseAdviserMatched(Event, frozen=True, kw_only=True):
    """A senior volunteer from business was matched to the institution."""

    TOPIC = "workforce.EnterpriseAdviserMatched.v1"
    institution: UUID
    person: UUID
    occurred_on: date
    volunteer_of: UUID | None = None

    def heading(self) -> str:
        return "An enterprise adviser was matched"


class EnterpriseAdviserUnmatched(Event, frozen=True, kw_only=True):
    """The match has ended."""

    TOPIC = "workforce.EnterpriseAdviserUnmatched.v1"
    institution: UUID
    person: UUID
    occurred_on: date
    reason: LeavingReason

    def heading(self) -> str:
        return f"An enterprise adviser was unmatched: {self.reason.label}"


class ColleagueNamed(Event, frozen=True, kw_only=True):
    """Somebody is link governor, senior leader for careers, deputy, adviser, or staff to be trained."""

    TOPIC = "workforce.ColleagueNamed.v1"
    institution: UUID
    person: UUID
    occurred_on: date
    role: ColleagueRole

    def heading(self) -> str:
        return f"Somebody was named: {self.role.label}"


class GovernorCameFrom(Event, frozen=True, kw_only=True):
    """A link governor comes from this employer."""

    TOPIC = "workforce.GovernorCameFrom.v1"
    institution: UUID
    person: UUID
    occurred_on: date
    volunteer_of: UUID

    def heading(self) -> str:
        return "A link governor comes from an employer"


class ColleagueStoodDown(Event, frozen=True, kw_only=True):
    """Somebody is no longer what they were named."""

    TOPIC = "workforce.ColleagueStoodDown.v1"
    institution: UUID
    person: UUID
    occurred_on: date
    role: ColleagueRole
    reason: LeavingReason

    def heading(self) -> str:
        return f"Somebody stood down: {self.role.label}"


class PersonForgotten(Event, frozen=True, kw_only=True):
    """What the vault kept of somebody was destroyed; that they were there stays."""

    TOPIC = "workforce.PersonForgotten.v1"
    institution: UUID
    person: UUID
    occurred_on: date

    def heading(self) -> str:
        return "Who somebody in the careers workforce was has been forgotten"
