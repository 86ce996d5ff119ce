"""One request for access to a school's learners: asked, answered, moved, refused, granted, taken place.

The rule: the school alone answers, the provider alone moves or withdraws, and how long the school took is
counted from the first request to its first answer: answered the same day is 0.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.provider_access.codes import (
    ApprovedRoute,
    RefusalReason,
    RequestStatus,
    WithdrawnReason,
)
from hub_core.provider_access.events import (
    AccessGranted,
    AccessRefused,
    AccessRequested,
    AccessTookPlace,
    AnotherDateAsked,
    Asking,
    DatesOffered,
    RequestMoved,
    RequestSent,
    RequestWithdrawn,
)
from hub_core.refusals import Conflict, Invalid, NotFound

_WAITS = (RequestStatus.WAITING, RequestStatus.ANOTHER_DATE)
#: Everything that happens to a request.
OF_REQUESTS: tuple[type[Event], ...] = (
    AccessRequested,
    DatesOffered,
    AccessGranted,
    AccessRefused,
    AnotherDateAsked,
    RequestWithdrawn,
    AccessTookPlace,
)


class AccessRequest(Aggregate):
    """A request as the school has it (stream: its own id)."""

    institution: UUID
    asking: Asking
    year_groups: tuple[int, ...]
    routes: tuple[ApprovedRoute, ...]
    dates: tuple[date, ...]
    asked_on: date

    def begin(self) -> None:
        self.status = RequestStatus.WAITING
        self.answered_on: date | None = None
        self.agreed_for: date | None = None
        self.possible: tuple[date, ...] = ()
        self.refusal: RefusalReason | None = None
        self.activity: UUID | None = None

    def evolve(self, event: Event) -> None:
        match event:
            case AccessRequested():
                self.institution, self.asking = event.institution, event.asking
                self.year_groups, self.routes = event.year_groups, event.routes
                self.dates, self.asked_on = event.dates, event.occurred_on
            case DatesOffered():
                self.status, self.dates = RequestStatus.WAITING, event.dates
            case AccessGranted():
                self._answered(RequestStatus.GRANTED, event.occurred_on)
                self.agreed_for = event.agreed_for
            case AccessRefused():
                self._answered(RequestStatus.REFUSED, event.occurred_on)
                self.refusal, self.agreed_for = event.reason, None
            case AnotherDateAsked():
                self._answered(RequestStatus.ANOTHER_DATE, event.occurred_on)
                self.possible, self.agreed_for = event.possible, None
            case RequestWithdrawn():
                self.status = RequestStatus.WITHDRAWN
            case AccessTookPlace():
                self.status, self.activity = RequestStatus.TOOK_PLACE, event.activity
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a request")

    def ask(
        self,
        school: UUID,
        asking: Asking,
        *,
        year_groups: Sequence[int],
        routes: Sequence[ApprovedRoute],
        dates: Sequence[date],
        on: date,
        at: datetime,
    ) -> None:
        """Be made."""
        self.record(
            AccessRequested(
                institution=school,
                request=self.id,
                occurred_on=on,
                asking=asking,
                year_groups=tuple(sorted(set(year_groups))),
                routes=tuple(dict.fromkeys(routes)),
                dates=in_order(dates, on=on, field="dates"),
            ),
            at=at,
        )

    def offer(self, dates: Sequence[date], *, on: date, at: datetime) -> None:
        """Be moved to other dates by the provider; the same ones again change nothing."""
        self._require("moved", *_WAITS)
        wanted = in_order(dates, on=on, field="dates")
        if (self.status, self.dates) != (RequestStatus.WAITING, wanted):
            self.record(
                DatesOffered(
                    institution=self.institution, request=self.id, occurred_on=on, dates=wanted
                ),
                at=at,
            )

    def grant(self, agreed_for: date, *, on: date, at: datetime) -> None:
        """Be agreed to for one of the dates offered, or of those the school itself proposed."""
        if self.status is RequestStatus.GRANTED and self.agreed_for == agreed_for:
            return
        self._require("granted", *_WAITS)
        if agreed_for not in (*self.dates, *self.possible):
            offered = ", ".join(f"{day:%-d %B %Y}" for day in self.dates)
            raise Invalid.field(
                "agreedFor",
                f"The provider did not offer {agreed_for:%-d %B %Y}.",
                f"It offered {offered}. Choose one of these, or ask for another date.",
            )
        self.record(
            AccessGranted(
                institution=self.institution,
                request=self.id,
                occurred_on=on,
                agreed_for=agreed_for,
            ),
            at=at,
        )

    def refuse(self, reason: RefusalReason, *, on: date, at: datetime) -> None:
        """Be refused; the same again changes nothing."""
        if (self.status, self.refusal) == (RequestStatus.REFUSED, reason):
            return
        self._require("refused", *_WAITS, RequestStatus.GRANTED)
        self.record(
            AccessRefused(
                institution=self.institution, request=self.id, occurred_on=on, reason=reason
            ),
            at=at,
        )

    def ask_for_another_date(self, possible: Sequence[date], *, on: date, at: datetime) -> None:
        """Be sent back for another date, also once one was agreed."""
        self._require("moved", *_WAITS, RequestStatus.GRANTED)
        wanted = in_order(possible, on=on, field="possible")
        if (self.status, self.possible) != (RequestStatus.ANOTHER_DATE, wanted):
            self.record(
                AnotherDateAsked(
                    institution=self.institution, request=self.id, occurred_on=on, possible=wanted
                ),
                at=at,
            )

    def withdraw(self, reason: WithdrawnReason, *, on: date, at: datetime) -> None:
        """Be taken back; once is enough."""
        if self.status is RequestStatus.WITHDRAWN:
            return
        self._require("withdrawn", *_WAITS, RequestStatus.GRANTED)
        self.record(
            RequestWithdrawn(
                institution=self.institution, request=self.id, occurred_on=on, reason=reason
            ),
            at=at,
        )

    def take_place(self, activity: UUID, *, on: date, at: datetime) -> None:
        """Be what this activity came of."""
        if self.activity == activity:
            return
        self._require("linked to an activity", RequestStatus.GRANTED)
        self.record(
            AccessTookPlace(
                institution=self.institution, request=self.id, occurred_on=on, activity=activity
            ),
            at=at,
        )

    def days_waiting(self, today: date) -> int | None:
        """Days from the request to the school's first answer, or to today while there is none; None for
        what was withdrawn unanswered."""
        if self.answered_on is not None:
            return (self.answered_on - self.asked_on).days
        return None if self.status is RequestStatus.WITHDRAWN else (today - self.asked_on).days

    def _answered(self, status: RequestStatus, on: date) -> None:
        self.status = status
        self.answered_on = self.answered_on or on

    def _require(self, deed: str, *statuses: RequestStatus) -> None:
        if self.status not in statuses:
            raise Conflict(
                f"This request cannot be {deed}: {self.status.label[0].lower()}"
                f"{self.status.label[1:]}.",
                kind="request-settled",
            )


class SentRequest(Aggregate):
    """The same request as the institution that asks has it (stream: ``sent_stream``)."""

    institution: UUID
    request: UUID
    school: UUID
    sent_on: date

    def begin(self) -> None:
        self.status = RequestStatus.WAITING

    def evolve(self, event: Event) -> None:
        match event:
            case RequestSent():
                self.institution, self.request = event.institution, event.request
                self.school, self.sent_on = event.school, event.occurred_on
            case RequestMoved():
                self.status = event.status
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a sent request")

    def send(self, institution: UUID, request: AccessRequest, *, on: date, at: datetime) -> None:
        """Be sent."""
        self.record(
            RequestSent(
                institution=institution,
                request=request.id,
                occurred_on=on,
                school=request.institution,
            ),
            at=at,
        )

    def follow(self, request: AccessRequest, *, on: date, at: datetime) -> None:
        """Hear what became of it; nothing where nothing did."""
        self.record(
            RequestMoved(
                institution=self.institution,
                request=request.id,
                occurred_on=on,
                school=request.institution,
                status=request.status,
                agreed_for=request.agreed_for,
                reason=request.refusal if request.status is RequestStatus.REFUSED else None,
            ),
            at=at,
        )


def sent_stream(request: UUID) -> UUID:
    """The stream of a request as the institution that asks has it."""
    return uuid5(request, "sent")


def in_order(dates: Sequence[date], *, on: date, field: str) -> tuple[date, ...]:
    """Dates to come, each once, the earliest first; refuses those that are over."""
    over = [day for day in dates if day < on]
    if over:
        raise Invalid.field(
            field, f"{over[0]:%-d %B %Y} is over.", f"Give dates from {on:%-d %B %Y}."
        )
    return tuple(sorted(set(dates)))


def no_such_request(request: UUID) -> NotFound:
    """What is said when there is no such request, or none that the caller's organisation is part of."""
    return NotFound(f"Your organisation has no request for access {request}. Check the id.")
