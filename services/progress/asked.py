"""What questions about progress may name: an edition of the rules and a day, each checked in one place."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from litestar import Response
from litestar.params import QueryParameter

from hub_core.days import FIRST_SCHOOL_DAY
from hub_core.execute import ENGLAND
from hub_core.gatsby.edition import Edition, edition_in_use, editions
from hub_core.refusals import Invalid
from projections.read_model import BeingUpdated
from services.http.parts import Parts
from services.http.problems import ProblemDetails, answer

EditionCode = Annotated[
    str | None,
    QueryParameter(
        description="Such as GATSBY-2014 or GATSBY-2024; by default the one in use that day."
    ),
]


def today_of(parts: Parts) -> date:
    """The day in England."""
    return parts.platform.clock().astimezone(ENGLAND).date()


def asked_edition(code: str | None, day: date, *, field: str = "edition") -> Edition:
    """The edition of this code, or the one in use on a day; raises ``Invalid`` where there is none."""
    known = editions()
    if code is None:
        return edition_in_use(day)
    if code not in known:
        raise Invalid.field(
            field, f"There is no edition {code[:20]!r}.", f"Give one of {', '.join(known)}."
        )
    return known[code]


def asked_day(day: date | None, today: date, *, field: str = "asAt") -> date:
    """The day asked for, today by default; raises ``Invalid`` for one to come or before all records."""
    if day is not None and day > today:
        raise Invalid.field(field, f"{day} has not come yet.", "Give a day up to today.")
    if day is not None and day < FIRST_SCHOOL_DAY:
        raise Invalid.field(
            field,
            f"{day} is before anything could be recorded here.",
            f"Give a day from {FIRST_SCHOOL_DAY} on.",
        )
    return day or today


def asked_days(as_at: date | None, known_at: date | None, today: date) -> tuple[date, date | None]:
    """The day asked for, and the day by which it was known: None for all that is known.

    Without a day of its own the question is about the day of ``known_at``. Raises ``Invalid`` for days that
    cannot be, and where something would have been known before it happened.
    """
    known = None if known_at is None else asked_day(known_at, today, field="knownAt")
    day = asked_day(as_at, today) if as_at else known or today
    if known is not None and known < day:
        raise Invalid.field(
            "knownAt",
            f"{known} is before {day}: what happened between them was not known yet.",
            f"Give a day from {day} on, or an earlier asAt.",
        )
    return day, known


def being_updated(state: BeingUpdated) -> Response[Any]:
    """The figures are not there yet: a problem that passes by itself."""
    return answer(
        ProblemDetails(
            type="/problems/being-updated",
            title="The figures are being updated",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            detail=f"They stand at position {state.position} so far. Ask again in a moment.",
        ),
        headers={"retry-after": "1"},
    )
