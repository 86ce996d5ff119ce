"""What happens to a request for access, at the school and at the provider, and to a school's statement.

The rule: each event names one institution. Where a provider is an institution here, whatever its request
becomes is told to it in an event of its own, in the same append.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.log.event import Event, OrganisationName
from hub_core.provider_access.codes import (
    FIRST_YEAR_GROUP,
    LAST_YEAR_GROUP,
    ApprovedRoute,
    RefusalReason,
    RequestStatus,
    WithdrawnReason,
)
from hub_core.reference.activities import ProviderKind
from hub_core.values import WebAddress

#: A year group whose learners providers have a right to meet.
AccessYearGroup = Annotated[int, msgspec.Meta(ge=FIRST_YEAR_GROUP, le=LAST_YEAR_GROUP)]
MOST_DATES = 10
YearGroups = Annotated[tuple[AccessYearGroup, ...], msgspec.Meta(min_length=1, max_length=6)]
Routes = Annotated[tuple[ApprovedRoute, ...], msgspec.Meta(min_length=1, max_length=5)]
Dates = Annotated[tuple[date, ...], msgspec.Meta(min_length=1, max_length=MOST_DATES)]


class Asking(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """Who asks: an institution or an employer known here, or a kind of provider by its public name."""

    kind: ProviderKind
    provider: UUID | None = None
    employer: UUID | None = None
    name: OrganisationName | None = None


class AccessRequested(Event, frozen=True, kw_only=True):
    """A provider asks a school to meet learners of these year groups on one of these dates."""

    TOPIC = "provider_access.AccessRequested.v1"
    institution: UUID
    request: UUID
    occurred_on: date
    asking: Asking
    year_groups: YearGroups
    routes: Routes
    dates: Dates

    def heading(self) -> str:
        return f"A provider asked a school for access to learners: {self.asking.kind.label}"


class DatesOffered(Event, frozen=True, kw_only=True):
    """The provider offers other dates, after the school asked for some."""

    TOPIC = "provider_access.DatesOffered.v1"
    institution: UUID
    request: UUID
    occurred_on: date
    dates: Dates

    def heading(self) -> str:
        return "A provider offered a school other dates"


class AccessGranted(Event, frozen=True, kw_only=True):
    """The school agrees to a date."""

    TOPIC = "provider_access.AccessGranted.v1"
    institution: UUID
    request: UUID
    occurred_on: date
    agreed_for: date

    def heading(self) -> str:
        return f"A school granted a provider access on {self.agreed_for:%-d %B %Y}"


class AccessRefused(Event, frozen=True, kw_only=True):
    """The school says no, and why."""

    TOPIC = "provider_access.AccessRefused.v1"
    institution: UUID
    request: UUID
    occurred_on: date
    reason: RefusalReason

    def heading(self) -> str:
        return f"A school refused a provider access: {self.reason.label}"


class AnotherDateAsked(Event, frozen=True, kw_only=True):
    """The school would have the provider come on another date; ``possible`` are some that it has."""

    TOPIC = "provider_access.AnotherDateAsked.v1"
    institution: UUID
    request: UUID
    occurred_on: date
    possible: Annotated[tuple[date, ...], msgspec.Meta(max_length=MOST_DATES)] = ()

    def heading(self) -> str:
        return "A school asked a provider for another date"


class RequestWithdrawn(Event, frozen=True, kw_only=True):
    """The provider takes the request back."""

    TOPIC = "provider_access.RequestWithdrawn.v1"
    institution: UUID
    request: UUID
    occurred_on: date
    reason: WithdrawnReason

    def heading(self) -> str:
        return f"A provider withdrew a request for access: {self.reason.label}"


class AccessTookPlace(Event, frozen=True, kw_only=True):
    """The encounter agreed on is recorded as this activity of the school."""

    TOPIC = "provider_access.AccessTookPlace.v1"
    institution: UUID
    request: UUID
    occurred_on: date
    activity: UUID

    def heading(self) -> str:
        return "A provider met the learners it had asked to meet"


class RequestSent(Event, frozen=True, kw_only=True):
    """For the institution that asks: it asked this school."""

    TOPIC = "provider_access.RequestSent.v1"
    institution: UUID
    request: UUID
    occurred_on: date
    school: UUID

    def heading(self) -> str:
        return "An institution asked a school for access to its learners"


class RequestMoved(Event, frozen=True, kw_only=True):
    """For the institution that asks: what became of its request.

    ``agreed_for`` is the date granted, ``reason`` why it was refused.
    """

    TOPIC = "provider_access.RequestMoved.v1"
    institution: UUID
    request: UUID
    occurred_on: date
    school: UUID
    status: RequestStatus
    agreed_for: date | None = None
    reason: RefusalReason | None = None

    def heading(self) -> str:
        return f"A request for access to learners: {self.status.label}"


class AccessStatementPublished(Event, frozen=True, kw_only=True):
    """The school's provider access statement stands at this address; ``reviewed_on`` is when it was last
    looked at."""

    TOPIC = "provider_access.AccessStatementPublished.v1"
    institution: UUID
    occurred_on: date
    address: WebAddress
    reviewed_on: date

    def heading(self) -> str:
        return "A school published its provider access statement"


class AccessStatementWithdrawn(Event, frozen=True, kw_only=True):
    """The statement is no longer published."""

    TOPIC = "provider_access.AccessStatementWithdrawn.v1"
    institution: UUID
    occurred_on: date

    def heading(self) -> str:
        return "A school withdrew its provider access statement"
